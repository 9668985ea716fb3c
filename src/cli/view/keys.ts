/** What keys are read from: a terminal's input. */
export interface KeyInput {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What keys are read for. */
export interface KeyListeners {
  readonly pressed: (key: string) => void;
  /** Ctrl-C: a terminal that gives single keys does not interrupt by itself. */
  readonly interrupt: () => void;
}

const ctrlC = '\u0003';

/**
 * Reads single keys from a terminal; from anything else none. Gives the function that gives the terminal back, which may be called twice, and is called when
 * the process exits before.
 */
export function readKeys(input: KeyInput, { pressed, interrupt }: KeyListeners): () => void {
  if (input.isTTY !== true || input.setRawMode === undefined) return () => undefined;
  const listen = (chunk: Buffer | string): void => {
    const text = chunk.toString();
    // An arrow, or any other key that sends more than a character: none of ours.
    if (text.startsWith('\u001b')) return;
    for (const key of text) {
      if (key === ctrlC) interrupt();
      else pressed(key);
    }
  };
  let isReading = true;
  const giveBack = (): void => {
    if (!isReading) return;
    isReading = false;
    process.off('exit', giveBack);
    input.off('data', listen);
    input.setRawMode?.(false);
    input.pause();
  };
  process.once('exit', giveBack);
  input.setRawMode(true);
  input.on('data', listen);
  input.resume();
  return giveBack;
}
