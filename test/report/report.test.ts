import { describe, expect, it } from 'vitest';
import { clockText } from '../../src/report/figures.ts';
import { reportPage } from '../../src/report/html.ts';
import { junitXml } from '../../src/report/junit.ts';
import { reportMarkdown } from '../../src/report/report-markdown.ts';
import { readRecordedResult } from '../../src/report/recorded-result.ts';
import { thin } from '../../src/report/thin.ts';
import { factVersion, type Unmeasured } from '../../src/model/fact.ts';
import { duration, plus } from '../../src/model/time.ts';
import { expectGolden } from '../golden/golden-file.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { madeUpFacts, madeUpReport, second, started } from './made-up-run.ts';

describe('a run, told', () => {
  const report = madeUpReport();

  it('has its incident with the times of its phases and of what was done', () => {
    expect(report.incidents).toMatchObject([
      {
        ...{ mark: 'I1', onsetAt: second(20), openedAt: second(23), notifiedAt: second(23.1), resolvedAt: second(46) },
        steps: [{ who: 'standby ', startedAt: second(24), endedAt: second(26), outcome: 'done' }],
      },
    ]);
    expect(report.actions).toMatchObject([{ mark: 'A1', startedAt: second(24), endedAt: second(26) }]);
  });

  it('has arrivals as they came, and signals by what they are', () => {
    for (const [, rate] of report.rates.started) expect(rate).toBeCloseTo(10, 0);
    expect(report.breached.map(({ signal, most }) => [signal, most])).toEqual([['message-delay', 3]]);
    expect(report.saturation.map(({ signal }) => signal)).toEqual(['database-saturation']);
    expect(report.others).toEqual([]);
  });

  it('has percentiles of each step of time, not of all so far', () => {
    const [bands] = report.latency;
    const at = (wanted: number): number => bands!.p50.find(([one]) => one > wanted)![1]!;
    expect([at(5), at(30), at(55)].map((value) => Math.round(value * 10) / 10)).toEqual([0.1, 3, 0.1]);
    expect(bands!.count).toBe(600);
  });

  it('holds each expectation against what happened', () => {
    expect(report.expectations).toEqual([
      {
        name: 'message-delay within 10s of onset, cause disk, resolved',
        faults: ['expected the cause disk; database was identified'],
      },
      { name: 'nothing else opens', faults: [] },
    ]);
  });
});

describe('what a run expected', () => {
  const quiet = { 'no-incident': true, stop: false } as const;

  it.each([
    ['as it recorded it, whatever the scenario says by now', [quiet], ['no incident']],
    [
      'as the scenario says now, of a run that did not record it',
      undefined,
      ['message-delay within 10s of onset, cause disk, resolved', 'nothing else opens'],
    ],
  ] as const)('is held against what happened %s', (_title, expectations, names) => {
    const report = madeUpReport('', { started: expectations === undefined ? started : { ...started, expectations } });
    expect(report.expectations?.map(({ name }) => name)).toEqual(names);
  });

  it('is known where the scenario is gone', () => {
    const report = madeUpReport('', { started: { ...started, expectations: [quiet] }, expectations: null });
    expect(report.expectations).toEqual([
      { name: 'no incident', faults: ['expected no incident; message-delay-1 opened'] },
    ]);
  });
});

describe('the forms of a report', () => {
  it.each(['en', 'zh-CN', 'zh-TW'] as const)('are short in Markdown: %s', (locale) => {
    expectGolden(`reports/made-up.${locale}.md.txt`, reportMarkdown(madeUpReport(), locale));
  });

  it.each([
    ['failed', {}],
    ['inconclusive', { outcome: 'inconclusive' }],
    ['cut-short', { outcome: null }],
    ['gone', { expectations: null }],
  ] as const)('are JUnit XML: %s', (name, changed) => {
    expectGolden(`reports/made-up.${name}.junit.xml.txt`, junitXml({ ...madeUpReport(), ...changed }));
  });

  it('tell beside the outcome of signals that were not measured', () => {
    const unmeasured: Unmeasured = {
      ...{ fact: 'unmeasured', signal: 'database-saturation', read: 'nothing', thresholds: ['full'] },
      series: [{ name: 'sloots', nearest: 'slots' }],
    };
    const facts = [...madeUpFacts(''), { v: factVersion, at: second(61), ...unmeasured } as const];
    const report = madeUpReport('', { facts });
    const told =
      'database-saturation (watched by full) was never measured: there was no sample of sloots while load was on';
    expect(report.warnings).toEqual([expect.stringContaining(told)]);
    expect(junitXml(report)).toContain(`<system-err>${told}`);
    expect(reportMarkdown(report, 'en').replaceAll('\\', '')).toContain(`- ⚠ ${told}`);
    const [, story = ''] = reportPage(report, { locale: 'en', timeZone: 'UTC' }).split('<section id="story"');
    expect(story.split('</section>')[0]).toContain(told);
  });

  const hostile = `\u0000\u0007\u202e\ufffe\ud800 ]]> <b>&"' @all http://192.0.2.1/x ${hostileTexts.join(' ')}`;

  it('have no character in XML that it forbids, and no markup of others', () => {
    const xml = junitXml(madeUpReport(hostile));
    expect(xml).not.toMatch(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|\u202e|<b>|\]\]>/u);
  });

  it('have no markup, mention or address of others in Markdown', () => {
    const markdown = reportMarkdown(madeUpReport(hostile), 'en');
    expect(markdown).not.toMatch(/\u202e|(?<!\\)<b>|@\w|http:\/\/|\u0007/);
  });
});

