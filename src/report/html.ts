import { between } from '../model/time.ts';
import { lengthText, readingText, sinceText, wallTime } from './figures.ts';
import { drawCharts, type DrawnChart, type LegendEntry } from './charts.ts';
import { incidentMarkup } from './incident-markup.ts';
import { machineLines } from './machine-lines.ts';
import { inEnglish, line, tableMarkup } from './markup.ts';
import { pageStyle } from './page-style.ts';
import type { Readers } from './readers.ts';
import type { Happening, Report } from './report.ts';
import { reportWords, type ReportWords } from './report-words.ts';
import { slowestOf } from './slowest.ts';
import { scoreRows } from './score-rows.ts';
import { worthRows } from './worth-rows.ts';

/**
 * The report as one page: nothing in it is fetched or run, so it can be mailed, and kept. Texts from outside mean no more than they say. Whoever cannot see a
 * chart finds its sentence and its values beside it.
 */
export function reportPage(report: Report, readers: Readers): string {
  const said = reportWords[readers.locale];
  const outcome = report.outcome ?? 'cut-short';
  const sections: readonly (readonly [id: string, title: string, content: string])[] = [
    [
      'charts',
      said.sections.charts,
      drawCharts(report, readers.locale)
        .map((one) => figure(one, said))
        .join('\n'),
    ],
    ['incidents', said.sections.incidents, incidentsOf(report, readers, said)],
    ['score', said.sections.score, scoreOf(report, said)],
    ['expected', said.sections.expected, expectedOf(report, said)],
    ['everything', said.sections.everything, everythingOf(report, readers, said)],
    ['signals', said.sections.signals, signalsOf(report, said)],
    ['how', said.sections.how, howOf(report, readers, said)],
  ];
  const shown = sections.filter(([, , content]) => content !== '');
  return `<!doctype html>
<html lang="${readers.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${line(report.title)} · ${line(said.outcome[outcome])} · ${line(said.report)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#story">${line(said.skip)}</a>
<header>
<p class="about">${line(said.report)} · ${line(report.run)}</p>
<h1>${report.drill ? `<span class="drill">${line(said.drill)}</span> ` : ''}<bdi>${line(report.title)}</bdi></h1>
<nav aria-label="${line(said.report)}"><ul>${shown.map(([id, title]) => `<li><a href="#${id}">${line(title)}</a></li>`).join('')}</ul></nav>
</header>
<main>
<section id="story" tabindex="-1">
${storyOf(report, said)}
</section>
${shown.map(([id, title, content]) => `<section id="${id}">\n<h2>${line(title)}</h2>\n${content}\n</section>`).join('\n')}
</main>
<footer><p>${line(said.zone(readers.timeZone))} ${line(said.how.made)} surgebook ${line(report.surgebook)}.</p></footer>
</body>
</html>
`;
}

/** What must be known, in one screen. */
function storyOf(report: Report, said: ReportWords): string {
  const { arrivals, score, incidents, startedAt, endedAt, happenings, reasons, warnings } = report;
  const outcome = report.outcome ?? 'cut-short';
  const { detect, recover } = slowestOf(incidents);
  const numbers: readonly (readonly [string, string, string])[] = [
    [said.numbers.arrivals, String(arrivals.started), arrivalsText(arrivals, said)],
    ...(score === null ? [] : [[said.numbers.score, score.total === null ? '–' : String(score.total), ''] as const]),
    [said.numbers.incidents, String(incidents.length), ''],
    ...(detect === null ? [] : [[said.numbers.detect, lengthText(detect), ''] as const]),
    ...(recover === null ? [] : [[said.numbers.recover, lengthText(recover), ''] as const]),
    [said.numbers.length, lengthText(between(startedAt, endedAt)), ''],
  ];
  return `<h2>${line(said.sections.story)}</h2>
<p class="outcome ${outcome}">${line(said.outcome[outcome])}</p>
<ul class="reasons">${reasons.map((reason) => `<li>${inEnglish(reason)}</li>`).join('')}</ul>
${warningsOf(warnings)}<dl class="numbers">${numbers
    .map(([name, value, more]) => {
      const small = more === '' ? '' : `<small>${line(more)}</small>`;
      return `<div><dt>${line(name)}</dt><dd>${line(value)}${small}</dd></div>`;
    })
    .join('')}</dl>
${worthOf(report, said)}<h3>${line(said.sections.happened)}</h3>
${chiefTimes(happenings, report, said)}`;
}

