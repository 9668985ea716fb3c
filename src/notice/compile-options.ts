/** Strict: a misspelt field is an error, never a blank in front of a customer. Templates place text and compute nothing. */
export const compileOptions: CompileOptions = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { part: true },
};
