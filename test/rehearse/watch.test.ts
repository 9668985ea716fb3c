import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collector } from '../../src/collect/collector.ts';
import type { Rules } from '../../src/judge/judge.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { RatePiece } from '../../src/model/plan.ts';
import { playbookSchema } from '../../src/model/playbook.ts';
import type { Sample } from '../../src/model/sample.ts';
import { signalMeasureSchema, type SignalDefinition } from '../../src/model/signal.ts';
import { between, duration, type Millis } from '../../src/model/time.ts';
import { applicable, measurable } from '../../src/rehearse/rules.ts';
import { blindAfter, memoryFor, Watch, type Look } from '../../src/rehearse/watch.ts';
import { counter, gauge, histogram, second, stale } from '../collect/samples.ts';

const signal = (id: string, written: unknown): SignalDefinition => {
  const measure = signalMeasureSchema.parse(written);
  return { id, unit: measure.unit, measure };
};
const queueLength = signal('queue-length', { last: 'queue', unit: 'count' });
const messageDelay = signal('message-delay', { of: 'delay', stat: 'p95', over: '5s', unit: 'seconds' });

const said = { 'zh-CN': '慢', 'zh-TW': '慢', en: 'slow' };
const slow = playbookSchema.parse({
  version: 1,
  id: 'slow',
  title: said,
  severity: 'major',
  triggers: {
    'long-queue': { signal: 'queue-length', above: 10, hold: '2s', clear: { below: 5, hold: '4s' }, absence: 'breach' },
  },
  when: { all: ['long-queue'] },
  owners: { command: 'operations', words: 'support' },
  steps: [{ id: 'look', person: 'operations', do: said }],
  notices: { audiences: ['users'], 'next-update': '60s' },
});

const definitions = [queueLength, messageDelay];
const judgedBy = { definitions, playbooks: [slow] };
const rules: Rules = { thresholds: measurable(judgedBy), playbooks: applicable(judgedBy), blindAfter };

const piece = (from: number, to: number, seconds: number): RatePiece => ({
  from,
  to,
  lasting: duration(1000 * seconds),
});

/** Ten people a second for a hundred seconds. */
const steady = [piece(10, 10, 100)];

const watching = (pieces: readonly RatePiece[] = steady): Watch =>
  new Watch(new Collector(definitions, memoryFor(definitions)), rules, pieces);

const started = (at: number, count: number, journey = 'chat'): Sample =>
  counter(loadSeries.started, at, count, { labels: { journey }, born: 0 });

/** Looks every half second after `from` up to `to`; the engine tells each whole second what `tells` says. */
function lookOn(
  watch: Watch,
  from: number,
  to: number,
  tells: (at: number) => readonly Sample[] = told,
): readonly Look[] {
  return Array.from({ length: Math.round((to - from) * 2) }, (_, place) => {
    const at = from + (place + 1) / 2;
    if (Number.isInteger(at)) watch.receive(tells(at));
    return watch.look(second(at));
  });
}

/** An engine that keeps to the steady plan. */
const told = (at: number): readonly Sample[] => [started(at, 10 * Math.min(at, 100))];
const nothing = (): readonly Sample[] => [];

const factsOf = (looks: readonly Look[]): Look['facts'] => looks.flatMap(({ facts }) => facts);
const blindIn = (looks: readonly Look[]): readonly (readonly [from: number, at: number, why: string])[] =>
  factsOf(looks).flatMap((fact) =>
    fact.fact === 'blind' ? [[seconds(fact.from), seconds(fact.at), fact.why] as const] : [],
  );
const seconds = (at: Millis): number => between(second(0), at) / 1000;

const frameOf = (look: Look): Extract<Look['facts'][number], { fact: 'frame' }> => {
  const frame = look.facts.find((fact) => fact.fact === 'frame');
  if (frame === undefined) throw new Error('a look that told no frame');
  return frame;
};

const paused = 'the collector itself was paused';
const silent = 'the engine sent no samples';

