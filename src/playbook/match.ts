import type { ThresholdId } from '../model/id.ts';
import type { Condition, Playbook } from '../model/playbook.ts';

/** The thresholds breached at one moment. */
export type Breached = ReadonlySet<ThresholdId>;

/** Whether a condition holds: every one of `all`, at least one of `any`, none of `none`. */
export function holds(condition: Condition, breached: Breached): boolean {
  const all = condition.all ?? [];
  const any = condition.any ?? [];
  const none = condition.none ?? [];
  return (
    all.every((id) => breached.has(id)) &&
    (any.length === 0 || any.some((id) => breached.has(id))) &&
    !none.some((id) => breached.has(id))
  );
}

/** Whether a condition can hold where only these thresholds are measured: all of `all`, and one of `any`. */
export function canHold({ all = [], any }: Condition, measured: ReadonlySet<ThresholdId>): boolean {
  return all.every((id) => measured.has(id)) && (any?.some((id) => measured.has(id)) ?? true);
}

/** The thresholds that speak for a condition; `none` only holds it back. */
export function triggersOf(condition: Condition): readonly ThresholdId[] {
  return [...(condition.all ?? []), ...(condition.any ?? [])];
}

/**
 * How much a condition asks for: one for each threshold that must be breached together, one for an alternative, and a half for
 * each that must not be. Of two playbooks that match, the one that asks for more knows more of the trouble.
 */
export function specificity(condition: Condition): number {
  const together = condition.all?.length ?? 0;
  const alternative = condition.any === undefined ? 0 : 1;
  return together + alternative + (condition.none?.length ?? 0) / 2;
}

/** The playbooks whose conditions hold, the most specific first; equal ones in the order of their ids. */
export function matching(playbooks: readonly Playbook[], breached: Breached): readonly Playbook[] {
  return playbooks
    .filter((playbook) => holds(playbook.when, breached))
    .sort((a, b) => specificity(b.when) - specificity(a.when) || a.id.localeCompare(b.id, 'en'));
}

/** Pairs of playbooks that one and the same trouble can choose alike: both conditions hold, ask for as much, and share what speaks for them. */
export function ties(playbooks: readonly Playbook[]): readonly (readonly [Playbook, Playbook])[] {
  return playbooks.flatMap((first, index) =>
    playbooks.slice(index + 1).flatMap((second) => (tied(first, second) ? [[first, second] as const] : [])),
  );
}

function tied(first: Playbook, second: Playbook): boolean {
  const conditions = [first.when, second.when] as const;
  const heldBack = new Set(conditions.flatMap(({ none }) => none ?? []));
  const mayBe = (id: ThresholdId): boolean => !heldBack.has(id);
  const canHold = ({ all, any }: Condition): boolean => (all ?? []).every(mayBe) && (any?.some(mayBe) ?? true);
  const ofSecond = triggersOf(second.when);
  return (
    specificity(first.when) === specificity(second.when) &&
    conditions.every(canHold) &&
    triggersOf(first.when).some((id) => mayBe(id) && ofSecond.includes(id))
  );
}

/** The thresholds by which a playbook recognises causes. */
export const causeTriggersOf = (playbook: Playbook): ReadonlySet<ThresholdId> =>
  new Set(Object.values(playbook.causes).flatMap(({ when }) => triggersOf(when)));

/**
 * The triggers by which a playbook tells that users are in trouble: those of its condition, but for what `all` asks for and a cause names, too. That is
 * asked for when an incident opens; it need not clear for the trouble to be over.
 */
export function symptomTriggersOf(playbook: Playbook): readonly ThresholdId[] {
  const { all = [], any = [] } = playbook.when;
  const causes = causeTriggersOf(playbook);
  const felt = [...all.filter((id) => !causes.has(id)), ...any];
  return felt.length === 0 ? triggersOf(playbook.when) : felt;
}

/** The cause that the breaches let us name: the first of the playbook's causes whose condition holds; null when none does. */
export function causeOf(playbook: Playbook, breached: Breached): string | null {
  return Object.entries(playbook.causes).find(([, cause]) => holds(cause.when, breached))?.[0] ?? null;
}
