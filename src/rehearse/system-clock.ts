import type { Clock } from '../model/clock.ts';
import { instant } from '../model/time.ts';

/** The machine's own clock: the one place where a run reads the time of day. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  wait: (until, stop) =>
    new Promise((resolve) => {
      if (stop.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, until - Date.now()));
      stop.addEventListener('abort', done, { once: true });
    }),
};
