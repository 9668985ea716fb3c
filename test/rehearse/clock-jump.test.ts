import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/collect/collector.ts';
import type { Fact } from '../../src/model/fact.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import { playbookSchema } from '../../src/model/playbook.ts';
import { signalMeasureSchema, type SignalDefinition } from '../../src/model/signal.ts';
import { between, duration } from '../../src/model/time.ts';
import { applicable, measurable } from '../../src/rehearse/rules.ts';
import { blindAfter, memoryFor, Watch, type Look } from '../../src/rehearse/watch.ts';
import { verdictOf } from '../../src/scenario/verdict.ts';
import { counter, gauge, second } from '../collect/samples.ts';

const signal = (id: string, written: unknown): SignalDefinition => {
  const measure = signalMeasureSchema.parse(written);
  return { id, unit: measure.unit, measure };
};

const said = { 'zh-CN': '慢', 'zh-TW': '慢', en: 'slow' };
const playbook = (id: string, trigger: unknown): ReturnType<typeof playbookSchema.parse> =>
  playbookSchema.parse({
    version: 1,
    id,
    title: said,
    severity: 'major',
    triggers: { [`${id}-trigger`]: trigger },
    when: { all: [`${id}-trigger`] },
    owners: { command: 'operations', words: 'support' },
    steps: [{ id: 'look', person: 'operations', do: said }],
    notices: { audiences: ['users'], 'next-update': '30m' },
  });

const definitions = [
  signal('queue-length', { last: 'queue', unit: 'count' }),
  signal('error-rate', { rate: 'errors_total', over: '5s' }),
];
const playbooks = [
  playbook('slow', {
    signal: 'queue-length',
    above: 10,
    hold: '4s',
    clear: { below: 5, hold: '6s' },
    absence: 'breach',
  }),
  playbook('failing', { signal: 'error-rate', above: 5, hold: '2s', clear: { below: 1, hold: '4s' } }),
];
const judgedBy = { definitions, playbooks };

/** A run of ten minutes, one arrival a second, over which the machine's clock is set once. */
interface Run {
  /** At which second of true time, and by how many seconds. */
  readonly jump: { readonly after: number; readonly by: number };
  /** How long the queue truly is at a second, and how many errors there have been by then. */
  readonly queue: (at: number) => number;
  readonly errors?: (at: number) => number;
}

interface Seen {
  readonly looks: readonly (Look & { readonly truly: number })[];
  readonly watch: Watch;
}

const watching = (): Watch =>
  new Watch(
    new Collector(definitions, memoryFor(definitions)),
    { thresholds: measurable(judgedBy), playbooks: applicable(judgedBy), blindAfter },
    [{ from: 1, to: 1, lasting: duration(600_000) }],
  );

/** Everything is told by the clock as it is set: samples, looks and the engine alike. */
function watched({ jump, queue, errors = () => 0 }: Run): Seen {
  const watch = watching();
  const shown = (truly: number): number => truly + (truly > jump.after ? jump.by : 0);
  watch.loadStarted(second(0));
  const looks: (Look & { truly: number })[] = [];
  for (let truly = 0.5; truly <= 120; truly += 0.5) {
    if (Number.isInteger(truly)) {
      watch.receive([
        counter(loadSeries.started, shown(truly), truly, { born: 0 }),
        gauge('queue', shown(truly), queue(truly)),
        counter('errors_total', shown(truly), errors(truly), { born: 0 }),
      ]);
    }
    looks.push({ ...watch.look(second(shown(truly))), truly });
  }
  return { looks, watch };
}

type Moment = readonly [fact: Fact['fact'], truly: number];

/** What was judged, by true time. */
const judgements = ({ looks }: Seen): readonly Moment[] =>
  looks.flatMap(({ facts, truly }) =>
    facts.flatMap(({ fact }): readonly Moment[] => (fact === 'frame' || fact === 'blind' ? [] : [[fact, truly]])),
  );

