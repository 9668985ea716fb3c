import type { Fact } from '../model/fact.ts';
import type { SignalId } from '../model/id.ts';
import type { Millis } from '../model/time.ts';
import type { CurvePoint } from './curve-point.ts';
import { mostPoints, readings, type CurveInput } from './curves.ts';
import type { ControlCurve } from './report.ts';
import { thin } from './thin.ts';

/** So many signals are drawn beside those of the control at most. */
const mostCompared = 3;

/** The control's facts, and the start of its load. */
export interface ControlFacts {
  readonly facts: readonly Fact[];
  readonly zero: Millis;
}

/** The signals that were breached in either run, as both read them, each from the start of its own load. */
export function controlCurves(
  { facts, zero }: Pick<CurveInput, 'facts' | 'zero'>,
  control: ControlFacts,
): readonly ControlCurve[] {
  const breached = [...facts, ...control.facts].flatMap((fact) => (fact.fact === 'breach-opened' ? [fact.signal] : []));
  const [acted, without] = [readings(facts, zero), readings(control.facts, control.zero)];
  return [...new Set(breached)].slice(0, mostCompared).map((signal) => ({
    signal,
    with: pointsOf(acted, signal),
    without: pointsOf(without, signal),
  }));
}

const pointsOf = (all: ReadonlyMap<SignalId, readonly CurvePoint[]>, signal: SignalId): readonly CurvePoint[] =>
  thin(all.get(signal) ?? [], mostPoints);
