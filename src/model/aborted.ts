/** Whether it is aborted by now. Asked through a function: the compiler takes what was read before a wait to be so after it. */
export const isAborted = (signal: AbortSignal): boolean => signal.aborted;