const warningsOf = (warnings: readonly string[]): string =>
  warnings.length === 0
    ? ''
    : `<ul class="warnings">${warnings.map((warning) => `<li>${inEnglish(warning)}</li>`).join('')}</ul>\n`;

function worthOf(report: Report, said: ReportWords): string {
  const { control } = report;
  if (control === null) return '';
  const rows = worthRows(report, said).map((row) => row.map(line));
  const table = rows.length === 0 ? '' : `${tableMarkup(said.worth.title, [said.worth.heads, ...rows])}\n`;
  return `<h3>${line(said.worth.title)}</h3>\n<p>${line(said.worth.beside(control.run))}</p>\n${table}`;
}

const arrivalsText = ({ planned, dropped }: Report['arrivals'], said: ReportWords): string =>
  `${said.numbers.planned} ${planned} · ${said.numbers.dropped} ${dropped}`;

/** More than this is in the whole account. */
const mostChief = 24;

function chiefTimes(happenings: readonly Happening[], { zero, incidents }: Report, said: ReportWords): string {
  const titles = new Map(incidents.map(({ mark, title }) => [mark, title]));
  const chief = happenings.filter((one) => one.chief);
  if (chief.length === 0) return `<p>${line(said.nothing)}</p>`;
  const items = chief.slice(0, mostChief).map(({ at, kind, mark, what }) => {
    const title = mark === null ? undefined : titles.get(mark);
    const named = kind === 'opened' && title !== undefined ? `: ${line(title)}` : '';
    const more = kind === 'action' || kind === 'load-stopping' || kind === 'blind' ? `: ${inEnglish(what)}` : '';
    return `<li><time>${sinceText(zero, at)}</time><span>${markOf(mark)}${line(said.kind[kind])}${named}${more}</span></li>`;
  });
  const left = chief.length - items.length;
  const link = left > 0 ? `<p><a href="#everything">+ ${left}</a></p>` : '';
  return `<ol class="times">${items.join('\n')}</ol>${link}`;
}

const markOf = (mark: string | null): string => (mark === null ? '' : `<span class="mark">${line(mark)}</span> `);

function figure(chart: DrawnChart, said: ReportWords): string {
  const { id, title, says, legend, wide, narrow, table } = chart;
  const cells = table.map((row, place) => (place === 0 ? row : row.map(line)));
  return `<figure aria-labelledby="${id}-title">
<figcaption><h3 id="${id}-title">${line(title)}</h3><p>${line(says)}</p></figcaption>
<div class="drawn" role="img" aria-label="${line(`${title}. ${says}`)}">${sized(wide, 'wide')}${sized(narrow, 'narrow')}</div>
<ul class="legend">${legend.map((entry) => `<li>${swatch(entry)}${line(entry.name)}</li>`).join('')}</ul>
<details><summary>${line(said.values)}<span class="soft"> · ${line(title)}</span></summary>${tableMarkup(title, cells)}</details>
</figure>`;
}

const sized = (svg: string, size: 'wide' | 'narrow'): string =>
  svg.replace('<svg', `<svg class="${size}" aria-hidden="true" focusable="false"`);

const dashes: Readonly<Record<LegendEntry['look'], string>> = {
  ...{
    solid: '',
    dashed: ' stroke-dasharray="6 3"',
    dotted: ' stroke-dasharray="2 3"',
    area: '',
    tint: '',
    hollow: '',
  },
};

