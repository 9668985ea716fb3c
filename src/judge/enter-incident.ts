import type { IncidentOpened, IncidentTakenOver } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Millis } from '../model/time.ts';
import { causeOf } from '../playbook/match.ts';
import { isRootOf, openIncident, takeOver, type Breaches, type Lived } from './incident-life.ts';

/** Playbooks by their ids. */
export type PlaybooksById = ReadonlyMap<PlaybookId, Playbook>;

/** A playbook opens an incident, or takes over the one that its root has opened. `because` stands for what was breached, where a person said it. */
export function enterIncident(
  playbook: Playbook,
  playbooks: PlaybooksById,
  before: readonly Incident[],
  breaches: Breaches,
  now: Millis,
  because?: string,
): Lived<IncidentOpened | IncidentTakenOver> {
  const cause = causeOf(playbook, new Set(breaches.open.keys()));
  const root = before.find((incident) => {
    const other = playbooks.get(incident.playbook);
    return incident.phase !== 'resolved' && other !== undefined && isRootOf(other, playbook, breaches);
  });
  if (root !== undefined && cause !== null) return takeOver(root, playbook, cause, breaches, now, because);
  return openIncident(playbook, breaches, incidentId(playbook.id, before), now, because);
}

/** The incidents with one in the place of what it was before, or as the newest. */
export const withIncident = (incidents: readonly Incident[], entered: Incident): readonly Incident[] =>
  incidents.some(({ id }) => id === entered.id)
    ? incidents.map((incident) => (incident.id === entered.id ? entered : incident))
    : [...incidents, entered];

/** Counted over all that ever had this id, also those another playbook has taken over since. */
const incidentId = (playbook: PlaybookId, before: readonly Incident[]): string =>
  `${playbook}-${before.filter(({ id }) => id.replace(/-\d+$/, '') === playbook).length + 1}`;
