import { ReadingQueue } from '../../src/collect/sources/reading-queue.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Engine, EngineContext, EngineEvent } from '../../src/model/engine.ts';
import type { Sample } from '../../src/model/sample.ts';

/** Every gauge that a trouble may raise, and the series of each. */
export const gauges = {
  'message-delay': 'delay',
  'video-stall-ratio': 'stalls',
  'app-exit-ratio': 'exits',
  'database-saturation': 'database',
  'media-saturation': 'media',
  'session-saturation': 'sessions',
} as const;

export type Gauge = keyof typeof gauges;

/** Troubles in turn: a symptom alone, or together with its root. */
export const troubles: readonly (readonly Gauge[])[] = [
  ['message-delay'],
  ['video-stall-ratio', 'media-saturation'],
  ['app-exit-ratio'],
  ['message-delay', 'database-saturation'],
  ['video-stall-ratio'],
  ['app-exit-ratio', 'session-saturation'],
];

/** The target profile that reads these gauges as its signals; at `url` something answers that the target is ready. */
export const gaugeProfile = (url: string): string => `version: 1
id: made-up
url: ${url}
signals:
${Object.entries(gauges)
  .map(([id, series]) => `  ${id}: { last: ${series}, unit: ${id === 'message-delay' ? 'seconds' : 'ratio'} }`)
  .join('\n')}
`;

/** Far beyond every fire level of the shipped playbooks, and far within every clear level; seconds and ratios alike. */
const [bad, good] = [3, 0.001] as const;

/** Gauges that stand where they are put: they are told when they change, and again every second. */
export class MadeUpTrouble {
  readonly #clock: Clock;
  readonly #queue: ReadingQueue;
  #raised: readonly Gauge[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#queue = new ReadingQueue(() => clock.now(), 10_000);
  }

  /** Raises these gauges, and lets the others be well. */
  raise(raised: readonly Gauge[]): void {
    this.#raised = raised;
    this.#tell();
  }

  /** An engine that puts no load on anything and tells the gauges instead, until it is stopped. */
  readonly engine: Engine = {
    name: 'k6',
    version: '0',
    model: 'open',
    skips: () => [],
    memoryFor: () => 0,
    faults: () => Promise.resolve([]),
    translate: () => null,
    drive: (_plan, context) => this.#drive(context),
  };

  async *#drive({ now, stop }: EngineContext): AsyncGenerator<EngineEvent> {
    yield { kind: 'started', at: now() };
    const again = setInterval(() => this.#tell(), 1000);
    for await (const reading of this.#queue.readings(stop)) {
      if (reading.kind === 'samples') yield { kind: 'samples', samples: reading.samples };
    }
    clearInterval(again);
    yield { kind: 'ended', at: now(), end: { kind: 'stopped' } };
  }

  #tell(): void {
    const at = this.#clock.now();
    const samples = Object.entries(gauges).map(([id, series]): Sample => {
      const value = this.#raised.some((raised) => raised === id) ? bad : good;
      return { kind: 'gauge', series, labels: {}, at, value };
    });
    this.#queue.push({ kind: 'samples', at, samples });
  }
}
