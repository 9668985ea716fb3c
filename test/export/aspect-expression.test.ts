import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { forecast } from '../../src/judge/trend.ts';
import { ruleFaults } from '../../src/export/prometheus/rules.ts';
import { duration, instant } from '../../src/model/time.ts';
import { madeUp } from './judged.ts';
import { filesOf, promtool, withoutPromtool, written } from './promtool.ts';

const target = '{target="made-up"}';

/** What promtool finds recorded at a time, from series of recorded signals; it prints what was wrong when that is not as expected. */
async function recordedAs(
  name: string,
  series: Readonly<Record<string, string>>,
  at: string,
  value: number | null,
): Promise<string> {
  const rules = filesOf(madeUp)['made-up.rules.yaml'] ?? '';
  const test = {
    rule_files: ['made-up.rules.yaml'],
    evaluation_interval: '1s',
    tests: [
      {
        interval: '1s',
        input_series: Object.entries(series).map(([metric, values]) => ({ series: metric + target, values })),
        promql_expr_test: [
          {
            expr: `round(${name}, 0.001)`,
            eval_time: at,
            exp_samples: value === null ? [] : [{ labels: target, value }],
          },
        ],
      },
    ],
  };
  const folder = written({ 'made-up.rules.yaml': rules, 'one.test.yaml': stringify(test) });
  return (await promtool(folder, 'test', 'rules', 'one.test.yaml')).printed;
}

const line = (from: number, each: number): readonly { at: ReturnType<typeof instant>; value: number }[] =>
  Array.from({ length: 121 }, (_, second) => ({ at: instant(second * 1000), value: from + each * second }));

describe.skipIf(withoutPromtool)('what is recorded of an aspect', () => {
  it('of a forecast is where the line leads that the judge draws too', async () => {
    const middle = forecast(line(0.2, 0.001), instant(720_000), '95%')?.middle ?? Number.NaN;
    expect(middle).toBeCloseTo(0.92, 9);
    const series = { 'surgebook:fullness': '0.2+0.001x120' };
    expect(await recordedAs('surgebook:threshold:full_soon', series, '120s', 0.92)).toContain('SUCCESS');
  });

  it.each<[string, number, number, number | null]>([
    ['the short window, where that burns less', 0.2, 0.1, 100],
    ['the long window, where that burns less', 0.05, 0.1, 50],
    ['nothing, where the long window is not measured', Number.NaN, 0.1, null],
    ['nothing, where the short window is not measured', 0.1, Number.NaN, null],
  ])('of a burn rate is that of %s', async (_name, long, short, value) => {
    const series = Object.fromEntries(
      [['surgebook:loss_ratio:over_1h', long] as const, ['surgebook:loss_ratio:over_5m', short] as const].flatMap(
        ([name, ratio]) => (Number.isNaN(ratio) ? [] : [[name, `${ratio}x9`]]),
      ),
    );
    expect(await recordedAs('surgebook:threshold:lossy_budget', series, '5s', value)).toContain('SUCCESS');
  });
});

it.each([
  [1000, []],
  [40_000, []],
  [60_000, ['with an evaluation every 1m, Prometheus sees too few readings for a trend']],
])('a trend of two minutes needs an evaluation at least each third of that: %d ms', (interval, messages) => {
  const faults = ruleFaults({ ...madeUp, interval: duration(interval) });
  expect(faults.filter(({ at }) => at.includes('forecast')).map(({ message }) => message)).toEqual(messages);
});