describe('what the actions were worth', () => {
  const control = {
    run: '20260105-011000-office-1',
    worth: [
      { of: 'mitigate', with: 20_000, without: 65_000, gained: 45_000 },
      { of: 'recover', with: 26_000, without: null, gained: null },
      { of: 'affected', with: 0.4, without: 0.3, gained: -0.1 },
      { of: 'peak', with: 3, without: 3, gained: 0 },
    ],
  } as const;

  it.each([
    ['en', '45.0 s better', '10 % worse', 'no difference'],
    ['zh-CN', '改善 45.0 s', '变差 10 %', '没有差别'],
    ['zh-TW', '改善 45.0 s', '變差 10 %', '沒有差別'],
  ] as const)('stands in the story and in Markdown, beside what was without them: %s', (locale, ...said) => {
    const report = madeUpReport('', { control });
    const [, story = ''] = reportPage(report, { locale, timeZone: 'UTC' }).split('<section id="story"');
    const forms = [story.split('</section>')[0], reportMarkdown(report, locale)];
    for (const form of forms) for (const text of [...said, '20.0 s', '65.0 s', '–']) expect(form).toContain(text);
    for (const form of forms) expect(form?.replace(/\\\\/g, '')).toContain(control.run);
  });

  it('is drawn as both curves where the run of the control is at hand, each from the start of its own load', () => {
    const later = madeUpFacts('').map((fact) => ({ ...fact, at: plus(fact.at, duration(600_000)) }));
    const report = madeUpReport('', { control, controlFacts: later });
    expect(report.control?.curves.map(({ signal }) => signal)).toEqual(['message-delay']);
    const [curve] = report.control!.curves;
    expect(curve?.without).toEqual(curve?.with);
    const page = reportPage(report, { locale: 'en', timeZone: 'UTC' });
    expect(page).toContain('At the most 3.00 s with the actions, 3.00 s without.');
  });

  it('is told without curves where it is not, and not at all of a run without a control', () => {
    expect(madeUpReport('', { control }).control).toEqual({ ...control, curves: [] });
    expect(madeUpReport().control).toBeNull();
    expect(reportMarkdown(madeUpReport(), 'en')).not.toContain('were worth');
  });
});

describe('on what a run was made', () => {
  it.each([
    ['en', 'Cores: <bdi lang="en">2</bdi>', 'Memory: <bdi lang="en">7.8 GiB</bdi>'],
    ['zh-CN', '核心数: <bdi lang="en">2</bdi>', '内存: <bdi lang="en">7.8 GiB</bdi>'],
    ['zh-TW', '核心數: <bdi lang="en">2</bdi>', '記憶體: <bdi lang="en">7.8 GiB</bdi>'],
  ] as const)('stands on the page: %s', (locale, cores, memory) => {
    const page = reportPage(madeUpReport(), { locale, timeZone: 'UTC' });
    expect(page).toContain(cores);
    expect(page).toContain(memory);
  });

  it('is not told by a run of an earlier version', () => {
    const page = reportPage({ ...madeUpReport(), machine: {} }, { locale: 'en', timeZone: 'UTC' });
    expect(page).toContain('<dt>Machine</dt><dd>not told by the run</dd>');
  });
});

describe('a thinned curve', () => {
  it('keeps its peaks at their times, and its gaps', () => {
    const points = Array.from(
      { length: 10_000 },
      (_, at) => [at, at === 4321 ? 9 : at > 6000 && at < 7000 ? null : 1] as const,
    );
    const thinned = thin(points, 100);
    expect(thinned.length).toBeLessThanOrEqual(100);
    expect(thinned).toContainEqual([4321, 9]);
    expect(thinned.some(([, value]) => value === null)).toBe(true);
  });
});

it.each([
  [0, '0:00'],
  [65_000, '1:05'],
  [3_725_000, '1:02:05'],
  [-5000, '−0:05'],
  [-100, '0:00'],
])('%i ms after the start stands as %s', (ms, text) => {
  expect(clockText(duration(ms))).toBe(text);
});

it.each([
  ['nothing', null],
  ['no JSON', '{'],
  ['another form', '[1]'],
  ['a control of another form', '{"control":{"run":"a","worth":[{"of":"mitigate","with":"1"}]}}'],
  ['a score of another form', '{"score":{"total":1,"items":[{}]},"machine":[1]}'],
])('of a result that is %s there is nothing to tell', (_title, text) => {
  expect(readRecordedResult(text)).toEqual({ score: null, machine: {}, control: null });
});
