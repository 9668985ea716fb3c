import { between } from '../model/time.ts';
import { oneLine } from '../notice/one-line.ts';
import { escapeMarkup } from '../notice/escape-markup.ts';
import type { Report } from './report.ts';

/** One test case of a run: passed, failed by what happened, or not decided. */
interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly verdict: { readonly element: 'failure' | 'error'; readonly type: string; readonly why: string } | null;
}

/**
 * The report as JUnit XML, for a build server: every expectation is a test case. A run that came to no conclusion decides none of them: each is an error, so that
 * it is never taken for a failure of the service, nor for a pass.
 */
export function junitXml(report: Report): string {
  const cases = [...expectationCases(report), ...scoreCases(report)];
  const countOf = (element: 'failure' | 'error'): number =>
    cases.filter(({ verdict }) => verdict?.element === element).length;
  const seconds = (between(report.startedAt, report.endedAt) / 1000).toFixed(3);
  const counts = `tests="${cases.length}" failures="${countOf('failure')}" errors="${countOf('error')}" time="${seconds}"`;
  // The usual schema knows no zone: the time is UTC.
  const timestamp = new Date(report.startedAt).toISOString().slice(0, 19);
  const suite = attribute(`surgebook.${report.scenario}`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="surgebook" ${counts}>
  <testsuite name="${suite}" package="surgebook" id="0" hostname="localhost" timestamp="${timestamp}" ${counts}>
    <properties>
${propertiesOf(report)
  .map(([name, value]) => `      <property name="${attribute(name)}" value="${attribute(value)}"/>`)
  .join('\n')}
    </properties>
${cases.map((one) => testCase(one, one === cases[0] ? seconds : '0.000')).join('\n')}
    <system-out>${content(report.reasons.join('\n'))}</system-out>
    <system-err>${content(report.warnings.join('\n'))}</system-err>
  </testsuite>
</testsuites>
`;
}

function propertiesOf(report: Report): readonly (readonly [string, string])[] {
  const { engine, target, arrivals, score } = report;
  return [
    ['run', report.run],
    ['outcome', report.outcome ?? 'cut short'],
    ['engine', `${engine.name} ${engine.version}`],
    ['target', target.id],
    ['arrivals', `${arrivals.planned} planned, ${arrivals.started} began, ${arrivals.dropped} dropped`],
    ...(typeof score?.total !== 'number' ? [] : [['score', String(score.total)] as const]),
  ];
}

function expectationCases(report: Report): readonly TestCase[] {
  const { expectations, outcome, scenario } = report;
  const classname = `surgebook.${scenario}`;
  const undecided = undecidedOf(report);
  const known = expectations ?? [
    { name: 'the run is as expected', faults: outcome === 'expected' ? [] : report.reasons },
  ];
  return known.map(({ name, faults }) => ({
    ...{ name, classname },
    verdict:
      undecided ?? (faults.length === 0 ? null : { element: 'failure', type: 'unexpected', why: faults.join('\n') }),
  }));
}

/** A key item is expected like anything else. */
function scoreCases(report: Report): readonly TestCase[] {
  const undecided = undecidedOf(report);
  return (report.score?.items ?? [])
    .filter(({ key }) => key)
    .map(({ id, outcome, why }) => ({
      ...{ name: `score: ${id}`, classname: `surgebook.${report.scenario}` },
      verdict: undecided ?? (outcome === 'met' ? null : { element: 'failure', type: outcome, why: why ?? outcome }),
    }));
}

function undecidedOf({ outcome, reasons }: Report): TestCase['verdict'] {
  if (outcome === null) return { element: 'error', type: 'cut-short', why: 'the run was cut short' };
  return outcome === 'inconclusive' ? { element: 'error', type: 'inconclusive', why: reasons.join('\n') } : null;
}

function testCase({ name, classname, verdict }: TestCase, time: string): string {
  const opening = `    <testcase name="${attribute(name)}" classname="${attribute(classname)}" time="${time}"`;
  if (verdict === null) return `${opening}/>`;
  const { element, type, why } = verdict;
  const message = attribute(why.split('\n')[0] ?? '');
  return `${opening}>
      <${element} type="${attribute(type)}" message="${message}">${content(why)}</${element}>
    </testcase>`;
}

/** Characters that XML 1.0 has no way to write. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const attribute = (text: string): string => escapeMarkup(oneLine(text).replace(unwritable, ''));

const content = (text: string): string => text.split('\n').map(attribute).join('\n');
