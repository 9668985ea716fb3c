import { Counter, Histogram, Registry, type Gauge } from 'prom-client';
import { stageNames, type Capacity, type StageName } from './capacity.ts';
import { counterOf, gaugeOf } from './meter.ts';
import type { WorkerPool } from './worker-pool.ts';

/** What the target shows of itself, in Prometheus' format, in a registry of its own. */
export interface TargetMetrics {
  readonly registry: Registry;
  readonly sessionsOpened: Counter;
  readonly sessionsThrownOut: Counter;
  readonly messagesAccepted: Counter;
  readonly messagesDelivered: Counter;
  readonly deliveryDelay: Histogram;
  readonly media: Counter;
  readonly mediaLate: Counter;
  readonly checkIns: Counter;
  readonly rejected: Counter<'stage'>;
  readonly throttled: Counter;
  readonly diverted: Counter;
}

export function targetMetrics(capacity: Capacity, pool: WorkerPool, connected: () => number): TargetMetrics {
  const registry = new Registry();
  const counter = (name: string, help: string): Counter => counterOf(registry, name, help);
  const gauge = (name: string, help: string, read: () => number): Gauge => gaugeOf(registry, name, help, read);
  for (const stage of stageNames) stageGauges(stage, pool, gauge);
  gauge('collab_sessions', 'people connected now', connected);
  gauge('collab_sessions_limit', 'people that can be connected', () => pool.size * capacity.people);
  gauge('collab_workers', 'workers that take jobs', () => pool.size);
  return {
    registry,
    sessionsOpened: counter('collab_sessions_opened_total', 'people who logged in'),
    sessionsThrownOut: counter('collab_sessions_thrown_out_total', 'people thrown out because there were too many'),
    messagesAccepted: counter('collab_messages_accepted_total', 'messages accepted for delivery'),
    messagesDelivered: counter('collab_messages_delivered_total', 'messages delivered to their room'),
    deliveryDelay: new Histogram({
      name: 'collab_message_delivery_seconds',
      help: 'from accepting a message to delivering it',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    media: counter('collab_media_total', 'media heartbeats answered'),
    mediaLate: counter('collab_media_late_total', 'media heartbeats answered after their deadline, or not at all'),
    checkIns: counter('collab_check_ins_total', 'check-ins recorded'),
    rejected: new Counter({
      name: 'collab_rejected_total',
      help: 'jobs rejected because a queue was full',
      labelNames: ['stage'],
      registers: [registry],
    }),
    throttled: counter('collab_throttled_total', 'requests turned away by throttling'),
    diverted: counter('collab_diverted_total', 'requests that were diverted to the second instance'),
  };
}

function stageGauges(
  stage: StageName,
  pool: WorkerPool,
  gauge: (name: string, help: string, read: () => number) => void,
): void {
  const word = stage.replace('-', '_');
  gauge(
    `collab_${word}_slots_in_use`,
    `${stage} slots held, on average over the last second`,
    () => pool.use(stage).inUse,
  );
  gauge(`collab_${word}_slots`, `${stage} slots there are`, () => pool.use(stage).slots);
  gauge(`collab_${word}_queue`, `jobs waiting for a ${stage} slot`, () => pool.use(stage).waiting);
}
