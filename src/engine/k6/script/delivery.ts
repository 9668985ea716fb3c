import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';
import { tellsEvery } from '../../../model/load-series.ts';
import { delivery as deliverySeries, pending as pendingSeries } from './series.ts';
import { JourneyFailed } from './journey-failed.ts';

/** One message on its way: from its sending until it is received, given up, or refused by the service. */
export interface Delivery {
  /** Looks at a message that came in. */
  see(text: string): void;
  /** Says what the awaited message contains; what came in since the sending is looked through. */
  expect(match: string): void;
  /** Resolves when the message has been received; fails the journey when that takes longer than allowed. */
  received(): Promise<void>;
  /** Ends the waiting without a word: the message was refused, or the journey is over. */
  abandon(): void;
}

/** Begins to wait. As often as the engine tells anything, until the end, the age so far is told, so that what does not arrive is not taken for quick. */
export function awaitDelivery(name: string, withinMs: number): Delivery {
  const tags = { name };
  const sentAt = Date.now();
  const seen: string[] = [];
  let match: string | null = null;
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null;
  let over: 'received' | 'late' | 'abandoned' | null = null;
  const telling = setInterval(() => {
    pendingSeries.add(Date.now() - sentAt, tags);
  }, tellsEvery);
  const end = (how: NonNullable<typeof over>): void => {
    if (over !== null) return;
    over = how;
    clearInterval(telling);
    clearTimeout(giveUp);
    if (how !== 'abandoned') deliverySeries.add(Date.now() - sentAt, tags);
    if (how === 'received') settle?.resolve();
    else settle?.reject(new JourneyFailed(`${name}: ${how}`));
  };
  const giveUp = setTimeout(() => end('late'), withinMs);
  const see = (text: string): void => {
    if (match === null) seen.push(text);
    else if (text.includes(match)) end('received');
  };
  return {
    see,
    expect: (wanted) => {
      match = wanted;
      seen.splice(0).forEach(see);
    },
    received: () =>
      new Promise((resolve, reject) => {
        if (over === 'received') resolve();
        else if (over !== null) reject(new JourneyFailed(`${name}: ${over}`));
        else settle = { resolve, reject };
      }),
    abandon: () => end('abandoned'),
  };
}
