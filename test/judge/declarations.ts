import fc from 'fast-check';
import type { Declaration } from '../../src/model/declaration.ts';
import { severities } from '../../src/model/threshold.ts';
import { histories, type Step } from './histories.ts';

/** What people may say of these playbooks' incidents, whether they are there or not. */
const declarations = (playbooks: readonly string[], causes: readonly string[]): fc.Arbitrary<Declaration> => {
  const playbook = fc.constantFrom(...playbooks);
  const cause = fc.constantFrom(...causes);
  const severity = fc.constantFrom(...severities);
  const incident = fc.tuple(playbook, fc.constantFrom(1, 1, 2)).map(([id, number]) => `${id}-${number}`);
  return fc.oneof(
    fc.record({
      declares: fc.constant('incident' as const),
      playbook,
      severity: fc.option(severity),
      cause: fc.option(cause),
    }),
    fc.record({ declares: fc.constant('cause' as const), incident, cause }),
    fc.record({ declares: fc.constant('severity' as const), incident, severity }),
    fc.record({ declares: fc.constant('end' as const), incident }),
  );
};

/** Histories in which people speak too. */
export const spokenHistories = (
  signals: readonly string[],
  playbooks: readonly string[],
  causes: readonly string[],
): fc.Arbitrary<readonly Step[]> =>
  histories(...signals).chain((steps) =>
    fc
      .array(
        fc.array(
          declarations(playbooks, causes).map((declaration) => ({ who: 'sre', declaration })),
          { maxLength: 2 },
        ),
        { minLength: steps.length, maxLength: steps.length },
      )
      .map((words) => steps.map((step, place) => ({ ...step, said: words[place] ?? [] }))),
  );
