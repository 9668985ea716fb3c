import type { Locale } from '../model/locale.ts';
import { secondsText } from '../model/quantity.ts';
import type { ComparedRuns } from './compared-runs.ts';
import type { MeasureComparison, MeasureVerdict } from './comparison.ts';
import { escapeMarkup } from '../notice/escape-markup.ts';
import { drawingOf } from './drawing.ts';
import type { IncidentPair } from './incident-times.ts';
import { shownChange, shownInterval, shownValue } from './measure-text.ts';
import { pageWords, type PageWords } from './page-words.ts';

/** One page with all that two runs differ in, and their curves laid over each other: nothing in it is fetched or runs, and nothing in a name is taken for markup. */
export function comparisonPage(compared: ComparedRuns, locale: Locale): string {
  const { a, b, comparison, incidents, remarks } = compared;
  const said = pageWords[locale];
  const { seconds, block, judged, tolerance, measures } = comparison;
  const share = `${Number((tolerance * 100).toFixed(2))} %`;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(`${said.title} · ${a.started.title}`)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#measures">${said.skip}</a>
<header>
<h1>${escapeMarkup(a.started.title)}</h1>
<p>${said.before}: <code>${escapeMarkup(a.run)}</code><br>${said.after}: <code>${escapeMarkup(b.run)}</code></p>
<p class="verdict">${escapeMarkup(summaryOf(measures, said))}</p>
<p>${escapeMarkup(said.how(seconds, block, judged, share))}</p>
${remarks.map((remark) => `<p>${escapeMarkup(remark)}</p>`).join('\n')}
</header>
<main>
<section>
<h2 id="measures" tabindex="-1">${said.measures}</h2>
${measuresTable(measures, said)}
</section>
${incidents.length === 0 ? '' : incidentsTable(incidents, said)}
<section>
<h2 id="curves">${said.curves}</h2>
<p>${said.legend}</p>
<div class="drawings">
${measures.map((measure) => figureOf(measure, said, seconds)).join('\n')}
</div>
</section>
</main>
</body>
</html>
`;
}

function summaryOf(measures: readonly MeasureComparison[], said: PageWords): string {
  const count = (verdict: MeasureVerdict): number => measures.filter((measure) => measure.verdict === verdict).length;
  const [worse, better] = [count('regression'), count('improvement')];
  const parts = [...(worse === 0 ? [] : [said.worse(worse)]), ...(better === 0 ? [] : [said.better(better)])];
  return parts.length === 0 ? said.same : parts.join(' · ');
}

const nameOf = ({ name, kind }: MeasureComparison, said: PageWords): string =>
  name === null ? said.kind[kind] : `${name} · ${said.kind[kind]}`;

/** A table wider than a phone is scrolled by itself, with the keyboard too. */
function scrolled(label: string, table: string): string {
  return `<div class="scrolled" role="region" aria-label="${escapeMarkup(label)}" tabindex="0">${table}</div>`;
}

function measuresTable(measures: readonly MeasureComparison[], said: PageWords): string {
  const head = said.headings.map((heading) => `<th scope="col">${escapeMarkup(heading)}</th>`).join('');
  const rows = measures.map((measure) => {
    const { unit, a, b, verdict } = measure;
    const cells = [shownValue(a, unit), shownValue(b, unit), shownChange(measure, said.points), shownInterval(measure)];
    const numbers = cells.map((cell) => `<td class="number">${escapeMarkup(cell)}</td>`).join('');
    return `<tr class="${verdict}"><th scope="row">${escapeMarkup(nameOf(measure, said))}</th>${numbers}<td>${said.verdict[verdict]}</td></tr>`;
  });
  return scrolled(said.measures, `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`);
}

function incidentsTable(incidents: readonly IncidentPair[], said: PageWords): string {
  const head = said.incidentHeadings.map((heading) => `<th scope="col">${escapeMarkup(heading)}</th>`).join('');
  const rows = incidents.map(({ playbook, a, b }) => {
    const both = (of: 'detect' | 'recover'): string =>
      `${secondsText(a?.[of] ?? null)} → ${secondsText(b?.[of] ?? null)}`;
    return `<tr><th scope="row">${escapeMarkup(playbook)}</th><td>${both('detect')}</td><td>${both('recover')}</td></tr>`;
  });
  const table = `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
  return `<section>\n<h2 id="incidents">${said.incidents}</h2>\n${scrolled(said.incidents, table)}\n</section>`;
}

function figureOf(measure: MeasureComparison, said: PageWords, length: number): string {
  const { unit, a, b, curves, verdict } = measure;
  const name = nameOf(measure, said);
  const drawing = drawingOf({
    ...curves,
    said: `${name}: ${said.before} ${shownValue(a, unit)}, ${said.after} ${shownValue(b, unit)}`,
    most: (value) => shownValue(value, unit),
    length: `${length} s`,
  });
  return `<figure class="${verdict}">\n<figcaption>${escapeMarkup(name)} <small>${shownChange(measure, said.points)} · ${said.verdict[verdict]}</small></figcaption>\n${drawing}\n</figure>`;
}

/** Light and dark, on a phone and on paper. */
const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --a: #0550ae; --b: #bc4c00; --bad: #a40e26; --good: #116329; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #30363d; --a: #79c0ff; --b: #ffa657; --bad: #ff9a92; --good: #7ee787; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem clamp(1rem, 4vw, 3rem); background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, "PingFang SC", "PingFang TC", "Microsoft YaHei", "Microsoft JhengHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; } header p { margin: .25rem 0; color: var(--soft); } header .verdict { color: var(--ink); font-weight: 600; }
code { overflow-wrap: anywhere; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
:focus-visible { outline: 2px solid var(--a); outline-offset: 2px; }
.scrolled { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); } th { font-weight: 500; } tbody th { min-width: 9rem; } thead th { color: var(--soft); }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.regression td:last-child, figure.regression small { color: var(--bad); font-weight: 600; } tr.improvement td:last-child, figure.improvement small { color: var(--good); font-weight: 600; }
.drawings { display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
figure { margin: 0; break-inside: avoid; } figcaption small { color: var(--soft); } svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font-size: 12px; } .axis { stroke: var(--line); } .faint { stroke-dasharray: 2 4; }
path { fill: none; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; } path.a { stroke: var(--a); } path.b { stroke: var(--b); stroke-dasharray: 6 4; }
`;
