import { leftOut, pushedNames } from '../../src/engine/k6/vocabulary.ts';
import type { Judged } from '../../src/export/prometheus/rules.ts';
import { playbookSchema, type Playbook } from '../../src/model/playbook.ts';
import { signalMeasureSchema, type SignalDefinition } from '../../src/model/signal.ts';
import { duration } from '../../src/model/time.ts';

/** A signal as a profile writes it. */
export function signal(id: string, how: object): SignalDefinition {
  const measure = signalMeasureSchema.parse(how);
  return { id, unit: measure.unit, measure };
}

/** A playbook with these triggers and this condition, and nothing remarkable besides. */
export const playbook = (id: string, triggers: object, when: object, title = 'A trouble'): Playbook =>
  playbookSchema.parse({
    version: 1,
    id,
    title: { 'zh-CN': title, 'zh-TW': title, en: title },
    severity: 'major',
    triggers,
    when,
    owners: { command: 'duty', words: 'press' },
    steps: [{ id: 'look', person: 'duty', do: { 'zh-CN': '看', 'zh-TW': '看', en: 'look' } }],
    notices: { audiences: ['users'] },
  });

export const ingest: Judged['ingest'] = {
  loadNames: pushedNames,
  without: leftOut,
  every: { load: duration(1000), target: duration(1000) },
  queries: new Map(),
};

/** Every kind of measure there is. */
export const everyMeasure = {
  'message-delay': {
    of: 'load.delivery.duration',
    where: { name: 'arrived' },
    stat: 'p95',
    over: '5s',
    unit: 'seconds',
  },
  'answer-median': { of: 'load.request.duration', stat: 'p50', over: '5s', unit: 'seconds' },
  'answer-p90': { of: 'load.request.duration', stat: 'p90', over: '5s', unit: 'seconds' },
  'answer-p99': { of: 'load.request.duration', stat: 'p99', over: '5s', unit: 'seconds' },
  'answer-mean': { of: 'load.request.duration', stat: 'mean', over: '5s', unit: 'seconds' },
  'answer-worst': { of: 'load.request.duration', stat: 'max', over: '5s', unit: 'seconds' },
  'loss-ratio': { ratio: ['shop_lost_total', 'shop_all_total'], over: '10s' },
  fullness: { used: 'shop_used', limit: 'shop_places' },
  'order-rate': { rate: 'shop_orders_total', where: { kind: 'a "quoted" \\ one' }, over: '4s' },
  'people-inside': { last: 'shop_people', unit: 'count' },
  'queue-peak': { max: 'shop_queue', over: '3s', unit: 'count' },
};

const threshold = (of: string, levels: object): object => ({ signal: of, ...levels });

/** Both sides, all absences, holds and none, levels apart and alike, and every kind of condition; two things that this target cannot show. */
export const madeUp: Judged = {
  target: 'made-up',
  definitions: [
    ...Object.entries(everyMeasure).map(([id, how]) => signal(id, how)),
    signal('copy-lag', { last: 'promql.copy-lag', unit: 'seconds' }),
  ],
  playbooks: [
    playbook(
      'slow',
      {
        'delay-high': threshold('message-delay', {
          above: '1s',
          hold: '2s',
          clear: { below: '500ms', hold: '5s' },
          absence: 'breach',
        }),
        'median-high': threshold('answer-median', { above: '800ms', clear: { below: '800ms' }, absence: 'breach' }),
        'mean-high': threshold('answer-mean', {
          above: '1s',
          hold: '1500ms',
          clear: { below: '0s', hold: '2500ms' },
          absence: 'keep',
        }),
        'worst-high': threshold('answer-worst', {
          above: '5s',
          hold: '1s',
          clear: { below: '4s' },
          absence: 'ignore',
          severity: 'critical',
        }),
        'unheard-high': threshold('never-measured', { above: '1s', clear: { below: '1s' } }),
      },
      {
        all: ['delay-high', 'median-high'],
        any: ['mean-high', 'worst-high', 'unheard-high'],
        none: ['orders-gone', 'unheard-high'],
      },
      'Slow {{ and }} "quoted"',
    ),
    playbook(
      'orders',
      {
        'orders-gone': threshold('order-rate', {
          below: '2/s',
          hold: '3s',
          clear: { above: '4/s', hold: '9s' },
          absence: 'breach',
        }),
        'people-few': threshold('people-inside', { below: 10, clear: { above: 10 }, absence: 'keep' }),
        'queue-short': threshold('queue-peak', {
          below: 1,
          hold: '2s',
          clear: { above: 3, hold: '2s' },
          absence: 'ignore',
        }),
        full: threshold('fullness', { above: '90%', clear: { below: '80%', hold: '5s' }, absence: 'keep' }),
        lossy: threshold('loss-ratio', {
          above: '0%',
          clear: { below: '0%' },
          absence: 'breach',
        }),
      },
      { any: ['orders-gone', 'full'] },
    ),
    playbook(
      'ahead',
      {
        'full-soon': threshold('fullness', {
          forecast: { ahead: '10m', from: '2m' },
          above: '100%',
          hold: '2s',
          clear: { below: '90%', hold: '5s' },
        }),
        'lossy-budget': threshold('loss-ratio', {
          'burn-rate': { objective: '99.9%', over: ['1h', '5m'] },
          above: 14.4,
          clear: { below: 1, hold: '1m' },
          absence: 'ignore',
        }),
        'orders-changed': threshold('order-rate', {
          change: { 'warm-up': '30s' },
          below: '50%',
          clear: { above: '80%' },
        }),
      },
      { any: ['full-soon', 'lossy-budget', 'orders-changed'] },
    ),
    playbook('unheard', {}, { all: ['unheard-high', 'full'] }),
  ],
  ingest: { ...ingest, queries: new Map([['copy-lag', 'shop_lag{of="copy"} # of the copy']]) },
  interval: duration(1000),
};

/** Holds as production has them. */
export const patient: Judged = {
  ...madeUp,
  target: 'patient',
  playbooks: [
    playbook(
      'lossy',
      {
        lossy: threshold('loss-ratio', {
          above: '1%',
          hold: '10m',
          clear: { below: '0%', hold: '45m' },
          absence: 'breach',
        }),
      },
      { any: ['lossy'] },
    ),
  ],
};
