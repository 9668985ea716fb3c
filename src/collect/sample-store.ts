import type { Labels, Sample } from '../model/sample.ts';
import { minus, type DurationMs } from '../model/time.ts';
import { SeriesOfName } from './series-of-name.ts';
import type { SeriesWindow } from './series-window.ts';

export interface StoreLimits {
  /** How far back points are kept. */
  readonly retention: DurationMs;
  /** New series beyond so many are refused and counted. */
  readonly maxSeries: number;
}

/** The samples of a run, by series, within bounds that a flood of new series cannot lift. */
export class SampleStore {
  readonly #limits: StoreLimits;
  readonly #byName = new Map<string, SeriesOfName>();
  #series = 0;
  #refused = 0;

  constructor(limits: StoreLimits) {
    this.#limits = limits;
  }

  /**
   * Takes samples in. Within one call their order does not matter: each series is read in rising time. One that is not newer than its
   * series' newest is left out, and so is one that says nothing.
   */
  add(samples: readonly Sample[]): void {
    for (const sample of inTime(samples.filter(saysSomething))) {
      const series = this.#seriesOf(sample);
      if (series === null) this.#refused += 1;
      else if (series.add(sample)) series.forgetBefore(minus(sample.at, this.#limits.retention));
    }
  }

  /** Puts everything so much earlier: the clock was set back. */
  setBack(by: DurationMs): void {
    for (const ofName of this.#byName.values()) for (const series of ofName.select({})) series.setBack(by);
  }

  /** How many samples were refused because their series would have been one too many. */
  get refused(): number {
    return this.#refused;
  }

  /** The series of a name whose labels hold all of `where`. */
  select(name: string, where: Labels): readonly SeriesWindow[] {
    return this.#byName.get(name)?.select(where) ?? [];
  }

  #seriesOf({ series: name, labels }: Sample): SeriesWindow | null {
    const ofName = this.#byName.get(name);
    const known = ofName?.find(labels);
    if (known !== undefined) return known;
    if (this.#series >= this.#limits.maxSeries) return null;
    this.#series += 1;
    if (ofName !== undefined) return ofName.begin(labels);
    const first = new SeriesOfName();
    this.#byName.set(name, first);
    return first.begin(labels);
  }
}

/** Whether a sample is a reading that can be counted with: a value that is no finite number says nothing, as a summary's NaN before its first observation. */
export function saysSomething(sample: Sample): boolean {
  switch (sample.kind) {
    case 'stale':
      return true;
    case 'histogram':
      return Number.isFinite(sample.buckets.count) && Number.isFinite(sample.buckets.sum);
    case 'counter':
    case 'gauge':
      return Number.isFinite(sample.value);
  }
}

/** Samples of one instant are all taken; of two with one series and instant the one that reads less is first, so that no order of arrival matters. */
const inTime = (samples: readonly Sample[]): readonly Sample[] => samples.toSorted(timeOrder);

const timeOrder = (a: Sample, b: Sample): number => a.at - b.at || weight(a) - weight(b);

const weight = (sample: Sample): number => {
  if (sample.kind === 'stale') return Infinity;
  return sample.kind === 'histogram' ? sample.buckets.count : sample.value;
};
