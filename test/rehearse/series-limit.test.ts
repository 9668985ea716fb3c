import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/collect/collector.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import { signalMeasureSchema } from '../../src/model/signal.ts';
import { duration } from '../../src/model/time.ts';
import { blindAfter, memoryFor, Watch, type Look } from '../../src/rehearse/watch.ts';
import { verdictOf } from '../../src/scenario/verdict.ts';
import { counter, gauge, second } from '../collect/samples.ts';

const definitions = [
  {
    id: 'queue-length',
    unit: 'count' as const,
    measure: signalMeasureSchema.parse({ last: 'queue', unit: 'count' }),
  },
];

/** A minute, one arrival a second, of which a watch with room for so many series is told second by second; one of them is the engine's. */
function watchFlood(
  maxSeries: number,
  hosts: (at: number) => number,
): { readonly watch: Watch; readonly looks: readonly Look[] } {
  const watch = new Watch(
    new Collector(definitions, { ...memoryFor(definitions), maxSeries }),
    { thresholds: [], playbooks: [], blindAfter },
    [{ from: 1, to: 1, lasting: duration(60_000) }],
  );
  watch.loadStarted(second(0));
  const looks = Array.from({ length: 60 }, (_, place) => {
    const at = place + 1;
    const queues = Array.from({ length: hosts(at) }, (_, host) =>
      gauge('queue', at, 1, { labels: { host: `${host}` } }),
    );
    watch.receive([counter(loadSeries.started, at, at, { born: 0 }), ...queues]);
    return watch.look(second(at));
  });
  return { watch, looks };
}

const blindIn = (looks: readonly Look[]): readonly unknown[] =>
  looks.flatMap(({ facts }) => facts.flatMap((fact) => (fact.fact === 'blind' ? [[fact.at, fact.why]] : [])));

const outcome = (watch: Watch): unknown =>
  verdictOf({
    expectations: [{ 'no-incident': true, stop: false }],
    ...{ incidents: watch.incidents, declared: new Map(), arrivals: watch.arrivals, droppedLimit: 0, skipped: [] },
    ...{ latest: watch.latest, exceptions: 0, unmeasurable: new Map(), blind: watch.blind },
  });

describe('series beyond the most that are kept', () => {
  it('are told once, when the first is refused, and leave no verdict but how many it was', () => {
    const { watch, looks } = watchFlood(4, (at) => (at < 30 ? 3 : 5));
    expect(blindIn(looks)).toEqual([[second(30), 'new series beyond the most that are kept were refused']]);
    expect(watch.refused).toBe(31 * 2);
    expect(outcome(watch)).toEqual({
      outcome: 'inconclusive',
      reasons: ['62 samples were refused: their series were more than are kept'],
    });
  });

  it('do not take the place of those that are kept', () => {
    const { looks } = watchFlood(4, (at) => (at < 30 ? 3 : 5));
    expect(looks.at(-1)?.frame.signals).toMatchObject([{ value: 3 }]);
  });

  it('are none while there is room', () => {
    const { watch, looks } = watchFlood(6, (at) => (at < 30 ? 3 : 5));
    expect(blindIn(looks)).toEqual([]);
    expect(outcome(watch)).toMatchObject({ outcome: 'expected' });
  });
});
