import type { Locale } from '../model/locale.ts';
import { inertLine } from '../notice/channels/inert.ts';
import { escape, table } from '../notice/markdown.ts';
import { lengthText, sinceText } from './figures.ts';
import type { Millis } from '../model/time.ts';
import { resultOf } from './incident-markup.ts';
import { machineLines } from './machine-lines.ts';
import type { IncidentStory, Report } from './report.ts';
import { reportWords, type ReportWords } from './report-words.ts';
import { scoreRows } from './score-rows.ts';
import { slowestOf } from './slowest.ts';
import { worthRows } from './worth-rows.ts';

/** So many lines of what happened a pull request is told. */
const mostHappenings = 15;

const signs = { expected: '✅', unexpected: '❌', inconclusive: '❔', 'cut-short': '✂' } as const;

/** The report in Markdown, short: what a pull request is told. Texts from outside mean no more than they say. */
export function reportMarkdown(report: Report, locale: Locale): string {
  const said = reportWords[locale];
  const outcome = report.outcome ?? 'cut-short';
  const { incidents, arrivals, expectations, score, zero, happenings } = report;
  const { detect, recover } = slowestOf(incidents);
  const numbers = [
    `${said.numbers.arrivals}: ${arrivals.started} (${said.numbers.planned} ${arrivals.planned}, ${said.numbers.dropped} ${arrivals.dropped})`,
    ...(score === null ? [] : [`${said.numbers.score}: ${score.total ?? '–'}`]),
    ...(detect === null ? [] : [`${said.numbers.detect}: ${lengthText(detect)}`]),
    ...(recover === null ? [] : [`${said.numbers.recover}: ${lengthText(recover)}`]),
  ];
  const people = incidents.flatMap((incident) => personRows(incident, zero, said));
  const chief = happenings.filter((one) => one.chief).slice(0, mostHappenings);
  const sections = [
    `### ${signs[outcome]} ${report.drill ? `${said.drill} · ` : ''}${plain(report.title)}: ${said.outcome[outcome]}`,
    list([...report.reasons.map(plain), ...report.warnings.map((warning) => `⚠ ${plain(warning)}`)]),
    numbers.join(' · '),
    ...worthSections(report, said),
    ...(expectations === null
      ? []
      : [
          cells([
            said.heads.expected,
            ...expectations.map(({ name, faults }) => [name, faults.length === 0 ? said.cameTrue : faults.join('; ')]),
          ]),
        ]),
    ...(incidents.length === 0
      ? []
      : [
          cells([
            [
              '',
              said.sections.incidents,
              said.incident.cause,
              said.incident.onset,
              said.incident.opened,
              said.incident.resolved,
            ],
            ...incidents.map(({ mark, title, cause, causeSaid, onsetAt, openedAt, resolvedAt }) => [
              ...[mark, title, causeSaid ?? cause ?? said.incident.unknown],
              ...[sinceText(zero, onsetAt), sinceText(zero, openedAt)],
              resolvedAt === null ? said.incident.never : sinceText(zero, resolvedAt),
            ]),
          ]),
        ]),
    ...(people.length === 0 ? [] : [cells([said.heads.steps, ...people])]),
    ...(score === null ? [] : [cells([said.heads.score, ...scoreRows(score, said).map((row) => row.cells)])]),
    list(
      chief.map(({ at, mark, kind, what }) => {
        const marked = mark === null ? '' : `**${mark}** `;
        return `${sinceText(zero, at)} ${marked}${said.kind[kind]}${kind === 'action' ? `: ${plain(what)}` : ''}`;
      }),
    ),
    `${plain(report.run)} · ${plain(`${report.engine.name} ${report.engine.version}`)} · ${plain(said.compression(report.surge.compression))}`,
    machineLines(report, said)
      .map(([name, value]) => plain(`${name} ${value}`))
      .join(' · '),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function worthSections(report: Report, said: ReportWords): readonly string[] {
  const rows = worthRows(report, said);
  if (report.control === null) return [];
  const beside = plain(said.worth.beside(report.control.run));
  return [`**${said.worth.title}** ${beside}`, ...(rows.length === 0 ? [] : [cells([said.worth.heads, ...rows])])];
}

/** The steps that people had, where any took part, with their times. */
const personRows = ({ mark, steps }: IncidentStory, zero: Millis, said: ReportWords): readonly (readonly string[])[] =>
  steps
    .filter(({ fate }) => fate !== null)
    .map((step) => {
      const times = [step.due, step.startedAt, step.endedAt].map((at) => (at === null ? '' : sinceText(zero, at)));
      return [`${mark} ${step.what}`, step.who, ...times, resultOf(step, said)];
    });

/** A web address or a mention would become a link by itself: a mark that is not seen stands in it. */
const plain = (text: string): string =>
  escape(inertLine(text))
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/:\/\//g, ':\u200b//');

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

/** A table of texts: each is escaped by the table itself. */
const cells = (rows: readonly (readonly string[])[]): string =>
  table(
    rows.map((row) =>
      row.map((cell) =>
        inertLine(cell)
          .replace(/@(?=\w)/g, '@\u200b')
          .replace(/:\/\//g, ':\u200b//'),
      ),
    ),
  );
