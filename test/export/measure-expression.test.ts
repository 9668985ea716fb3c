import { describe, expect, it } from 'vitest';
import { measureExpression, measureFaults } from '../../src/export/prometheus/measure-expression.ts';
import { duration } from '../../src/model/time.ts';
import { everyMeasure, ingest, signal } from './judged.ts';

const requests = 'sum(increase(k6_http_req_duration_seconds{surge_poll=""}[5s]))';
const delivered = 'sum(increase(k6_surge_delivery_seconds{name="arrived"}[5s]))';
const pending = 'sum(increase(k6_surge_delivery_pending_seconds{name="arrived"}[1s]))';

const expressions: Readonly<Record<keyof typeof everyMeasure, string>> = {
  'message-delay': `histogram_quantile(0.95, (${delivered} + ${pending}) or ${delivered} or ${pending})`,
  'answer-median': `histogram_quantile(0.5, ${requests})`,
  'answer-p90': `histogram_quantile(0.9, ${requests})`,
  'answer-p99': `histogram_quantile(0.99, ${requests})`,
  'answer-mean': `histogram_sum(${requests}) / histogram_count(${requests})`,
  'answer-worst': `histogram_quantile(1, ${requests})`,
  'loss-ratio': '(sum(increase(shop_lost_total[10s])) or vector(0)) / (sum(increase(shop_all_total[10s])) > 0)',
  fullness:
    'sum(last_over_time(shop_used[5s]) and shop_used) / (sum(last_over_time(shop_places[5s]) and shop_places) > 0)',
  'order-rate': String.raw`sum(rate(shop_orders_total{kind="a \"quoted\" \\ one"}[4s]))`,
  'people-inside': 'sum(last_over_time(shop_people[5s]) and shop_people)',
  'queue-peak': 'max(max_over_time(shop_queue[3s]))',
};

it.each(Object.entries(everyMeasure))('%s is asked as it is measured', (id, how) => {
  const expression = expressions[id as keyof typeof everyMeasure];
  expect(measureExpression(signal(id, how), ingest)).toBe(`(${expression}) > -Inf < +Inf`);
});

it.each(Object.entries(everyMeasure))('%s can be expressed', (id, how) => {
  expect(measureFaults(signal(id, how), ingest)).toEqual([]);
});

it('a signal that is a query is asked as it is written, without the labels of what it comes to', () => {
  const queries = new Map([['lag', 'pg_lag{db="main"} # of the main one']]);
  const lag = signal('lag', { last: 'promql.lag', unit: 'seconds' });
  expect(measureExpression(lag, { ...ingest, queries })).toBe(
    '(max(pg_lag{db="main"} # of the main one\n)) > -Inf < +Inf',
  );
  expect(measureFaults(lag, { ...ingest, queries })).toEqual([]);
});

it.each(['scalar(max(up))', ' time() ', '3.5', 'pi()'])(
  'a query that comes to a scalar cannot be recorded: %s',
  (query) => {
    const lag = signal('lag', { last: 'promql.lag', unit: 'seconds' });
    expect(measureFaults(lag, { ...ingest, queries: new Map([['lag', query]]) })).toEqual([
      { in: 'target', at: ['signals', 'lag', 'promql'], message: 'a scalar cannot be recorded; write it as vector(…)' },
    ]);
  },
);

describe('what cannot be expressed is told with its place', () => {
  it.each<[string, object, readonly PropertyKey[], string]>([
    [
      'a name of another alphabet',
      { last: 'shop.people', unit: 'count' },
      ['last'],
      '"shop.people" is no name of a metric in Prometheus',
    ],
    [
      'a name in a ratio',
      { ratio: ['all', '1st'], over: '10s' },
      ['ratio', 1],
      '"1st" is no name of a metric in Prometheus',
    ],
    ['a limit', { used: 'a', limit: 'b c' }, ['limit'], '"b c" is no name of a metric in Prometheus'],
    [
      'a label',
      { rate: 'a', where: { 'no-label': 'x' }, over: '5s' },
      ['where', 'no-label'],
      '"no-label" is no name of a label in Prometheus',
    ],
    [
      'the name as a label',
      { rate: 'a', where: { __name__: 'x' }, over: '5s' },
      ['where', '__name__'],
      '"__name__" is no name of a label in Prometheus',
    ],
    [
      'a label that is empty',
      { max: 'a', where: { room: '' }, over: '5s', unit: 'count' },
      ['where', 'room'],
      'to Prometheus an empty room is one that is not there',
    ],
    [
      'half a character',
      { max: 'a', where: { room: '\ud800' }, over: '5s', unit: 'count' },
      ['where', 'room'],
      'Prometheus holds no half characters',
    ],
    ['half a millisecond', { rate: 'a', over: '2000.5ms' }, ['over'], 'Prometheus counts whole milliseconds'],
    [
      'a window of one sample',
      { rate: 'load.requests', over: '1s' },
      ['over'],
      'with a sample every 1s, Prometheus measures over 2s or more, not 1s',
    ],
    [
      'a window of one page',
      { ratio: ['a', 'load.requests'], over: '3s' },
      ['over'],
      'with a sample every 2s, Prometheus measures over 4s or more, not 3s',
    ],
    [
      'a window without a page',
      { max: 'a', over: '1s', unit: 'count' },
      ['over'],
      'with a sample every 2s, Prometheus measures over 2s or more, not 1s',
    ],
  ])('%s', (_what, how, at, message) => {
    const slowPage = { ...ingest, every: { load: duration(1000), target: duration(2000) } };
    expect(measureFaults(signal('one', how), slowPage)).toEqual([
      { in: 'target', at: ['signals', 'one', ...at], message },
    ]);
  });

  it('a series that the engine does not push', () => {
    const silent = { ...ingest, loadNames: new Map<string, string>() };
    expect(measureFaults(signal('one', { rate: 'load.requests', over: '5s' }), silent)).toMatchObject([
      { message: 'the engine pushes no series to Prometheus for "load.requests"' },
    ]);
  });
});
