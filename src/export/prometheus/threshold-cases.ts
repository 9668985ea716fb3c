import type { Threshold } from '../../model/threshold.ts';
import type { DurationMs } from '../../model/time.ts';
import { ticksIn, type Stretch } from './tick-series.ts';

/** One thing that a threshold must do: what its signal does, whether people arrive, and at which evaluations its alert fires. */
export interface ThresholdCase {
  readonly name: string;
  readonly signal: readonly Stretch[];
  readonly arriving: boolean;
  readonly checks: readonly Check[];
}

/** Whether the alert fires at an evaluation. */
export interface Check {
  readonly tick: number;
  readonly fires: boolean;
}

/** How many evaluations pass until a hold is over. */
export const ticksOf = (time: DurationMs, interval: DurationMs): number => Math.ceil(time / interval);

/** Readings on each side of a threshold's levels. */
export function readingsOf({ fire, clear }: Threshold): Record<'beyond' | 'between' | 'clear', number> {
  const away = fire.side === 'above' ? 1 : -1;
  const step = (level: number): number => away * (Math.abs(level) || 1);
  return {
    beyond: fire.level + step(fire.level),
    between: (fire.level + clear.level) / 2,
    clear: clear.level - step(clear.level),
  };
}

/** A threshold's signal, as it goes through its cases. */
interface Course {
  readonly threshold: Threshold;
  readonly hold: number;
  readonly clearHold: number;
  readonly calm: Stretch;
  readonly beyond: (ticks: number) => Stretch;
  readonly between: (ticks: number) => Stretch;
  readonly clear: (ticks: number) => Stretch;
}

const gone = (ticks: number): Stretch => ({ value: 'gone', ticks });

/** What every threshold is tested for. */
export function thresholdCases(threshold: Threshold, interval: DurationMs): readonly ThresholdCase[] {
  const readings = readingsOf(threshold);
  const course: Course = {
    threshold,
    hold: ticksOf(threshold.hold, interval),
    clearHold: ticksOf(threshold.clearHold, interval),
    calm: { value: readings.clear, ticks: 2 },
    beyond: (ticks) => ({ value: readings.beyond, ticks }),
    between: (ticks) => ({ value: readings.between, ticks }),
    clear: (ticks) => ({ value: readings.clear, ticks }),
  };
  return [...openingCases(course), ...clearingCases(course), ...absenceCases(course)];
}

const fires = (tick: number): Check => ({ tick, fires: true });
const quiet = (tick: number): Check => ({ tick, fires: false });

function openingCases({ hold, calm, beyond, between, clear }: Course): readonly ThresholdCase[] {
  const opens = calm.ticks + hold;
  return [
    {
      name: 'fires once it has been beyond the fire level for the hold',
      signal: [calm, beyond(hold + 1)],
      arriving: true,
      checks: [quiet(opens - 1), fires(opens)],
    },
    ...(hold === 0
      ? []
      : [
          {
            name: 'does not fire at a peak shorter than the hold',
            signal: [calm, beyond(hold), clear(hold + 1)],
            arriving: true,
            checks: [quiet(opens - 1), quiet(opens), quiet(opens + hold)],
          },
        ]),
    {
      name: 'does not fire between its levels',
      signal: [calm, between(hold + 2)],
      arriving: true,
      checks: [quiet(opens + 1)],
    },
  ];
}

function clearingCases({ hold, clearHold, calm, beyond, between, clear }: Course): readonly ThresholdCase[] {
  const opened = [calm, beyond(hold + 1)];
  const cleared = ticksIn(opened);
  const again = cleared + clearHold + 1;
  const last = (tick: number): readonly Check[] => (clearHold === 0 ? [] : [fires(tick - 1)]);
  return [
    {
      name: 'keeps firing between its levels',
      signal: [...opened, between(clearHold + 2)],
      arriving: true,
      checks: [fires(cleared + clearHold + 1)],
    },
    {
      name: 'ends once it has been within the clear level for the clear hold',
      signal: [...opened, clear(clearHold + 1)],
      arriving: true,
      checks: [...last(cleared + clearHold), quiet(cleared + clearHold)],
    },
    ...(clearHold === 0
      ? []
      : [
          {
            name: 'begins the clear hold again after a reading between its levels',
            signal: [...opened, clear(clearHold), between(1), clear(clearHold + 1)],
            arriving: true,
            checks: [...last(again + clearHold), quiet(again + clearHold)],
          },
        ]),
  ];
}

function absenceCases(course: Course): readonly ThresholdCase[] {
  const { threshold, hold, clearHold, calm, beyond } = course;
  const opened = [calm, beyond(hold + 1)];
  return [
    {
      name: 'keeps firing while nothing is measured',
      signal: [...opened, gone(clearHold + 2)],
      arriving: false,
      checks: [fires(ticksIn(opened) + clearHold + 1)],
    },
    ...(threshold.absence === 'breach' ? absenceOpens(course) : [absenceNeverOpens(course)]),
  ];
}

function absenceOpens({ hold, calm }: Course): readonly ThresholdCase[] {
  const opens = calm.ticks + hold;
  return [
    {
      name: 'fires once nothing has been measured for the hold while people arrive',
      signal: [calm, gone(hold + 1)],
      arriving: true,
      checks: [quiet(opens - 1), fires(opens)],
    },
    {
      name: 'does not fire for what is not measured while nobody arrives',
      signal: [calm, gone(hold + 2)],
      arriving: false,
      checks: [quiet(opens + 1)],
    },
    {
      name: 'does not fire for what was never measured',
      signal: [gone(hold + 3)],
      arriving: true,
      checks: [quiet(hold + 2)],
    },
  ];
}

const absenceNeverOpens = ({ hold, calm, beyond }: Course): ThresholdCase => ({
  name: 'does not fire when nothing is measured before the hold is over',
  signal: [calm, beyond(hold), gone(hold + 2)],
  arriving: true,
  checks: [quiet(calm.ticks + hold), quiet(calm.ticks + 2 * hold + 1)],
});