describe('signals that were not measured', () => {
  const page = (at: number): readonly Sample[] => [...told(at), gauge('queu', at, 4)];
  const unmeasured = (watch: Watch): readonly unknown[] =>
    watch.unmeasured(second(20)).map((fact) => [seconds(fact.at), fact.signal, fact.series, fact.thresholds]);
  const missing = [20, 'queue-length', [{ name: 'queue', nearest: 'queu' }], ['long-queue']];

  it.each<[name: string, before: number, tells: (at: number) => readonly Sample[], expected: readonly unknown[]]>([
    ['are told with the name that was meant, those alone that a threshold watches', 0, page, [missing]],
    ['are none where a sample came once', 0, (at) => [...page(at), ...(at === 3 ? [gauge('queue', at, 4)] : [])], []],
    [
      'are none where the last sample came right before the load',
      1,
      (at) => (at === 1 ? [gauge('queue', at, 4)] : page(at)),
      [],
    ],
    [
      'are those whose samples had ended long before it',
      9,
      (at) => [...page(at), ...(at < 4 ? [gauge('queue', at, 4)] : [])],
      [[20, 'queue-length', [{ name: 'queue', nearest: null }], ['long-queue']]],
    ],
  ])('%s', (_name, before, tells, expected) => {
    const watch = watching();
    lookOn(watch, 0, before, tells);
    watch.loadStarted(second(before));
    lookOn(watch, before, before + 8, tells);
    watch.loadEnded(second(before + 8));
    expect(unmeasured(watch)).toEqual(expected);
  });

  it('are not told before the load is over', () => {
    const watch = watching();
    expect(unmeasured(watch)).toEqual([]);
    watch.loadStarted(second(0));
    lookOn(watch, 0, 8, page);
    expect(unmeasured(watch)).toEqual([]);
  });

  it('change no verdict by themselves', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    lookOn(watch, 0, 8, page);
    watch.loadEnded(second(8));
    expect(watch.blind).toEqual([]);
  });
});

describe('a look', () => {
  it('tells every signal, nothing where nothing was measured', () => {
    const watch = watching();
    watch.receive([gauge('queue', 1, 4)]);
    expect(frameOf(watch.look(second(1.5)))).toMatchObject({
      at: second(1.5),
      signals: { 'queue-length': 4, 'message-delay': null },
    });
  });

  it('takes in what has come since the one before, and tells it for the record', () => {
    const watch = watching();
    const [one, other] = [gauge('queue', 1, 4), gauge('queue', 2, 6)];
    watch.receive([one]);
    expect(watch.look(second(1.5)).samples).toEqual([one]);
    watch.receive([other]);
    watch.receive([started(2, 3)]);
    expect(watch.look(second(2.5)).samples).toEqual([other, started(2, 3)]);
    expect(watch.look(second(3)).samples).toEqual([]);
  });

  it.each<[name: string, sample: Sample]>([
    ['that no signal uses', gauge('another', 1, 4)],
    ['of the load that nobody counts', counter(loadSeries.socketsOpened, 1, 4)],
    ['that is no number', gauge('queue', 1, Number.NaN)],
    ['without an end', counter(loadSeries.started, 1, Infinity)],
    ['of a distribution whose sum is no number', withSum(histogram('delay', 1, [0.1]), Number.NaN)],
  ])('leaves out a reading %s', (_name, sample) => {
    const watch = watching();
    watch.receive([sample, gauge('queue', 1, 7)]);
    const look = watch.look(second(1.5));
    expect(look.samples).toEqual([gauge('queue', 1, 7)]);
    expect(frameOf(look).signals).toEqual({ 'queue-length': 7, 'message-delay': null });
  });

  it('keeps the end of a series', () => {
    const watch = watching();
    watch.receive([gauge('queue', 1, 7)]);
    watch.look(second(1.5));
    watch.receive([stale('queue', 2)]);
    const look = watch.look(second(2.5));
    expect(look.samples).toEqual([stale('queue', 2)]);
    expect(frameOf(look).signals['queue-length']).toBeNull();
  });

  it('counts the series that were one too many', () => {
    const watch = new Watch(new Collector(definitions, { ...memoryFor(definitions), maxSeries: 2 }), rules, steady);
    watch.receive(['a', 'b', 'c'].map((host) => gauge('queue', 1, 1, { labels: { host } })));
    watch.look(second(1.5));
    expect(watch.refused).toBe(1);
  });
});

function withSum(sample: Sample, sum: number): Sample {
  return sample.kind === 'histogram' ? { ...sample, buckets: { ...sample.buckets, sum } } : sample;
}

