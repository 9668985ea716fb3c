import type { Millis } from '../model/time.ts';
import { asKnown } from '../notice/field-values.ts';
import { composeNotices } from '../notice/compose.ts';
import { madeUpIncident } from '../notice/made-up-incident.ts';
import type { Wording } from './respond.ts';

/**
 * Composes every playbook's notices once, for nobody. Templates are compiled when they are first filled, which takes ten times as long
 * as filling them; that must not happen while people wait for word.
 */
export function warmUp({ playbooks, thresholds, templates, settings, drill }: Wording, now: Millis): void {
  for (const playbook of playbooks) {
    const ofPlaybook = templates.get(playbook.id);
    if (ofPlaybook === undefined) continue;
    const incident = madeUpIncident(playbook, thresholds, {
      phase: 'investigating',
      cause: null,
      onsetAt: now,
      now,
      update: 1,
    });
    const { channels } = settings;
    composeNotices({
      ...{ incident, playbook, thresholds, settings, channels, templates: ofPlaybook, now, drill },
      ...{ again: false, set: asKnown, revision: null },
    });
  }
}
