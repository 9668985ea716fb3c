import { join } from 'node:path';
import type { PlaybookId, SignalId } from '../model/id.ts';
import { didYouMean, nearest } from '../model/nearest.ts';
import { thresholdsOf } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import { canHold, triggersOf } from '../playbook/match.ts';
import type { Folders } from './folders.ts';
import { measuredThresholds } from './measured-thresholds.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import type { Target } from './target-file.ts';

/** The playbooks that never apply to a target, and the signals of theirs that it does not measure. Nothing is wrong with that: it is told. */
export interface Unwatched {
  readonly target: string;
  readonly playbooks: readonly PlaybookId[];
  readonly signals: readonly SignalId[];
}

/** What each target does not watch for; targets that watch for everything are left out. */
export function unwatchedBy(targets: readonly Target[], library: PlaybookLibrary): readonly Unwatched[] {
  const shelved = [...library.shelf.values()].map(({ playbook }) => playbook);
  const signalOf = new Map(shelved.flatMap(thresholdsOf).map(({ id, signal }) => [id, signal]));
  return targets.flatMap((target) => {
    const { profile, definitions } = target;
    const measured = new Set(definitions.map(({ id }) => id));
    const thresholds = measuredThresholds(library, target);
    const lacking = shelved
      .filter(({ when }) => !canHold(when, thresholds))
      .map(({ id, when }) => {
        const signals = triggersOf(when).flatMap((trigger) => signalOf.get(trigger) ?? []);
        return { playbook: id, missing: signals.filter((signal) => !measured.has(signal)) };
      });
    if (lacking.length === 0) return [];
    return [
      {
        target: profile.id,
        playbooks: lacking.map(({ playbook }) => playbook),
        signals: [...new Set(lacking.flatMap(({ missing }) => missing))],
      },
    ];
  });
}

/**
 * Signals that no target measures and that look like misspelt ones. Others may be measured elsewhere, or by nobody: an incident can be declared by people. What
 * the workspace brings itself is looked at alone; it may leave out what the library's playbooks speak of.
 */
export function straySignalProblems(
  { shelf }: PlaybookLibrary,
  targets: readonly Target[],
  { root }: Pick<Folders, 'root'>,
): readonly Problem[] {
  const measured = new Set(targets.flatMap(({ definitions }) => definitions.map(({ id }) => id)));
  return [...shelf.values()]
    .filter(({ found }) => found.path.startsWith(join(root, 'playbooks')))
    .flatMap(({ playbook, found }) =>
      thresholdsOf(playbook)
        .filter(({ signal }) => !measured.has(signal) && nearest(signal, measured) !== null)
        .map(({ id, signal }) =>
          found.yaml.problem(['triggers', id, 'signal'], `no target measures ${signal}${didYouMean(signal, measured)}`),
        ),
    );
}
