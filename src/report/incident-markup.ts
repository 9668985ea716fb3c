import type { Millis } from '../model/time.ts';
import { localTime } from '../notice/local-time.ts';
import { words as noticeWords } from '../notice/words.ts';
import { sinceText } from './figures.ts';
import type { Readers } from './readers.ts';
import { line, lines, tableMarkup } from './markup.ts';
import type { ClockStory, IncidentStory, StepStory, UpdateStory } from './report.ts';
import type { ReportWords } from './report-words.ts';

/** One incident: its state, its playbook's steps with their times, the clocks of its duties, and what its readers were told. */
export function incidentMarkup(incident: IncidentStory, zero: Millis, readers: Readers, said: ReportWords): string {
  const { mark, title, id } = incident;
  return `<article aria-labelledby="incident-${mark}">
<h3 id="incident-${mark}"><span class="mark">${mark}</span> ${line(title)} <small class="soft">${line(id)}</small></h3>
${factsOf(incident, zero, readers, said)}
${stepsOf(incident, zero, said)}
${clocksOf(incident, readers, said)}
${noticesOf(incident, zero, said)}
</article>`;
}

function factsOf(incident: IncidentStory, zero: Millis, { locale }: Readers, said: ReportWords): string {
  const { phase, severity } = noticeWords[locale];
  const at = (time: Millis | null): string => (time === null ? line(said.incident.never) : sinceText(zero, time));
  const { cause, causeSaid } = incident;
  const rows: readonly (readonly [string, string])[] = [
    [said.incident.severity, line(severity[incident.severity])],
    [said.incident.cause, line(cause === null ? said.incident.unknown : (causeSaid ?? cause))],
    [said.incident.playbook, line(incident.playbook)],
    [said.incident.onset, at(incident.onsetAt)],
    [said.incident.opened, at(incident.openedAt)],
    [said.incident.notified, at(incident.notifiedAt)],
    ...incident.phases.slice(1).map((entered) => [phase[entered.phase], at(entered.at)] as const),
    ...(incident.resolvedAt === null ? [[said.incident.resolved, at(null)] as const] : []),
  ];
  return `<dl class="facts">${rows.map(([name, value]) => `<dt>${line(name)}</dt><dd>${value}</dd>`).join('')}</dl>`;
}

function stepsOf({ steps, mark }: IncidentStory, zero: Millis, said: ReportWords): string {
  if (steps.length === 0) return '';
  const at = (time: Millis | null): string => (time === null ? '' : sinceText(zero, time));
  const rows = steps.map((step, place) => {
    const who = step.by === 'act' ? `⚙ ${step.who}` : step.who;
    const times = [at(step.due), at(step.startedAt), at(step.endedAt)];
    return [`${place + 1}. ${line(step.what)}`, line(who), ...times, line(resultOf(step, said))];
  });
  const title = said.sections.steps;
  return `<h4>${line(title)}</h4>${tableMarkup(`${mark} · ${title}`, [said.heads.steps, ...rows])}`;
}

/** What came of a step, in a few words. */
export function resultOf({ by, outcome, verified, undone, fate }: StepStory, said: ReportWords): string {
  if (by === 'person') return fate === null ? said.step.person : said.step[fate];
  return [
    ...(outcome === null ? [] : [said.step[outcome]]),
    ...(verified === null ? [] : [said.step[verified]]),
    ...(undone === 'done' ? [said.step.undone] : []),
  ].join(' · ');
}

function clocksOf({ clocks, mark }: IncidentStory, readers: Readers, said: ReportWords): string {
  if (clocks.length === 0) return '';
  const rows = clocks.map((clock) => clockRow(clock, readers, said));
  const title = said.sections.clocks;
  return `<h4>${line(title)}</h4>${tableMarkup(`${mark} · ${title}`, [said.heads.clocks, ...rows])}`;
}

function clockRow({ what, to, due, ask, source }: ClockStory, readers: Readers, said: ReportWords): readonly string[] {
  const { locale, timeZone } = readers;
  const { duties, unknown } = noticeWords[locale];
  const time = due === null ? unknown : localTime(due, locale, timeZone);
  const asked = ask === null ? '' : ` <em>${line(`${said.ask} ${ask}`)}</em>`;
  return [
    `${line(what)}${asked}`,
    line(to ?? said.kept),
    line(to === null && due !== null ? duties.until(time) : time),
    line(source),
  ];
}

function noticesOf({ updates, mark }: IncidentStory, zero: Millis, said: ReportWords): string {
  if (updates.length === 0) return '';
  const told = updates.map((update) => updateMarkup(update, mark, zero, said));
  return `<h4>${line(said.sections.notices)}</h4>${told.join('\n')}`;
}

function updateMarkup(
  { update, at, written, notices }: UpdateStory,
  mark: string,
  zero: Millis,
  said: ReportWords,
): string {
  const left = written - notices.length;
  const shown = notices.map(
    ({ name, locale, text }) =>
      `<div class="notice"><h5>${line(name)}</h5><pre lang="${locale}" dir="auto">${lines(text)}</pre></div>`,
  );
  return `<details><summary>${mark} · ${sinceText(zero, at)} · ${line(said.update(update, written))}</summary>
${shown.join('\n')}${left === 0 ? '' : `<p class="soft">${line(said.leftOut(left))}</p>`}
</details>`;
}
