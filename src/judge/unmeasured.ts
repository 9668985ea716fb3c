import type { Fact, Unmeasured } from '../model/fact.ts';
import type { CauseId, PlaybookId, ThresholdId } from '../model/id.ts';
import type { Condition, Playbook } from '../model/playbook.ts';
import { isPromqlSeries } from '../model/signal.ts';
import { canHold, triggersOf } from '../playbook/match.ts';

/** What a signal that was not measured says to people, in one sentence: which series had no sample, and what may have been meant. */
export function unmeasuredTold({ signal, read, series, thresholds }: Unmeasured): string {
  const watched = `${signal} (watched by ${thresholds.join(', ')})`;
  if (series.every(({ name }) => isPromqlSeries(name))) {
    return `${watched} was never measured: its query came to no value while load was on`;
  }
  const meant = series.flatMap(({ nearest }) => (nearest === null ? [] : [`"${nearest}"`]));
  const guess = meant.length === 0 ? '' : `; did you mean ${meant.join(' and ')}?`;
  const names = series.map(({ name }) => name).join(' or ');
  const what = read === 'nothing' ? 'was never measured' : 'could only read zero';
  return `${watched} ${what}: there was no sample of ${names} while load was on${guess}`;
}

/** Why a playbook could not open by what is measured, and why its causes could not be identified so; null for an opening that could be. */
export interface Unmeasurable {
  readonly opening: string | null;
  readonly causes: ReadonlyMap<CauseId, string>;
}

/** Reads from the facts of a run what it could never have measured of its playbooks, since nothing was measured of signals on which they rest. */
export function unmeasurableIn(
  facts: readonly Fact[],
  playbooks: readonly Playbook[],
): ReadonlyMap<PlaybookId, Unmeasurable> {
  const unread = facts.filter((fact) => fact.fact === 'unmeasured').filter(({ read }) => read === 'nothing');
  if (unread.length === 0) return new Map();
  const all = facts.flatMap((fact) => (fact.fact === 'run-started' ? fact.thresholds.map(({ id }) => id) : []));
  return new Map(
    playbooks.map(({ id, when, causes }) => {
      const ofCauses = Object.entries(causes).flatMap(([cause, known]) => {
        const why = whyNever(known.when, all, unread);
        return why === null ? [] : [[cause, why] as const];
      });
      return [id, { opening: whyNever(when, all, unread), causes: new Map(ofCauses) }];
    }),
  );
}

/** Why a condition could never be seen to hold; null where it could, and where it could not have anyhow. */
function whyNever(condition: Condition, all: readonly ThresholdId[], unread: readonly Unmeasured[]): string | null {
  const silent = new Set(unread.flatMap(({ thresholds }) => thresholds));
  const measured = new Set(all.filter((id) => !silent.has(id)));
  if (!canHold(condition, new Set(all)) || canHold(condition, measured)) return null;
  const wanted = new Set(triggersOf(condition));
  return unread
    .filter(({ thresholds }) => thresholds.some((id) => wanted.has(id)))
    .map(unmeasuredTold)
    .join('; ');
}
