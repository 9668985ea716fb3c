import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { pushedNames } from '../../src/engine/k6/vocabulary.ts';
import { dashboardFiles } from '../../src/export/grafana/files.ts';
import { levelLines, type Level } from '../../src/export/grafana/level-lines.ts';
import { ruleGroup, type Judged } from '../../src/export/prometheus/rules.ts';
import { duration } from '../../src/model/time.ts';
import { parseDashboard, queriesOf, substituted, type Dashboard, type Panel } from './grafana-dashboard.ts';
import { madeUp, patient } from './judged.ts';
import { promtool, withoutPromtool, written } from './promtool.ts';

/** The two dashboards of an export. */
function dashboardsOf(judged: Judged): { readonly rehearsal: Dashboard; readonly signals: Dashboard } {
  const texts = new Map(dashboardFiles(judged).map(({ name, text }) => [name, text]));
  expect([...texts.keys()]).toEqual(['rehearsal.json', `${judged.target}.signals.json`]);
  const read = (name: string): Dashboard => parseDashboard(texts.get(name) ?? '');
  return { rehearsal: read('rehearsal.json'), signals: read(`${judged.target}.signals.json`) };
}

const { rehearsal, signals } = dashboardsOf(madeUp);
const both = [
  ['of a rehearsal', rehearsal],
  ['of signals', signals],
] as const;
const panelOf = (title: string): Panel | undefined => signals.panels.find((panel) => panel.title === title);
const { rules } = ruleGroup(madeUp);
const alerts = rules.flatMap((rule) => ('alert' in rule ? [rule] : []));

describe.each(both)('the dashboard %s', (_which, { uid, panels, templating }) => {
  it('asks the Prometheus that its reader chooses', () => {
    expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource', query: 'prometheus' }]);
    expect(panels.map(({ datasource }) => datasource)).toEqual(
      panels.map(() => ({ type: 'prometheus', uid: '${datasource}' })),
    );
  });

  it('has panels that are told apart, described, and lie beside each other', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ description }) => description === '')).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_cell, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('gives each query of a panel a letter of its own', () => {
    const twice = panels.filter(({ targets }) => new Set(targets.map(({ refId }) => refId)).size < targets.length);
    expect(twice).toEqual([]);
  });

  it('has an id that Grafana takes', () => {
    expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
  });
});

