/** The full-width twin of a character of ASCII: it is read as the same, and no dialect takes it for markup. */
export const twinOf = (character: string): string => String.fromCharCode(character.charCodeAt(0) + 0xfee0);

/** Text in which no tag, mention or entity stands: for places that are plain text by their description, whichever client shows them. */
export const withoutTags = (text: string): string =>
  /[<>&]/.test(text) ? text.replace(/[<>]|&(?=#?\w{1,31};)/g, twinOf) : text;