const blindness = ({ looks }: Seen): readonly (readonly [truly: number, seconds: number, why: string])[] =>
  looks.flatMap(({ facts, truly }) =>
    facts.flatMap((fact) =>
      fact.fact === 'blind' ? [[truly, between(fact.from, fact.at) / 1000, fact.why] as const] : [],
    ),
  );

const calm = (): number => 1;
const minutes = [
  ['forward by ten seconds', 10],
  ['forward by five minutes', 300],
  ['forward by a day', 86_400],
  ['back by ten seconds', -10],
  ['back by five minutes', -300],
  ['back by a day', -86_400],
] as const;

describe.each(minutes)('a clock that is set %s in mid-run', (_name, by) => {
  it('invents no incident where all is well', () => {
    const seen = watched({ jump: { after: 20, by }, queue: calm, errors: (at) => at / 2 });
    expect(judgements(seen)).toEqual([]);
  });

  it('is told as blindness once, and leaves no verdict', () => {
    const seen = watched({ jump: { after: 20, by }, queue: calm });
    expect(blindness(seen).map(([truly]) => truly)).toEqual([20.5]);
    expect(seen.watch.blind).toHaveLength(1);
    const { outcome } = verdictOf({
      expectations: [{ 'no-incident': true, stop: false }],
      ...{
        incidents: seen.watch.incidents,
        declared: new Map(),
        arrivals: seen.watch.arrivals,
        droppedLimit: 0,
        skipped: [],
      },
      ...{ latest: seen.watch.latest, exceptions: 0, unmeasurable: new Map(), blind: seen.watch.blind },
    });
    expect(outcome).toBe('inconclusive');
  });

  it('advances no hold: a trouble that ends within its hold opens nothing', () => {
    // Two seconds before the jump, and one after it.
    const seen = watched({ jump: { after: 20, by }, queue: (at) => (at > 17.5 && at < 21.5 ? 20 : 1) });
    expect(judgements(seen)).toEqual([]);
  });

  it('advances no clear hold: what comes back within it is the same incident', () => {
    const seen = watched({ jump: { after: 20, by }, queue: (at) => (at > 17.5 && at < 23.5 ? 1 : 20) });
    expect(judgements(seen).filter(([fact]) => fact === 'incident-opened')).toHaveLength(1);
    expect(judgements(seen).some(([fact]) => fact === 'breach-cleared')).toBe(false);
    expect(seen.watch.incidents).toMatchObject([{ playbook: 'slow' }]);
  });

  it('loses no incident that begins after it', () => {
    const seen = watched({
      jump: { after: 20, by },
      queue: (at) => (at >= 40 && at < 60 ? 20 : 1),
      errors: (at) => 20 * Math.min(20, Math.max(0, at - 40)),
    });
    const opened = judgements(seen).filter(([fact]) => fact === 'incident-opened');
    expect(seen.watch.incidents.map(({ playbook: id, phase }) => [id, phase])).toEqual(
      expect.arrayContaining([
        ['slow', 'resolved'],
        ['failing', 'resolved'],
      ]),
    );
    expect(opened).toHaveLength(2);
    expect(opened.every(([, truly]) => truly > 40 && truly < 50)).toBe(true);
  });

  it('keeps an incident that is open, and resolves it once its trouble has been over for its clear hold', () => {
    const seen = watched({ jump: { after: 20, by }, queue: (at) => (at >= 5 && at < 30 ? 20 : 1) });
    expect(judgements(seen).filter(([fact]) => fact !== 'update-due')).toEqual([
      ['breach-opened', 9],
      ['incident-opened', 9],
      ['phase-changed', 30],
      ['breach-cleared', 36],
      ['phase-changed', 36],
    ]);
  });

  it('is judged again from the recorded samples as it was', () => {
    const seen = watched({ jump: { after: 20, by }, queue: (at) => (at >= 5 && at < 30 ? 20 : 1) });
    const again = watching();
    again.loadStarted(second(0));
    for (const { samples, frame, facts } of seen.looks) {
      again.receive(samples);
      expect(JSON.stringify(again.look(frame.at).facts)).toBe(JSON.stringify(facts));
    }
  });
});
