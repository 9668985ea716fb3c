import type { Capacity } from './capacity.ts';

/** What the front starts the second instance with. */
export interface SecondSettings {
  readonly capacity: Capacity;
  /** Whoever shows it is the front: it alone sends requests, and says who has logged in. */
  readonly key: string;
}

/** The headers by which the front shows its key, and says whose the token of a request is. */
export const keyHeader = 'x-front-key';
export const sessionHeader = 'x-front-session';

/** What the front tells the second instance: to finish what it has, and end. */
export interface ToSecond {
  readonly leave: true;
}

/** What the second instance tells the front: where it listens, and what became of a message that it had accepted. */
export type FromSecond =
  | { readonly port: number }
  | { readonly delivered: { readonly room: string; readonly message: object; readonly seconds: number } }
  | { readonly lost: true };
