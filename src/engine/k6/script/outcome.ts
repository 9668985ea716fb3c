import { isExpectedStatus } from '../../../scenario/expected-status.ts';

/** How a request came out. */
export type Outcome = 'ok' | 'unexpected-status' | 'no-answer';

/** k6 gives a request that was not answered the status 0. */
export function outcomeOf(status: number, expected: readonly number[]): Outcome {
  if (status === 0) return 'no-answer';
  return isExpectedStatus(status, expected) ? 'ok' : 'unexpected-status';
}
