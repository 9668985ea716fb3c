import type { ThresholdId } from '../../model/id.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Threshold } from '../../model/threshold.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import { measuredPart } from './playbook-alert.ts';
import { subjectOf } from './threshold-alert.ts';
import { readingsOf, ticksOf, type Check } from './threshold-cases.ts';
import type { Stretch } from './tick-series.ts';

/** One thing that a playbook's alert must do: what the metrics do that its thresholds speak of, and at which evaluations it fires. */
export interface PlaybookCase {
  readonly name: string;
  readonly subjects: ReadonlyMap<string, readonly Stretch[]>;
  readonly checks: readonly Check[];
}

type Readings = ReadonlyMap<string, number>;

const calm = 2;

/** What every playbook is tested for; nothing where no reading of its signals could make its condition hold. */
export function playbookCases(
  playbook: Playbook,
  thresholds: ReadonlyMap<ThresholdId, Threshold>,
  interval: DurationMs,
): readonly PlaybookCase[] {
  const named = (ids: readonly ThresholdId[]): readonly Threshold[] => ids.flatMap((id) => thresholds.get(id) ?? []);
  const { all, any, none } = measuredPart(playbook.when, new Set(thresholds.keys()));
  const triggers = named([...new Set([...all, ...any.slice(0, 1)])]);
  const against = named(none);
  const open = readingsBeyond(triggers);
  const shut = readingsBeyond(against);
  if (open === null || against.some((threshold) => isBeyond(threshold, open.get(subjectOf(threshold))))) return [];
  const opens = calm + holdOf(triggers, interval);
  const first = {
    name: 'fires once its condition holds',
    subjects: fromTick(open, calm, opens),
    checks: [{ tick: opens, fires: true }],
  };
  const apart = shut !== null && ![...shut.keys()].some((subject) => open.has(subject));
  if (against.length === 0 || !apart) return [first];
  const held = calm + holdOf(against, interval) + 1;
  const ends = Math.max(opens, held) + holdOf([...triggers, ...against], interval) + 1;
  return [
    first,
    {
      name: 'does not fire while something holds it back',
      subjects: new Map([...fromTick(shut, calm, ends), ...fromTick(open, held, ends)]),
      checks: [{ tick: ends, fires: false }],
    },
    {
      name: 'keeps firing when something would hold it back later',
      subjects: new Map([...fromTick(open, calm, ends), ...fromTick(shut, opens + 1, ends + opens)]),
      checks: [{ tick: ends, fires: true }],
    },
  ];
}

const holdOf = (thresholds: readonly Threshold[], interval: DurationMs): number =>
  ticksOf(duration(Math.max(0, ...thresholds.map(({ hold }) => hold))), interval);

/** A reading for each metric that is beyond all these thresholds; null when there is none. */
function readingsBeyond(thresholds: readonly Threshold[]): Readings | null {
  const readings = new Map<string, number>();
  for (const threshold of thresholds) {
    const { beyond } = readingsOf(threshold);
    const before = readings.get(subjectOf(threshold)) ?? beyond;
    readings.set(
      subjectOf(threshold),
      threshold.fire.side === 'above' ? Math.max(before, beyond) : Math.min(before, beyond),
    );
  }
  const met = thresholds.every((threshold) => isBeyond(threshold, readings.get(subjectOf(threshold))));
  return met ? readings : null;
}

function isBeyond({ fire }: Threshold, reading: number | undefined): boolean {
  if (reading === undefined) return false;
  return fire.side === 'above' ? reading > fire.level : reading < fire.level;
}

/** Nothing is measured of the metrics until the tick, and these readings from there to the last. */
const fromTick = (readings: Readings, tick: number, last: number): ReadonlyMap<string, readonly Stretch[]> =>
  new Map(
    [...readings].map(([subject, value]): [string, readonly Stretch[]] => [
      subject,
      [
        { value: 'gone', ticks: tick },
        { value, ticks: last - tick + 1 },
      ],
    ]),
  );