describe('arrivals', () => {
  it('are those planned by now, and those that all journeys and generators have counted', () => {
    const watch = watching([piece(0, 20, 10), piece(20, 0, 10)]);
    watch.loadStarted(second(0));
    watch.receive([
      started(5, 20),
      started(5, 4, 'meeting'),
      counter(loadSeries.dropped, 5, 1, { labels: { instance_id: '1' } }),
      counter(loadSeries.dropped, 5, 2, { labels: { instance_id: '2' } }),
    ]);
    expect(frameOf(watch.look(second(5))).arrivals).toEqual({ planned: 25, started: 24, dropped: 3 });
    expect(watch.arrivals).toEqual({ planned: 200, started: 24, dropped: 3 });
  });

  it('are none before the load, and stay what they were after it', () => {
    const watch = watching();
    const planned = (at: number): number => frameOf(watch.look(second(at))).arrivals.planned;
    expect(planned(0)).toBe(0);
    watch.loadStarted(second(1));
    expect(planned(3)).toBe(20);
    watch.loadEnded(second(101));
    expect([planned(101), planned(500)]).toEqual([1000, 1000]);
  });

  it('are people inside until they have finished, told while load is on', () => {
    const watch = watching();
    const people = (at: number, ...samples: readonly Sample[]): number | null => {
      watch.receive(samples);
      return frameOf(watch.look(second(at))).people;
    };
    const finished = (at: number, count: number, outcome: string): Sample =>
      counter(loadSeries.finished, at, count, { labels: { journey: 'chat', outcome } });
    expect(people(0)).toBeNull();
    watch.loadStarted(second(0));
    expect(people(1, started(1, 10))).toBe(10);
    expect(people(2, started(2, 20), finished(2, 3, 'completed'), finished(2, 1, 'failed'))).toBe(16);
    watch.loadEnded(second(3));
    expect(people(3)).toBeNull();
  });

  it('that an exception ended are counted', () => {
    const watch = watching();
    expect(watch.exceptions).toBe(0);
    watch.receive(['chat', 'meeting'].map((journey) => counter(loadSeries.exceptions, 1, 2, { labels: { journey } })));
    watch.look(second(1));
    expect(watch.exceptions).toBe(4);
  });

  it('count as coming from the start of the load to the last one planned', () => {
    const watch = watching([piece(10, 10, 5)]);
    const on = (at: number): boolean => watch.look(second(at)).frame.loadOn;
    expect(on(0)).toBe(false);
    watch.loadStarted(second(1));
    expect([on(1), on(4), on(6), on(6.1)]).toEqual([true, true, true, false]);
  });

  it('count as over once the load is, be it before its time', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    watch.loadEnded(second(2));
    expect(watch.look(second(2.5)).frame.loadOn).toBe(false);
  });
});

describe('how late arrivals came', () => {
  it.each<[name: string, tells: (at: number) => readonly Sample[], latest: number, within: number]>([
    ['is nothing for an engine ahead of its plan', (at) => [started(at, 10 * at + 20)], 0, 0],
    // This engine tells each whole second: half a second later five more were due.
    ['is what lies between two pushes for one that keeps to it', told, 0.4, 0.05],
    ['grows with what an engine is behind', (at) => [started(at, 5 * at)], 9.9, 0.05],
    [
      'counts arrivals that were dropped as come',
      (at) => [started(at, 5 * at), counter(loadSeries.dropped, at, 5 * at)],
      0.4,
      0.05,
    ],
    ['is told for an engine that never begins', () => [counter(loadSeries.dropped, 1, 0)], 19.9, 0.1],
  ])('%s', (_name, tells, latest, within) => {
    const watch = watching([piece(10, 10, 20)]);
    watch.loadStarted(second(0));
    watch.receive(tells(0.1));
    lookOn(watch, 0, 30, tells);
    expect(Math.abs(watch.latest / 1000 - latest)).toBeLessThanOrEqual(within);
  });

  it('stays what it was at its worst', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    lookOn(watch, 0, 10, (at) => [started(at, at <= 6 ? 10 : 10 * at)]);
    // At 6.5 s the eleventh arrival, due at 1.1 s, had not been told of.
    expect(Math.abs(watch.latest - 5400)).toBeLessThanOrEqual(20);
  });

  it('does not count a planned pause', () => {
    const watch = watching([piece(10, 10, 2), piece(0, 0, 60), piece(10, 10, 2)]);
    watch.loadStarted(second(0));
    lookOn(watch, 0, 64, (at) => [started(at, at < 62 ? Math.min(20, 10 * at) : 20 + 10 * (at - 62))]);
    expect(watch.latest).toBeLessThanOrEqual(500);
  });

  it('is nothing before the load and after the last arrival planned', () => {
    const watch = watching([piece(10, 10, 1)]);
    lookOn(watch, 0, 10, nothing);
    watch.loadStarted(second(10));
    watch.receive([started(10.9, 10)]);
    watch.look(second(10.9));
    lookOn(watch, 11, 30, nothing);
    expect(watch.latest).toBe(0);
  });
});

