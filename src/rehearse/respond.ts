import type { RunFolder } from '../journal/run-folder.ts';
import type { Fact, NoticesComposed, Told } from '../model/fact.ts';
import type { PlaybookId } from '../model/id.ts';
import type { Incident } from '../model/incident.ts';
import { locales, type Locale } from '../model/locale.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import type { Millis } from '../model/time.ts';
import { asKnown } from '../notice/field-values.ts';
import { composeNotices } from '../notice/compose.ts';
import { drillBanner } from '../notice/drill.ts';
import { noticeFile } from '../notice/file.ts';
import type { NoticeTemplate } from '../notice/template.ts';
import { bindingObligations } from '../playbook/obligation-clocks.ts';
import { renderPlaybook } from '../playbook/render.ts';
import { documentFields, reportFor, type DocumentInput } from '../playbook/report-document.ts';
import { reviewTimeline } from '../playbook/review-timeline.ts';
import type { ObligationBook } from '../workspace/obligation-files.ts';

/** What notices are worded with. */
export interface Wording {
  readonly playbooks: readonly Playbook[];
  readonly thresholds: readonly Threshold[];
  readonly templates: ReadonlyMap<PlaybookId, Readonly<Record<Locale, NoticeTemplate>>>;
  readonly settings: Settings;
  readonly drill: boolean;
}

/** What a response is written with; the same for a whole run. */
export interface Stationery extends Wording {
  readonly obligationBook: ObligationBook;
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
  const happened = reviewTimeline(incident, timeline).map(({ at: when, what }) => ({ at: when, text: what }));
  const binding = bindingObligations(playbook, stationery.obligationBook.obligations, settings);
  const rendered = renderPlaybook({
    ...{ playbook, incident, thresholds, settings, drill, now, binding },
    timeline: happened,
  });
  const { channels } = settings;
  const again = isUpdateOfItsPhase(incident, timeline);
  const notices = composeNotices({
    ...{ incident, playbook, thresholds, settings, channels, templates, now, again, drill },
    ...{ set: asKnown, revision: null },
  }).map(noticeFile);
  folder.write(`${at}/playbook.md`, rendered);
  for (const { path, content } of notices) folder.write(`${at}/notices/${path}`, content);
  const reported = { playbook, incident, thresholds, settings, now, binding, timeline: happened };
  for (const { path, content } of reportsOf(reported, stationery)) folder.write(`${at}/${path}`, content);
  return {
    at: now,
    fact: 'notices-composed',
    incident: incident.id,
    update: incident.update,
    playbook: `${at}/playbook.md`,
    notices: notices.map(({ path }) => `${at}/notices/${path}`),
  };
}

/** The reports that binding duties call for with this update, in every language: `reports/01-first-report.zh-CN.md`. */
function reportsOf(
  input: Omit<DocumentInput, 'locale'>,
  { obligationBook, drill }: Stationery,
): readonly { readonly path: string; readonly content: string }[] {
  const { documents } = obligationBook;
  if (documents === null || !input.binding.some(({ reports }) => reports)) return [];
  const report = reportFor(input.incident);
  const numbered = `${String(input.incident.update).padStart(2, '0')}-${report}`;
  return locales.map((locale) => {
    const text = documents[locale][report].fill(documentFields({ ...input, locale }));
    return {
      path: `reports/${numbered}.${locale}.md`,
      content: `${drill ? `${drillBanner[locale].trim()}\n\n` : ''}${text}`,
    };
  });
}

/** Whether this update was called for because the promised time had come, and not because anything is new. */
const isUpdateOfItsPhase = ({ id }: Incident, facts: readonly Fact[]): boolean =>
  facts.findLast(
    (fact) =>
      (fact.fact === 'incident-opened' ||
        fact.fact === 'incident-taken-over' ||
        fact.fact === 'phase-changed' ||
        fact.fact === 'update-due') &&
      fact.incident === id,
  )?.fact === 'update-due';
