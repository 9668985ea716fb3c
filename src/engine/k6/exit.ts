import type { EngineEnd } from '../../model/engine.ts';

/** What k6's exit codes mean (read from its errext/exitcodes at 2.2.0). */
const meanings: Readonly<Record<number, string>> = {
  97: 'k6 cloud could not be reached',
  98: 'k6 cloud stopped showing progress',
  99: 'a threshold of the script itself was crossed',
  100: 'setup() took too long',
  101: 'teardown() took too long',
  102: 'it took too long',
  103: 'it was stopped over its REST interface',
  104: 'its options are invalid',
  105: 'it was interrupted',
  106: 'its REST interface could not be opened',
  107: 'the script threw an exception before the load began',
  108: 'the script aborted the test',
  109: 'k6 crashed (a panic)',
  110: 'the script marked the test as failed',
};

/** How a drive ended, from how k6 did. A stop that we asked for is no failure, whatever k6 made of it. */
export function endOf(
  ended: { readonly code: number | null; readonly signal: string | null },
  stopped: boolean,
  lastWords: string,
): EngineEnd {
  if (stopped) return { kind: 'stopped' };
  if (ended.code === 0) return { kind: 'completed' };
  if (ended.code === null) return { kind: 'failed', why: `k6 was ended by ${ended.signal ?? 'a signal'}`, lastWords };
  const meaning = meanings[ended.code];
  return {
    kind: 'failed',
    why: `k6 exited with ${ended.code}${meaning === undefined ? '' : `: ${meaning}`}`,
    lastWords,
  };
}