describe('blindness', () => {
  it('is told of a pause of more than three seconds while load is on', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    lookOn(watch, 0, 5);
    watch.receive(told(10));
    expect(blindIn([watch.look(second(10))])).toEqual([[5, 10, paused]]);
    expect(blindIn(lookOn(watch, 10, 20))).toEqual([]);
    expect(watch.blind).toEqual([`${paused} for 5.0 s`]);
  });

  it.each<
    [name: string, loadFrom: number, loadTo: number, looks: readonly [before: number, after: number], blind: boolean]
  >([
    ['of three seconds', 0, 90, [5, 8], false],
    ['of a little more', 0, 90, [5, 8.001], true],
    ['before the load', 20, 90, [5, 15], false],
    ['into the load, little of it within', 12, 90, [5, 15], false],
    ['into the load', 11.9, 90, [5, 15], true],
    ['over the end of the load, little of it within', 0, 8, [5, 15], false],
    ['over the end of the load', 0, 8.1, [5, 15], true],
    ['over all of the load', 8, 12, [5, 15], true],
    ['after the load', 0, 4, [5, 15], false],
  ])('counts a pause by what of it was under load: one %s', (_name, loadFrom, loadTo, [before, after], blind) => {
    const watch = watching();
    const load = (until: number): void => {
      if (loadFrom <= until) watch.loadStarted(second(loadFrom));
      if (loadTo <= until) watch.loadEnded(second(loadTo));
    };
    load(before);
    watch.receive(told(before));
    watch.look(second(before - 2));
    watch.look(second(before));
    load(after);
    watch.receive(told(after));
    expect(blindIn([watch.look(second(after))])).toEqual(blind ? [[before, after, paused]] : []);
    expect(blindIn([watch.look(second(after + 1))])).toEqual([]);
  });

  it('is told of a first look that came too late', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    watch.receive(told(5));
    expect(blindIn([watch.look(second(5))])).toEqual([[0, 5, paused]]);
  });

  it('is told once of an engine that has gone silent, and again when it does so again', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    const silentTwice = (at: number): readonly Sample[] =>
      (at > 5 && at < 15) || (at > 20 && at < 30) ? [] : told(at);
    expect(blindIn(lookOn(watch, 0, 40, silentTwice))).toEqual([
      [5, 11.5, silent],
      [20, 26.5, silent],
    ]);
    expect(watch.blind).toEqual([`${silent} for 6.5 s`, `${silent} for 6.5 s`]);
  });

  it('is told of an engine that has never said a word', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    expect(blindIn(lookOn(watch, 0, 20, nothing))).toEqual([[0, 6.5, silent]]);
  });

  it('is not ended by what the target tells', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    expect(blindIn(lookOn(watch, 0, 20, (at) => [gauge('queue', at, 1)]))).toEqual([[0, 6.5, silent]]);
  });

  it.each<[name: string, pieces: readonly RatePiece[], tells: (at: number) => readonly Sample[]]>([
    ['before the first arrival', [piece(0, 0, 15), piece(1, 1, 15)], (at) => (at < 16 ? [] : [started(at, at - 15)])],
    ['between arrivals far apart', [piece(0.1, 0.1, 30)], (at) => (at % 10 === 0 ? [started(at, at / 10)] : [])],
    ['when all have come and are inside', [piece(10, 10, 5)], (at) => (at > 5 ? [] : told(at))],
  ])('is none while the engine has nothing to tell: %s', (_name, pieces, tells) => {
    const watch = watching(pieces);
    watch.loadStarted(second(0));
    expect(blindIn(lookOn(watch, 0, 30, tells))).toEqual([]);
    expect(watch.blind).toEqual([]);
  });

  it('is none without load', () => {
    const watch = watching();
    expect(blindIn(lookOn(watch, 0, 20, nothing))).toEqual([]);
    watch.loadStarted(second(20));
    watch.loadEnded(second(21));
    expect(blindIn(lookOn(watch, 21, 40, nothing))).toEqual([]);
    expect(watch.blind).toEqual([]);
  });
});