function swatch({ look, colour }: LegendEntry): string {
  const stroke = `stroke="var(${colour})"`;
  const fill = look === 'hollow' ? 'fill="none"' : `fill="var(${colour})"`;
  const edge = look === 'hollow' ? ` ${stroke} stroke-width="1.5"` : look === 'tint' ? ' fill-opacity="0.3"' : '';
  const shape =
    look === 'area' || look === 'tint' || look === 'hollow'
      ? `<rect x="1" y="1" width="24" height="10" ${fill}${edge}/>`
      : `<path d="M0 6H26" fill="none" ${stroke} stroke-width="3"${dashes[look]}/>`;
  return `<svg viewBox="0 0 26 12" aria-hidden="true" focusable="false">${shape}</svg>`;
}

const incidentsOf = (report: Report, readers: Readers, said: ReportWords): string =>
  report.incidents.map((incident) => incidentMarkup(incident, report.zero, readers, said)).join('\n');

function scoreOf({ score }: Report, said: ReportWords): string {
  if (score === null) return '';
  const rows = scoreRows(score, said).map(
    ({ cells: [what = '', value = '', target = '', outcome = '', weight = ''], why, state }) => [
      ...[line(what), line(value), line(target)],
      `<span class="${state}">${line(outcome)}</span>${why === null ? '' : ` ${inEnglish(why)}`}`,
      line(weight),
    ],
  );
  return tableMarkup(said.sections.score, [said.heads.score, ...rows]);
}

function expectedOf({ expectations }: Report, said: ReportWords): string {
  if (expectations === null) return `<p>${line(said.scenarioGone)}</p>`;
  const rows = expectations.map(({ name, faults }) => [
    inEnglish(name),
    faults.length === 0
      ? `<span class="met">${line(said.cameTrue)}</span>`
      : `<span class="missed">${faults.map(inEnglish).join('; ')}</span>`,
  ]);
  return tableMarkup(said.sections.expected, [said.heads.expected, ...rows]);
}

function everythingOf({ happenings, zero }: Report, { timeZone }: Readers, said: ReportWords): string {
  const rows = happenings.map(({ at, kind, mark, what }) => [
    sinceText(zero, at),
    wallTime(at, timeZone),
    `${markOf(mark)}${line(said.kind[kind])}`,
    inEnglish(what),
  ]);
  const title = said.sections.everything;
  return `<details><summary>${line(title)} (${rows.length})</summary>${tableMarkup(title, [said.heads.happenings, ...rows])}</details>`;
}

function signalsOf({ others }: Report, said: ReportWords): string {
  if (others.length === 0) return '';
  const title = said.sections.signals;
  const rows = others.map(({ signal, unit, least, most, last }) => [
    ...[line(signal), ...[least, most, last].map((value) => line(readingText(value, unit)))],
  ]);
  return `<details><summary>${line(title)} (${rows.length})</summary>${tableMarkup(title, [said.heads.values, ...rows])}</details>`;
}

function howOf(report: Report, { timeZone }: Readers, said: ReportWords): string {
  const { how } = said;
  const { engine, target, surge, skipped } = report;
  const machines = machineLines(report, said);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(report.startedAt);
  const rows: readonly (readonly [string, string])[] = [
    [how.when, `${line(day)} ${wallTime(report.startedAt, timeZone)} – ${wallTime(report.endedAt, timeZone)}`],
    [how.run, line(report.run)],
    [how.scenario, line(report.scenario)],
    [how.surge, inEnglish(surge.description)],
    [how.compression, line(said.compression(surge.compression))],
    [how.engine, `${line(`${engine.name} ${engine.version}`)}<br>${line(said.model[engine.model])}`],
    [how.target, line(`${target.id} · ${target.url}`)],
    [
      how.machine,
      machines.length === 0
        ? line(said.untold)
        : machines.map(([name, value]) => `${line(name)}: ${inEnglish(value)}`).join('<br>'),
    ],
    ...(skipped.length === 0
      ? []
      : [[how.skipped, skipped.map(({ journey, why }) => inEnglish(`${journey}: ${why}`)).join('<br>')] as const]),
    [how.made, line(`surgebook ${report.surgebook}`)],
  ];
  return `<dl class="facts">${rows.map(([name, value]) => `<dt>${line(name)}</dt><dd>${value}</dd>`).join('\n')}</dl>`;
}
