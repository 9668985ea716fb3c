import type { WebSocket } from 'ws';
import type { Capacity, StageName } from './capacity.ts';
import { targetMetrics, type TargetMetrics } from './metrics.ts';
import { People } from './people.ts';
import { Rooms } from './rooms.ts';
import { Throttle } from './throttle.ts';
import { StageFailure, WorkerPool } from './worker-pool.ts';

/** Everything a running target holds. */
export interface Service {
  readonly capacity: Capacity;
  readonly pool: WorkerPool;
  readonly people: People;
  readonly rooms: Rooms;
  /** The sockets of people in a meeting. */
  readonly meetings: Set<WebSocket>;
  readonly throttle: Throttle;
  readonly metrics: TargetMetrics;
  /** What is shed, to keep the rest going. */
  shed: { readonly video: boolean };
}

export function createService(capacity: Capacity): Service {
  const pool = new WorkerPool(capacity);
  const people = new People(
    () => pool.size * capacity.people,
    () => {
      service.metrics.sessionsThrownOut.inc();
    },
  );
  const service: Service = {
    capacity,
    pool,
    people,
    rooms: new Rooms(),
    meetings: new Set(),
    throttle: new Throttle(),
    metrics: targetMetrics(capacity, pool, () => people.connected),
    shed: { video: false },
  };
  return service;
}

/** Has a worker do a job, and counts the ones that are rejected. */
export async function work({ pool, metrics }: Service, stage: StageName): Promise<void> {
  try {
    await pool.run(stage);
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'full') metrics.rejected.inc({ stage });
    throw error;
  }
}

/** Accepts a message: it is on its way when this returns, and delivered when the database has a slot for it. */
export function deliverMessage(service: Service, room: string, message: { user: string; text: string }): void {
  const acceptedAt = performance.now();
  const { metrics, rooms } = service;
  metrics.messagesAccepted.inc();
  work(service, 'db').then(
    () => {
      metrics.messagesDelivered.inc();
      metrics.deliveryDelay.observe((performance.now() - acceptedAt) / 1000);
      rooms.broadcast(room, { room, ...message });
    },
    // A message that was accepted and lost is what its readers miss; it is counted as rejected.
    () => undefined,
  );
}