describe('what a look falls due to', () => {
  const queue = (at: number, length: number): readonly Sample[] => [...told(at), gauge('queue', at, length)];

  it('is the end of a hold, the next promised update, the end of a clear hold, and then nothing', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    const look = (at: number, length: number): Look => {
      watch.receive(queue(at, length));
      return watch.look(second(at));
    };
    expect(look(1, 3).next).toBeNull();
    expect(look(2, 20).next).toBe(second(4));
    const opened = look(4, 20);
    expect(opened.next).toBe(second(64));
    expect(opened.updates).toMatchObject([{ id: 'slow-1', phase: 'investigating', update: 1 }]);
    expect(look(5, 3)).toMatchObject({ next: second(9), updates: [{ phase: 'monitoring', update: 2 }] });
    look(7, 3);
    expect(look(9, 3)).toMatchObject({ next: null, updates: [{ phase: 'resolved', update: 3 }] });
    expect(watch.incidents).toMatchObject([{ id: 'slow-1', phase: 'resolved' }]);
  });

  it('tells blindness first, then the frame, then what was judged by it', () => {
    const watch = watching();
    watch.loadStarted(second(0));
    watch.receive(queue(1, 20));
    watch.look(second(1));
    watch.receive(queue(2, 20));
    watch.look(second(2));
    watch.receive(queue(3.5, 20));
    expect(watch.look(second(3.5)).facts.map(({ fact }) => fact)).toEqual([
      'frame',
      'breach-opened',
      'incident-opened',
    ]);
    watch.receive(queue(10, 3));
    expect(watch.look(second(10)).facts.map(({ fact }) => fact)).toEqual(['blind', 'frame', 'phase-changed']);
  });

  it('takes nothing measured for a breach only while people arrive', () => {
    const silence = (pieces: readonly RatePiece[]): readonly string[] => {
      const watch = watching(pieces);
      watch.loadStarted(second(0));
      const looks = lookOn(watch, 0, 30, (at) => (at <= 5 ? queue(at, 1) : [started(at, 10 * Math.min(at, 5))]));
      return factsOf(looks).flatMap(({ fact }) => (fact === 'breach-opened' ? [fact] : []));
    };
    expect(silence([piece(10, 10, 30)])).toEqual(['breach-opened']);
    expect(silence([piece(10, 10, 5)])).toEqual([]);
  });
});

describe('watching', () => {
  it('tells of the same samples at the same instants the same', () => {
    const reading = fc.record({
      wait: fc.integer({ min: 1, max: 8000 }),
      queue: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }),
      started: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
    });
    const runs = fc.record({
      readings: fc.array(reading, { minLength: 1, maxLength: 40 }),
      loadFrom: fc.nat(10),
      loadTo: fc.integer({ min: 10, max: 40 }),
    });
    fc.assert(
      fc.property(runs, ({ readings, loadFrom, loadTo }) => {
        const [once, again] = [0, 1].map(() => {
          const watch = watching();
          let at = 0;
          const looks = readings.map((one, place) => {
            at += one.wait / 1000;
            if (place === loadFrom) watch.loadStarted(second(at));
            if (place === loadTo) watch.loadEnded(second(at));
            if (one.queue !== null) watch.receive([gauge('queue', at, one.queue)]);
            if (one.started !== null) watch.receive([started(at, one.started)]);
            return watch.look(second(at));
          });
          return {
            looks,
            incidents: watch.incidents,
            blind: watch.blind,
            latest: watch.latest,
            arrivals: watch.arrivals,
          };
        });
        expect(again).toEqual(once);
      }),
      { numRuns: 50 },
    );
  });

  it('tells of its recorded samples what it told of all that came', () => {
    const [live, replayed] = [watching(), watching()];
    for (const watch of [live, replayed]) watch.loadStarted(second(0));
    const noisy = (at: number): readonly Sample[] => [
      ...told(at),
      gauge('another', at, at),
      gauge('queue', at, at % 9 === 0 ? Number.NaN : (at * 3) % 25),
      histogram('delay', at, [at / 10]),
    ];
    const looks = lookOn(live, 0, 60, noisy);
    const again = looks.map(({ frame, samples }) => {
      replayed.receive(samples);
      return replayed.look(frame.at);
    });
    expect(JSON.stringify(again)).toBe(JSON.stringify(looks));
    expect(factsOf(looks).some(({ fact }) => fact === 'incident-opened')).toBe(true);
  });
});
