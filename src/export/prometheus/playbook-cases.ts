import type { SignalId, ThresholdId } from '../../model/id.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Threshold } from '../../model/threshold.ts';
import { duration, type DurationMs } from '../../model/time.ts';
import { measuredPart } from './playbook-alert.ts';
import { readingsOf, ticksOf, type Check } from './threshold-cases.ts';
import type { Stretch } from './tick-series.ts';

/** One thing that a playbook's alert must do: what signals do, and at which evaluations it fires. */
export interface PlaybookCase {
  readonly name: string;
  readonly signals: ReadonlyMap<SignalId, readonly Stretch[]>;
  readonly checks: readonly Check[];
}

type Readings = ReadonlyMap<SignalId, number>;

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
  if (open === null || against.some((threshold) => isBeyond(threshold, open.get(threshold.signal)))) return [];
  const opens = calm + holdOf(triggers, interval);
  const first = {
    name: 'fires once its condition holds',
    signals: fromTick(open, calm, opens),
    checks: [{ tick: opens, fires: true }],
  };
  const apart = shut !== null && ![...shut.keys()].some((signal) => open.has(signal));
  if (against.length === 0 || !apart) return [first];
  const held = calm + holdOf(against, interval) + 1;
  const ends = Math.max(opens, held) + holdOf([...triggers, ...against], interval) + 1;
  return [
    first,
    {
      name: 'does not fire while something holds it back',
      signals: new Map([...fromTick(shut, calm, ends), ...fromTick(open, held, ends)]),
      checks: [{ tick: ends, fires: false }],
    },
    {
      name: 'keeps firing when something would hold it back later',
      signals: new Map([...fromTick(open, calm, ends), ...fromTick(shut, opens + 1, ends + opens)]),
      checks: [{ tick: ends, fires: true }],
    },
  ];
}

const holdOf = (thresholds: readonly Threshold[], interval: DurationMs): number =>
  ticksOf(duration(Math.max(0, ...thresholds.map(({ hold }) => hold))), interval);

/** A reading for each signal that is beyond all these thresholds; null when there is none. */
function readingsBeyond(thresholds: readonly Threshold[]): Readings | null {
  const readings = new Map<SignalId, number>();
  for (const threshold of thresholds) {
    const { beyond } = readingsOf(threshold);
    const before = readings.get(threshold.signal) ?? beyond;
    readings.set(
      threshold.signal,
      threshold.fire.side === 'above' ? Math.max(before, beyond) : Math.min(before, beyond),
    );
  }
  const met = thresholds.every((threshold) => isBeyond(threshold, readings.get(threshold.signal)));
  return met ? readings : null;
}

function isBeyond({ fire }: Threshold, reading: number | undefined): boolean {
  if (reading === undefined) return false;
  return fire.side === 'above' ? reading > fire.level : reading < fire.level;
}

/** Nothing is measured of the signals until the tick, and these readings from there to the last. */
const fromTick = (readings: Readings, tick: number, last: number): ReadonlyMap<SignalId, readonly Stretch[]> =>
  new Map(
    [...readings].map(([signal, value]): [SignalId, readonly Stretch[]] => [
      signal,
      [
        { value: 'gone', ticks: tick },
        { value, ticks: last - tick + 1 },
      ],
    ]),
  );
