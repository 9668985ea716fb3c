import type { Incident } from '../model/incident.ts';
import type { Playbook } from '../model/playbook.ts';
import { plus, type Millis } from '../model/time.ts';
import { composeNotices } from '../notice/compose.ts';
import type { Stationery } from './respond.ts';

/**
 * Composes every playbook's notices once, for nobody. Templates are compiled when they are first filled, which takes ten times as long
 * as filling them; that must not happen while people wait for word.
 */
export function warmUp({ playbooks, thresholds, templates, settings, drill }: Stationery, now: Millis): void {
  for (const playbook of playbooks) {
    const ofPlaybook = templates.get(playbook.id);
    if (ofPlaybook === undefined) continue;
    const incident = madeUpIncident(playbook, now);
    composeNotices({ incident, playbook, thresholds, settings, templates: ofPlaybook, now, drill });
  }
}

function madeUpIncident(playbook: Playbook, now: Millis): Incident {
  return {
    id: `${playbook.id}-0`,
    playbook: playbook.id,
    severity: playbook.severity,
    phase: 'investigating',
    onsetAt: now,
    openedAt: now,
    breaches: [],
    cause: null,
    update: 1,
    nextUpdateAt: plus(now, playbook.notices['next-update']),
  };
}
