import type { Fact, FrameTaken } from '../model/fact.ts';
import type { SignalId } from '../model/id.ts';
import type { Unit } from '../model/quantity.ts';
import type { SignalDefinition } from '../model/signal.ts';
import type { Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import type { CurvePoint } from './curve-point.ts';
import type { ArrivalRates, Report, SignalCurve } from './report.ts';
import { thin } from './thin.ts';

type Frame = Fact & FrameTaken;

/** So many points of a curve a chart can show. */
export const mostPoints = 1200;

/** So many curves of one kind are drawn at most. */
const mostBreached = 8;
const mostSaturation = 6;

const isFrame = (fact: Fact): fact is Frame => fact.fact === 'frame';

/** Whole seconds, at least two: an engine tells twice a second, and not to the beat; a step must hold some of that. */
export const stepFor = (lengthMs: number, steps: number): number => Math.max(2, Math.ceil(lengthMs / 1000 / steps));

/** Arrivals a second, planned and achieved, from what had been counted at each frame. */
export function arrivalRates(facts: readonly Fact[], zero: Millis): ArrivalRates {
  const frames = facts.filter(isFrame).filter(({ at }) => at >= zero);
  const last = frames.at(-1);
  const stepSeconds = stepFor(last === undefined ? 0 : last.at - zero, mostPoints / 3);
  const planned: CurvePoint[] = [];
  const started: CurvePoint[] = [];
  const dropped: CurvePoint[] = [];
  let before = { at: zero as number, planned: 0, started: 0, dropped: 0 };
  for (const [place, { at, arrivals }] of frames.entries()) {
    const next = frames[place + 1];
    const stepOf = (time: number): number => Math.floor((time - zero) / 1000 / stepSeconds);
    if (next !== undefined && stepOf(next.at) === stepOf(at)) continue;
    const seconds = (at - before.at) / 1000;
    // What is left of the last step is too short to tell a rate.
    if (seconds < 0.5) continue;
    const middle = ((at + before.at) / 2 - zero) / 1000;
    planned.push([middle, (arrivals.planned - before.planned) / seconds]);
    started.push([middle, (arrivals.started - before.started) / seconds]);
    dropped.push([middle, (arrivals.dropped - before.dropped) / seconds]);
    before = { at, ...arrivals };
  }
  return { stepSeconds, planned, started, dropped };
}

/** What curves of signals are told with. */
export interface CurveInput {
  readonly facts: readonly Fact[];
  readonly zero: Millis;
  readonly thresholds: readonly Threshold[];
  /** Empty where nothing tells how the target measures. */
  readonly definitions: readonly SignalDefinition[];
}

/** Every signal that read anything: those that were breached, those that tell how full something is (the fullest first), and the others. */
export function signalCurves({
  facts,
  zero,
  thresholds,
  definitions,
}: CurveInput): Pick<Report, 'breached' | 'saturation' | 'others'> {
  const opened = new Set(facts.flatMap((fact) => (fact.fact === 'breach-opened' ? [fact.threshold] : [])));
  const crossed = thresholds.filter(({ id }) => opened.has(id));
  const curves = [...readings(facts, zero)].flatMap(([signal, points]) => {
    const values = points.flatMap(([, value]) => value ?? []);
    if (values.length === 0) return [];
    const curve: SignalCurve = {
      signal,
      unit: unitOf(signal, thresholds, definitions),
      points: thin(points, mostPoints),
      ...{ least: leastOf(values), most: -leastOf(values.map((value) => -value)), last: values.at(-1) ?? null },
      levels: crossed.filter((one) => one.signal === signal && isOfValue(one)),
    };
    return [curve];
  });
  const breachedSignals = new Set(crossed.map(({ signal }) => signal));
  const breached = curves.filter(({ signal }) => breachedSignals.has(signal)).slice(0, mostBreached);
  const saturation = curves
    .filter(({ signal, most }) => isSaturation(signal, definitions) && (most ?? 0) >= 0.01)
    .toSorted((one, other) => (other.most ?? 0) - (one.most ?? 0))
    .slice(0, mostSaturation);
  const drawn = new Set([...breached, ...saturation].map(({ signal }) => signal));
  const others = curves
    .filter(({ signal }) => !drawn.has(signal))
    .map(({ signal, unit, least, most, last }) => ({ signal, unit, least, most, last }));
  return { breached, saturation, others };
}

/** Every signal as it was read, in seconds from `zero`. */
export function readings(facts: readonly Fact[], zero: Millis): Map<SignalId, CurvePoint[]> {
  const curves = new Map<SignalId, CurvePoint[]>();
  for (const fact of facts) {
    if (!isFrame(fact)) continue;
    const second = (fact.at - zero) / 1000;
    for (const [signal, value] of Object.entries(fact.signals)) {
      const points = curves.get(signal);
      if (points === undefined) curves.set(signal, [[second, value]]);
      else points.push([second, value]);
    }
  }
  return curves;
}

const leastOf = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Infinity);

/** The levels of a change or a burn rate are in no unit of their signal. */
const isOfValue = ({ aspect }: Threshold): boolean => aspect.kind === 'value' || aspect.kind === 'forecast';

const unitOf = (
  signal: SignalId,
  thresholds: readonly Threshold[],
  definitions: readonly SignalDefinition[],
): Unit | null =>
  definitions.find(({ id }) => id === signal)?.unit ??
  thresholds.find((one) => one.signal === signal && isOfValue(one))?.unit ??
  null;

function isSaturation(signal: SignalId, definitions: readonly SignalDefinition[]): boolean {
  const measure = definitions.find(({ id }) => id === signal)?.measure;
  return measure === undefined ? signal.endsWith('-saturation') : 'used' in measure || signal.endsWith('-saturation');
}
