import type { ThresholdId } from '../model/id.ts';
import type { Condition } from '../model/playbook.ts';

/**
 * A threshold that keeps a condition from ever holding, since it must be breached and not breached; null when there is none. Levels of one signal tell nothing
 * here: a breach outlasts its level by its clear hold, and absence may be one.
 */
export function contradictionIn({ all = [], any, none = [] }: Condition): ThresholdId | null {
  const refused = all.find((id) => none.includes(id));
  if (refused !== undefined) return refused;
  return any?.every((id) => none.includes(id)) === true ? (any[0] ?? null) : null;
}
