/** A person's wish to stop, as a signal that can be handed on. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Gives the process its usual behaviour back. */
  release(): void;
}

/** Turns Ctrl-C (and SIGTERM, SIGHUP) into an abort: everything that was started is stopped before the process ends. */
export function interruption(process: NodeJS.Process): Interruption {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const stop = (): void => {
    controller.abort();
  };
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
