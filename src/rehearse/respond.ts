import type { RunFolder } from '../journal/run-folder.ts';
import type { Fact, NoticesComposed, Told } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import { composeNotices } from '../notice/compose.ts';
import { noticeFile } from '../notice/file.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import { renderPlaybook } from '../playbook/render.ts';

/** What a response is written with; the same for a whole run. */
export interface Stationery {
  readonly playbooks: readonly Playbook[];
  readonly thresholds: readonly Threshold[];
  readonly templates: ReadonlyMap<PlaybookId, Readonly<Record<Locale, NoticeTemplate>>>;
  readonly settings: Settings;
  readonly drill: boolean;
}

/**
 * Writes what one update of an incident calls for: its playbook as it stands now, and the notices to every audience in every language for
 * every channel. When it returns, all of it is on disk.
 */
export function respond(
  incident: Incident,
  timeline: readonly Fact[],
  stationery: Stationery,
  folder: RunFolder,
  now: Millis,
): Told<NoticesComposed> {
  const { settings, thresholds, drill } = stationery;
  const playbook = stationery.playbooks.find(({ id }) => id === incident.playbook);
  const templates = stationery.templates.get(incident.playbook);
  if (playbook === undefined || templates === undefined) {
    throw new Error(`incident ${incident.id} has a playbook that was not loaded: ${incident.playbook}`);
  }
  const at = `incidents/${incident.id}`;
  const rendered = renderPlaybook({
    playbook,
    incident,
    thresholds,
    settings,
    drill,
    now,
    timeline: told(incident, timeline),
  });
  const notices = composeNotices({ incident, playbook, thresholds, settings, templates, now, drill }).map(noticeFile);
  folder.write(`${at}/playbook.md`, rendered);
  for (const { path, content } of notices) folder.write(`${at}/notices/${path}`, content);
  return {
    at: now,
    fact: 'notices-composed',
    incident: incident.id,
    update: incident.update,
    playbook: `${at}/playbook.md`,
    notices: notices.map(({ path }) => `${at}/notices/${path}`),
  };
}

/** What was told of an incident, and of its breaches, in the order in which it happened. */
function told(incident: Incident, facts: readonly Fact[]): readonly { at: Millis; text: string }[] {
  const thresholds = new Set(incident.breaches.map(({ threshold }) => threshold));
  return facts.flatMap((fact) => {
    switch (fact.fact) {
      case 'incident-opened':
        return fact.incident === incident.id ? [{ at: fact.at, text: `investigating: ${fact.reason}` }] : [];
      case 'incident-taken-over':
        return fact.incident === incident.id
          ? [{ at: fact.at, text: `taken over from ${fact.from}: ${fact.reason}` }]
          : [];
      case 'severity-raised':
        return fact.incident === incident.id ? [{ at: fact.at, text: `${fact.severity}: ${fact.reason}` }] : [];
      case 'phase-changed':
        return fact.incident === incident.id ? [{ at: fact.at, text: `${fact.phase}: ${fact.reason}` }] : [];
      case 'breach-opened':
      case 'breach-cleared':
        return thresholds.has(fact.threshold) ? [{ at: fact.at, text: `${fact.threshold}: ${fact.reason}` }] : [];
      default:
        return [];
    }
  });
}
