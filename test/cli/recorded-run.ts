import { factVersion } from '../../src/model/fact.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import type { Threshold } from '../../src/model/threshold.ts';
import { duration } from '../../src/model/time.ts';
import { everySecond, judgeAll } from '../judge/histories.ts';
import { library } from '../notice/library.ts';
import { workspace } from './surgebook.ts';

/** A folder with a run in it in which messages were late, for so long that its readers were told again; these thresholds stand in its first fact. */
export function recordedRun(thresholds: readonly Threshold[] = []): string {
  const playbook = library.playbooks.find(({ id }) => id === 'message-delay')!;
  const rules = { playbooks: [playbook], thresholds: thresholdsOf(playbook), blindAfter: duration(3000) };
  const late = Array<number>(8).fill(4);
  const { facts } = judgeAll(rules, everySecond('message-delay', [0.1, ...late, ...Array<number>(10).fill(0.1)]));
  const started = {
    ...{ v: factVersion, at: 0, fact: 'run-started', run: 'one', scenario: 'one', title: 'One', drill: true },
    ...{ engine: { name: 'built-in', version: '1', model: 'open' }, target: { id: 'shop', url: 'http://127.0.0.1' } },
    ...{ surge: { description: '', arrivals: 1, pieces: [], compression: null }, skipped: [], thresholds },
  };
  const lines = [started, ...facts.map((fact) => ({ v: factVersion, ...fact }))].map((fact) => JSON.stringify(fact));
  return workspace({ 'runs/one/journal.ndjson': `${lines.join('\n')}\n` });
}
