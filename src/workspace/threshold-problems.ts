import { join } from 'node:path';
import { thresholdsOf, type Condition } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import { formatQuantity } from '../model/quantity.ts';
import type { SignalMeasure } from '../model/signal.ts';
import type { Bound } from '../model/threshold.ts';
import { contradictionIn } from '../playbook/contradiction.ts';
import { isFile, type Folders } from './folders.ts';
import type { ShelvedPlaybook } from './shelved-playbook.ts';
import type { Target } from './target-file.ts';

/** Levels that nothing measured can pass: what is counted or timed is never less than zero. A gauge may be, and so may what a query comes to. */
export function levelProblems({ playbook, found }: ShelvedPlaybook, { definitions }: Target): readonly Problem[] {
  const counted = new Set(definitions.filter(({ measure }) => isCounted(measure)).map(({ id }) => id));
  return thresholdsOf(playbook).flatMap((threshold) => {
    const { id, signal, aspect, fire, clear, absence } = threshold;
    if (aspect.kind === 'forecast' || !counted.has(signal)) return [];
    const never = (bound: Bound, at: readonly PropertyKey[], what: string): readonly Problem[] =>
      bound.side === 'below' && bound.level <= 0
        ? [
            found.yaml.problem(
              ['triggers', id, ...at, bound.side],
              `${signal} is never less than ${formatQuantity(0, threshold.unit)}: the threshold can never ${what}`,
            ),
          ]
        : [];
    return [...(absence === 'breach' ? [] : never(fire, [], 'fire')), ...never(clear, ['clear'], 'clear')];
  });
}

const isCounted = (measure: SignalMeasure): boolean => 'of' in measure || 'ratio' in measure || 'rate' in measure;

/** Conditions that can never hold, whatever is measured. */
export function contradictionProblems({ playbook, found }: ShelvedPlaybook): readonly Problem[] {
  const conditions: readonly (readonly [readonly PropertyKey[], Condition, string])[] = [
    [['when'], playbook.when, 'the playbook can never apply'],
    ...Object.entries(playbook.causes).map(
      ([id, { when }]) => [['causes', id, 'when'], when, 'the cause can never be identified'] as const,
    ),
  ];
  return conditions.flatMap(([at, condition, consequence]) => {
    const threshold = contradictionIn(condition);
    return threshold === null
      ? []
      : [found.yaml.problem(at, `${threshold} must be breached and not breached: ${consequence}`)];
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
