import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import type { Fact } from '../../src/model/fact.ts';
import { rehearse, workspace } from '../cli/surgebook.ts';

/** What a Monday morning came to. */
interface Morning {
  readonly facts: readonly Fact[];
  /** Seconds from the start of the load to the end of the incident. */
  readonly resolvedAfter: number;
  /** The share of all arrivals that came after that. */
  readonly cameAfter: number;
  /** The longest delay of messages in any frame, in seconds. */
  readonly peak: number;
}

async function monday(...flags: readonly string[]): Promise<Morning> {
  const root = workspace();
  const { result, code, stderr } = await rehearse(['monday-morning', '--seed', '9', ...flags], root);
  expect(code, `${stderr}${JSON.stringify(result)}`).toBe(0);
  expect(result.incidents).toEqual([expect.objectContaining({ id: 'message-delay-1', phase: 'resolved' })]);
  const facts = readJournal(join(root, result.run, 'journal.ndjson'));
  const resolvedAt = facts.find((fact) => fact.fact === 'phase-changed' && fact.phase === 'resolved')!.at;
  const startedAt = facts.find(({ fact }) => fact === 'load-started')!.at;
  const frames = facts.filter((fact) => fact.fact === 'frame');
  const started = frames.at(-1)!.arrivals.started;
  const then = frames.findLast(({ at }) => at <= resolvedAt)!.arrivals.started;
  return {
    facts,
    resolvedAfter: (resolvedAt - startedAt) / 1000,
    cameAfter: (started - then) / started,
    peak: Math.max(...frames.map(({ signals }) => signals['message-delay'] ?? 0)),
  };
}

const acts = (facts: readonly Fact[]): readonly Fact[] => facts.filter(({ fact }) => fact.startsWith('action-'));

it('monday-morning as shipped: standby servers end the delay while people still arrive; without them it lasts as long as the surge', async () => {
  const acted = await monday();
  const [started, ended, verified] = acts(acted.facts);
  expect(started).toMatchObject({ fact: 'action-started', step: 'add-standby', action: 'standby' });
  expect(ended).toMatchObject({
    fact: 'action-ended',
    step: 'add-standby',
    outcome: 'done',
    captured: { ids: [3, 4] },
  });
  expect(verified).toMatchObject({ fact: 'action-verified', step: 'add-standby', outcome: 'effective' });
  expect(acts(acted.facts).at(-1)).toMatchObject({ fact: 'action-undone', step: 'add-standby', outcome: 'done' });
  expect(acted.facts.findIndex(({ fact }) => fact === 'action-undone')).toBeGreaterThan(
    acted.facts.findIndex(({ fact }) => fact === 'load-ended'),
  );
  expect(acted.cameAfter).toBeGreaterThanOrEqual(0.1);

  const left = await monday('--no-actions');
  expect(acts(left.facts)).toEqual([]);
  expect(left.resolvedAfter).toBeGreaterThan(acted.resolvedAfter + 5);
  expect(left.peak).toBeGreaterThan(acted.peak * 1.5);
  // It is over only once the surge is: hardly anybody still arrives.
  expect(left.cameAfter).toBeLessThan(acted.cameAfter / 2);
});
