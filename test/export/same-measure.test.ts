import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { measure } from '../../src/collect/measure.ts';
import { SampleStore } from '../../src/collect/sample-store.ts';
import { recorded, recordOf } from '../../src/export/prometheus/threshold-alert.ts';
import type { Sample } from '../../src/model/sample.ts';
import { duration, instant } from '../../src/model/time.ts';
import { madeUp } from './judged.ts';
import { filesOf, promtool, withoutPromtool, written } from './promtool.ts';

/** A series with a value a second: a number, `null` where there is none, `end` where it has ended. */
interface Fed {
  readonly series: string;
  readonly kind: 'counter' | 'gauge';
  readonly labels?: Readonly<Record<string, string>>;
  readonly values: readonly (number | null | 'end')[];
}

const last = 20;
const from = (start: number, step: number, seconds = last + 1): readonly number[] =>
  Array.from({ length: seconds }, (_value, second) => start + step * second);
const nothing = (seconds: number): readonly null[] => Array.from({ length: seconds }, () => null);

const cases: readonly (readonly [string, string, readonly Fed[], number | null])[] = [
  [
    'a ratio of two counters over all instances',
    'loss-ratio',
    [
      { series: 'shop_lost_total', kind: 'counter', values: from(7, 1) },
      { series: 'shop_all_total', kind: 'counter', labels: { instance: 'a' }, values: from(100, 3) },
      { series: 'shop_all_total', kind: 'counter', labels: { instance: 'b' }, values: from(5, 1) },
    ],
    0.25,
  ],
  [
    'a ratio whose part has never been told',
    'loss-ratio',
    [{ series: 'shop_all_total', kind: 'counter', values: from(0, 3) }],
    0,
  ],
  [
    'a ratio of nothing',
    'loss-ratio',
    [
      { series: 'shop_lost_total', kind: 'counter', values: from(7, 0) },
      { series: 'shop_all_total', kind: 'counter', values: from(7, 0) },
    ],
    null,
  ],
  [
    'what is used of a limit, without an instance that has ended',
    'fullness',
    [
      { series: 'shop_used', kind: 'gauge', labels: { instance: 'a' }, values: from(0, 1) },
      { series: 'shop_used', kind: 'gauge', labels: { instance: 'b' }, values: [...from(50, 0, last), 'end'] },
      { series: 'shop_places', kind: 'gauge', values: from(80, 0) },
    ],
    0.25,
  ],
  [
    'what is used of no places',
    'fullness',
    [
      { series: 'shop_used', kind: 'gauge', values: from(5, 0) },
      { series: 'shop_places', kind: 'gauge', values: from(0, 0) },
    ],
    null,
  ],
  [
    'a rate of the series with the label',
    'order-rate',
    [
      { series: 'shop_orders_total', kind: 'counter', labels: { kind: 'a "quoted" \\ one' }, values: from(9, 3) },
      { series: 'shop_orders_total', kind: 'counter', labels: { kind: 'another' }, values: from(9, 50) },
    ],
    3,
  ],
  [
    'the newest of a gauge, over all instances',
    'people-inside',
    [
      { series: 'shop_people', kind: 'gauge', labels: { instance: 'a' }, values: from(0, 1) },
      {
        series: 'shop_people',
        kind: 'gauge',
        labels: { instance: 'b' },
        values: [...from(4, 0, last - 3), ...nothing(4)],
      },
    ],
    24,
  ],
  [
    'a gauge that has gone quiet',
    'people-inside',
    [{ series: 'shop_people', kind: 'gauge', values: [...from(4, 0, last - 5), ...nothing(6)] }],
    null,
  ],
  [
    'the peak of a gauge in the window',
    'queue-peak',
    [{ series: 'shop_queue', kind: 'gauge', values: [...from(90, 0, last - 3), 5, 3, 7, 2] }],
    7,
  ],
];

/** A query is not measured here, but it is recorded as it is asked. */
it.skipIf(withoutPromtool)('a query is recorded as what it comes to', async () => {
  const test = {
    interval: '1s',
    input_series: [{ series: 'shop_lag{of="copy", instance="a"}', values: '7x9' }],
    promql_expr_test: [
      {
        expr: recorded('copy-lag', 'made-up'),
        eval_time: '5s',
        exp_samples: [{ labels: `${recordOf('copy-lag')}{target="made-up"}`, value: 7 }],
      },
    ],
  };
  const folder = written({
    'made-up.rules.yaml': filesOf(madeUp)['made-up.rules.yaml'] ?? '',
    'measure.test.yaml': stringify({ rule_files: ['made-up.rules.yaml'], evaluation_interval: '1s', tests: [test] }),
  });
  expect(await promtool(folder, 'test', 'rules', 'measure.test.yaml')).toMatchObject({ code: 0 });
});

function samplesOf({ series, kind, labels = {}, values }: Fed): readonly Sample[] {
  return values.flatMap((value, second): readonly Sample[] => {
    const at = instant(second * 1000);
    if (value === null) return [];
    if (value === 'end') return [{ series, labels, at, kind: 'stale' }];
    return kind === 'gauge'
      ? [{ series, labels, at, kind, value }]
      : [{ series, labels, at, kind, value, bornAt: null }];
  });
}

const notation = ({ series, labels = {}, values }: Fed): object => ({
  series: `${series}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`,
  values: values.map((value) => (value === null ? '_' : value === 'end' ? 'stale' : value)).join(' '),
});

it.skipIf(withoutPromtool).each(cases)('%s reads the same here and in Prometheus', async (_what, id, fed, expected) => {
  const store = new SampleStore({ retention: duration(60_000), maxSeries: 10 });
  store.add(fed.flatMap(samplesOf));
  const how = madeUp.definitions.find((definition) => definition.id === id)?.measure;
  expect(how === undefined ? 'not measured' : measure(how, store, instant(last * 1000))).toBe(expected);

  const rules = filesOf(madeUp)['made-up.rules.yaml'] ?? '';
  const labels = `${recordOf(id)}{target="made-up"}`;
  const test = {
    interval: '1s',
    input_series: fed.map(notation),
    promql_expr_test: [
      {
        expr: recorded(id, 'made-up'),
        eval_time: `${last}s`,
        exp_samples: expected === null ? [] : [{ labels, value: expected }],
      },
    ],
  };
  const folder = written({
    'made-up.rules.yaml': rules,
    'measure.test.yaml': stringify({ rule_files: ['made-up.rules.yaml'], evaluation_interval: '1s', tests: [test] }),
  });
  expect(await promtool(folder, 'test', 'rules', 'measure.test.yaml')).toMatchObject({ code: 0 });
});
