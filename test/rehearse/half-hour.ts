import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Labels, Sample } from '../../src/model/sample.ts';
import type { Source } from '../../src/model/source.ts';
import { duration, plus, type DurationMs, type Millis } from '../../src/model/time.ts';
import type { Clock } from '../../src/model/clock.ts';
import { chanceAt } from '../../src/scenario/draw.ts';

/** How often messages are late, and for how long, in seconds. */
export const trouble = { every: 300, from: 100, lasting: 40 };

const isTrouble = (start: Millis, at: Millis): boolean => {
  const within = ((at - start) / 1000) % trouble.every;
  return within >= trouble.from && within < trouble.from + trouble.lasting;
};

/** A source that brings what is read at each beat. */
export const beating = (
  name: string,
  clock: Clock,
  every: DurationMs,
  read: (at: Millis) => readonly Sample[],
): Source => ({
  name,
  watch: async function* (stop) {
    for (let next = plus(clock.now(), every); ; next = plus(next, every)) {
      await clock.wait(next, stop);
      if (stop.aborted) return;
      yield { kind: 'samples', at: clock.now(), samples: read(clock.now()) };
    }
  },
});

/** The load of a Monday morning as k6 tells it, some hundred people a second: times are spread as real ones are, and messages late while there is trouble. */
export class MondayLoad {
  readonly #start: Millis;
  readonly #chance = chanceAt(1, 0);
  readonly #counts = new Map<string, { readonly series: string; readonly labels: Labels; value: number }>();
  readonly #times = new Map<string, { readonly series: string; readonly name: string; readonly of: BucketCounter }>();

  constructor(start: Millis) {
    this.#start = start;
  }

  /** What half a second has added, and all before it. */
  read(at: Millis): readonly Sample[] {
    const late = isTrouble(this.#start, at) ? 60 : 1;
    for (const [journey, people] of [
      ['chat', 35],
      ['meeting', 12],
      ['check-in', 3],
    ] as const) {
      const came = Math.round(people * (0.8 + 0.4 * this.#chance()));
      this.#add(loadSeries.started, { journey }, came);
      this.#add(loadSeries.finished, { journey, outcome: 'completed' }, came);
      this.#ask('log-in', came);
      if (journey === 'chat') {
        this.#ask('send-message', came);
        this.#take(loadSeries.deliveryDuration, 'message-delivered', came, 0.05 * late);
        this.#take(loadSeries.deliveryPending, 'message-delivered', Math.round(came / 4), 0.03 * late);
      } else if (journey === 'check-in') this.#ask('check-in', came);
      if (journey !== 'check-in')
        this.#add(loadSeries.socketsOpened, { name: journey === 'chat' ? 'room' : 'media' }, came);
    }
    const bornAt = this.#start;
    return [
      ...[...this.#counts.values()].map((count): Sample => ({ kind: 'counter', ...count, at, bornAt })),
      ...[...this.#times.values()].map(({ series, name, of }): Sample => ({
        ...{ kind: 'histogram', series, labels: { name }, at, bornAt },
        buckets: of.snapshot(),
      })),
    ];
  }

  #ask(name: string, count: number): void {
    this.#add(loadSeries.requests, { name, outcome: 'ok' }, count);
    this.#take(loadSeries.requestDuration, name, count, 0.02);
  }

  #add(series: string, labels: Labels, by: number): void {
    const key = [series, ...Object.values(labels)].join('\n');
    const count = this.#counts.get(key) ?? { series, labels, value: 0 };
    count.value += by;
    this.#counts.set(key, count);
  }

  /** So many times, log-normally spread around one. */
  #take(series: string, name: string, count: number, around: number): void {
    const key = `${series}\n${name}`;
    const times = this.#times.get(key) ?? { series, name, of: new BucketCounter() };
    this.#times.set(key, times);
    for (let one = 0; one < count; one += 1) {
      const normal = Math.sqrt(-2 * Math.log(1 - this.#chance())) * Math.cos(2 * Math.PI * this.#chance());
      times.of.observe(around * Math.exp(0.6 * normal));
    }
  }
}

/** What is busy on a Monday morning of all that the built-in service tells; the rest stays as it is. */
const busy = /^collab_(?:messages_.*_total|message_delivery_.*|media_total|sessions_opened_total|check_ins_total)$/;
const inUse = /^collab_(?:media|sign_in)_slots_in_use$|^collab_sessions$/;

/** Pages of the built-in service as they follow one another: read once for real, and then moved on. Its database is full while there is trouble. */
export class MovingPage {
  readonly #chance = chanceAt(2, 0);
  readonly #start: Millis;
  readonly #slots: number;
  #samples: readonly Sample[];

  constructor(page: readonly Sample[], start: Millis) {
    this.#samples = page;
    this.#start = start;
    const slots = page.find(({ series }) => series === 'collab_db_slots');
    this.#slots = slots?.kind === 'gauge' ? slots.value : 0;
  }

  read(at: Millis): readonly Sample[] {
    this.#samples = this.#samples.map((sample): Sample => {
      if (sample.kind === 'counter' && busy.test(sample.series))
        return { ...sample, at, value: sample.value + Math.floor(100 * this.#chance()) };
      if (sample.kind === 'gauge' && sample.series === 'collab_db_slots_in_use')
        return { ...sample, at, value: this.#slots * (isTrouble(this.#start, at) ? 1 : this.#chance() / 2) };
      if (sample.kind === 'gauge' && inUse.test(sample.series)) return { ...sample, at, value: this.#chance() };
      return { ...sample, at };
    });
    return this.#samples;
  }
}

export const halfSecond = duration(500);
export const second = duration(1000);
