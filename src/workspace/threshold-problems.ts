import { join } from 'node:path';
import type { ThresholdId } from '../model/id.ts';
import { thresholdsOf, type Condition } from '../model/playbook.ts';
import { formatQuantity } from '../model/quantity.ts';
import type { Problem } from '../model/problem.ts';
import type { Bound, Threshold } from '../model/threshold.ts';
import { contradictionIn } from '../playbook/contradiction.ts';
import { isFile, type Folders } from './folders.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';

/** Levels that no reading can pass: nothing that is measured is less than zero, and no budget burns faster than when every event is bad. */
export const levelProblems = ({ playbook, found }: ShelvedPlaybook): readonly Problem[] =>
  thresholdsOf(playbook).flatMap((threshold) => {
    const problem = (bound: Bound, at: readonly PropertyKey[], what: string): readonly Problem[] => {
      const why = unreachable(threshold, bound);
      return why === null
        ? []
        : [
            found.yaml.problem(
              ['triggers', threshold.id, ...at, bound.side],
              `${why}: the threshold can never ${what}`,
            ),
          ];
    };
    return [...problem(threshold.fire, [], 'fire'), ...problem(threshold.clear, ['clear'], 'clear')];
  });

function unreachable({ aspect, signal, unit }: Threshold, { side, level }: Bound): string | null {
  if (aspect.kind === 'forecast') return null;
  if (side === 'below' && level <= 0) return `${signal} is never less than ${formatQuantity(0, unit)}`;
  if (aspect.kind !== 'burn-rate' || side === 'below') return null;
  const most = 1 / (1 - aspect.objective);
  return level >= most * (1 - 1e-9) ? `a burn rate is at most ${formatQuantity(most, 'count')} here` : null;
}

/** Conditions that can never hold, whatever is measured. */
export function contradictionProblems(
  { playbook, found }: ShelvedPlaybook,
  thresholds: ReadonlyMap<ThresholdId, Threshold>,
): readonly Problem[] {
  const conditions: readonly (readonly [readonly PropertyKey[], Condition, string])[] = [
    [['when'], playbook.when, 'the playbook can never apply'],
    ...Object.entries(playbook.causes).map(
      ([id, { when }]) => [['causes', id, 'when'], when, 'the cause can never be identified'] as const,
    ),
  ];
  return conditions.flatMap(([at, condition, consequence]) => {
    const pair = contradictionIn(condition, thresholds);
    if (pair === null) return [];
    const [one, other] = pair;
    const why =
      one === other ? `${one} must be breached and not breached` : `${one} and ${other} are never breached together`;
    return [found.yaml.problem(at, `${why}: ${consequence}`)];
  });
}

/** Links to runbooks that are not there. An address elsewhere is not looked up: checking needs no network. */
export async function runbookProblems(
  { playbook, found }: ShelvedPlaybook,
  folders: Folders,
): Promise<readonly Problem[]> {
  const linked = thresholdsOf(playbook).flatMap(({ id, runbook }) =>
    runbook === null || isAddress(runbook) ? [] : [{ id, runbook, path: runbook.replace(/#.*$/, '') }],
  );
  const there = await Promise.all(
    linked.map(async ({ path }) => (await isFile(join(folders.root, path))) || isFile(join(folders.shipped, path))),
  );
  return linked.flatMap(({ id, runbook }, place) =>
    there[place] === true
      ? []
      : [found.yaml.problem(['triggers', id, 'runbook'], `there is no runbook "${runbook}" in the workspace`)],
  );
}

const isAddress = (runbook: string): boolean => /^https?:\/\//.test(runbook);
