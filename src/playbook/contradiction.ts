import type { ThresholdId } from '../model/id.ts';
import type { Condition } from '../model/playbook.ts';
import type { Bound, Threshold } from '../model/threshold.ts';

/** Why a condition can never hold, with the thresholds that stand against each other; null when it can. */
export function contradictionIn(
  { all = [], any, none = [] }: Condition,
  thresholds: ReadonlyMap<ThresholdId, Threshold>,
): readonly [ThresholdId, ThresholdId] | null {
  const refused = all.find((id) => none.includes(id));
  if (refused !== undefined) return [refused, refused];
  if (any?.every((id) => none.includes(id)) === true) return [any[0] ?? '', any[0] ?? ''];
  const together = all.flatMap((id) => thresholds.get(id) ?? []);
  const pairs = together.flatMap((one, place) => together.slice(place + 1).map((other) => [one, other] as const));
  const apart = pairs.find(([one, other]) => excludes(one, other));
  return apart === undefined ? null : [apart[0].id, apart[1].id];
}

/** Whether no reading is beyond both: one asks for more than the other allows. */
function excludes(one: Threshold, other: Threshold): boolean {
  const comparable = one.signal === other.signal && [one, other].every(({ aspect }) => aspect.kind === 'value');
  return comparable && (noneBetween(one.fire, other.fire) || noneBetween(other.fire, one.fire));
}

const noneBetween = (above: Bound, below: Bound): boolean =>
  above.side === 'above' && below.side === 'below' && above.level >= below.level;