describe('signals', () => {
  const [green, yellow, orange, red] = ['green', 'yellow', 'orange', 'red'];
  it.each([
    ['message-delay', 's', [0.5, green, 1, orange]],
    ['answer-median', 's', [0.8, orange]],
    ['answer-p90', 's', []],
    ['answer-p99', 's', []],
    ['answer-mean', 's', [0, green, 1, orange]],
    ['answer-worst', 's', [4, green, 5, red]],
    ['loss-ratio', 'percentunit', [0, orange]],
    ['fullness', 'percentunit', [0.8, green, 0.9, orange]],
    ['order-rate', 'suffix:/s', [2, orange, 4, green]],
    ['people-inside', 'short', [10, orange]],
    ['queue-peak', 'short', [1, orange, 3, green]],
  ])('%s is shown in its unit, with the levels at which it fires and clears', (id, unit, levels) => {
    const panel = panelOf(id);
    expect(panel?.targets.map(({ expr }) => expr)).toEqual([`surgebook:${id.replaceAll('-', '_')}{target="made-up"}`]);
    const { defaults } = panel!.fieldConfig;
    const [base, ...lines] = defaults.thresholds?.steps ?? [];
    expect({ unit: defaults.unit, base }).toEqual({ unit, base: { value: null, color: 'transparent' } });
    expect(lines.flatMap(({ value, color }) => [value, color])).toEqual(levels);
    const highest = Math.max(...lines.map(({ value }) => value ?? 0));
    if (lines.length > 0) expect(defaults.custom?.axisSoftMax).toBeGreaterThanOrEqual(highest);
  });

  it('are those that the rules record, with what thresholds see of them, no more and no fewer', () => {
    // What is recorded over the windows of a burn rate is seen in the burn rate.
    const records = rules.flatMap((rule) => ('record' in rule && !rule.record.includes(':over_') ? [rule.record] : []));
    const shown = signals.panels.filter(({ type }) => type === 'timeseries').flatMap(({ targets }) => targets);
    expect(shown.map(({ expr }) => expr.replace(/\{.*/, '')).toSorted()).toEqual(records.toSorted());
  });

  it('say in words when they fire and clear, and when nothing speaks of them', () => {
    expect(panelOf('order-rate')?.description).toContain(
      '- orders-gone (major, of the playbook orders) fires below 2.0/s for 3s, clears above 4.0/s for 9s',
    );
    expect(panelOf('answer-worst')?.description).toContain(
      '- worst-high (critical, of the playbook slow) fires above 5.00 s for 1s, clears below 4.00 s',
    );
    expect(panelOf('answer-p90')?.description).toContain('No threshold speaks of it.');
  });

  it.each<[string, readonly Level[], readonly (readonly [number, string])[]]>([
    ['none', [], []],
    [
      'any order',
      [
        { value: 3, means: 'minor' },
        { value: 1, means: 'clear' },
      ],
      [
        [1, green],
        [3, yellow],
      ],
    ],
    [
      'several thresholds at one level: the worst',
      [
        { value: 2, means: 'critical' },
        { value: 2, means: 'minor' },
        { value: 2, means: 'clear' },
        { value: 1, means: 'clear' },
        { value: 1, means: 'major' },
      ],
      [
        [1, orange],
        [2, red],
      ],
    ],
  ])('draw lines at %s', (_what, levels, lines) => {
    const [, ...drawn] = levelLines(levels);
    expect(drawn).toEqual(lines.map(([value, color]) => ({ value, color })));
  });
});

/** The panels of alerts that are about a trend or a burn rate, and not about a signal as it is. */
const aspects: Readonly<Record<string, Panel | undefined>> = {
  full_soon: panelOf('full-soon: fullness in 10m by its trend'),
  lossy_budget: panelOf('lossy-budget: burn rate of loss-ratio'),
};

describe('what thresholds see of a signal beside its value', () => {
  it.each([
    ['full_soon', 'percentunit', [0.9, 'green', 1, 'orange']],
    ['lossy_budget', 'short', [1, 'green', 14.4, 'orange']],
  ])('%s has a panel of its own, in its unit, with its levels', (alert, unit, levels) => {
    const panel = aspects[alert];
    expect(panel?.targets.map(({ expr }) => expr)).toEqual([`surgebook:threshold:${alert}{target="made-up"}`]);
    const { defaults } = panel!.fieldConfig;
    const [, ...lines] = defaults.thresholds?.steps ?? [];
    expect({ unit: defaults.unit, lines: lines.flatMap(({ value, color }) => [value, color]) }).toEqual({
      unit,
      lines: levels,
    });
  });
});

describe('alerts', () => {
  const nameIn = (expr: string): string | undefined => /^ALERTS\{alertname="([^"]+)"/.exec(expr)?.[1];

  it('are each an annotation while they fire, and nothing else is', () => {
    const annotated = signals.annotations.list.map(({ target }) => target.expr);
    const firing = alerts.map(({ alert }) => `ALERTS{alertname="${alert}", alertstate="firing", target="made-up"}`);
    expect(annotated.toSorted()).toEqual(firing.toSorted());
  });

  it('of playbooks are shown on every panel, those of thresholds where what they are about is', () => {
    const places: Readonly<Record<string, unknown>> = Object.fromEntries(
      signals.annotations.list.map(
        ({ target, filter }) => [nameIn(target.expr) ?? '', filter?.ids ?? 'everywhere'] as const,
      ),
    );
    expect(places).toEqual(
      Object.fromEntries(
        alerts.map(({ alert, labels }) => [
          alert,
          labels['signal'] === undefined ? 'everywhere' : [(aspects[alert] ?? panelOf(labels['signal']))?.id],
        ]),
      ),
    );
  });

  it('have each a row in the timeline, playbooks first', () => {
    const timeline = signals.panels.filter(({ type }) => type === 'state-timeline');
    const rows = timeline.flatMap(({ targets }) => targets.map(({ expr }) => expr.replace(/^max\(2 \* /, '')));
    const playbooks = alerts.filter(({ labels }) => labels['threshold'] === undefined);
    const thresholds = alerts.filter(({ labels }) => labels['threshold'] !== undefined);
    expect(rows.map(nameIn)).toEqual([...playbooks, ...thresholds].map(({ alert }) => alert));
  });

  it('are calm as long as a signal is measured by which they open', () => {
    const row = (legend: string): string | undefined =>
      signals.panels[0]?.targets.find(({ legendFormat }) => legendFormat === legend)?.expr.split(' or 0 * ')[1];
    expect(row('playbook orders')).toBe(
      'max(surgebook:order_rate{target="made-up"} or surgebook:fullness{target="made-up"})',
    );
    expect(row('lossy')).toBe('max(surgebook:loss_ratio{target="made-up"})');
  });
});

describe('the load', () => {
  it('is shown whole: every series that k6 pushes, under its name there', () => {
    const asked = queriesOf(rehearsal).flatMap(({ expr }) => expr.match(/\bk6_\w+/g) ?? []);
    expect(new Set(asked)).toEqual(new Set(pushedNames.values()));
  });

  it('is the same for every target', () => {
    expect(dashboardsOf(patient).rehearsal).toEqual(rehearsal);
  });
});

describe('files', () => {
  it('are the same for the same rules, in whatever order playbooks were read, and end with a line', () => {
    const files = dashboardFiles(madeUp);
    expect(dashboardFiles({ ...madeUp, playbooks: madeUp.playbooks.toReversed() })).toEqual(files);
    expect(files.filter(({ text }) => !/[^\n]\n$/.test(text))).toEqual([]);
  });

  it('of two long names that differ at their end are two dashboards', () => {
    const uid = (end: string): string => dashboardsOf({ ...madeUp, target: `${'a'.repeat(50)}-${end}` }).signals.uid;
    expect(uid('one')).not.toBe(uid('two'));
    expect(uid('one')).toBe(uid('one'));
    expect(uid('one')).toMatch(/^surgebook-target-a[a-z0-9-]+$/);
    expect(uid('one').length).toBeLessThanOrEqual(40);
  });

  it('take steps no closer than the rules are evaluated', () => {
    const text = dashboardFiles({ ...madeUp, interval: duration(15_000) })[1]?.text ?? '';
    expect(new Set(text.match(/"interval": "[^"]+"/g))).toEqual(new Set(['"interval": "15s"']));
  });

  it('are a dashboard also where nothing is judged', () => {
    const { signals: empty } = dashboardsOf({ ...madeUp, playbooks: [], definitions: [] });
    expect(queriesOf(empty)).toEqual([]);
  });
});

it.skipIf(withoutPromtool).each(both)('every query %s is PromQL', async (_which, dashboard) => {
  const queries = queriesOf(dashboard);
  expect(queries.length).toBeGreaterThan(20);
  const checked = queries.map(({ expr }, place) => ({ record: `query:${place}`, expr: substituted(expr, 900) }));
  const folder = written({ 'queries.yaml': stringify({ groups: [{ name: 'queries', rules: checked }] }) });
  const { code, printed } = await promtool(folder, 'check', 'rules', 'queries.yaml');
  expect({ code, printed }).toMatchObject({
    code: 0,
    printed: expect.stringContaining(`${queries.length} rules`) as string,
  });
});
