import type { WebSocket } from 'ws';
import type { Capacity, StageName } from './capacity.ts';
import { Diversion, type Homecoming } from './diversion.ts';
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
  readonly diversion: Diversion;
  readonly metrics: TargetMetrics;
  readonly home: Homecoming;
  /** What is shed, to keep the rest going. */
  shed: { readonly video: boolean };
}

/** A service; `home` where its people are connected to another instance, which is told of their messages. */
export function createService(capacity: Capacity, home?: Homecoming): Service {
  const pool = new WorkerPool(capacity);
  const people = new People(
    () => pool.size * capacity.people,
    () => {
      service.metrics.sessionsThrownOut.inc();
    },
  );
  const here: Homecoming = {
    delivered: (room, message, seconds) => {
      service.metrics.messagesDelivered.inc();
      service.metrics.deliveryDelay.observe(seconds);
      service.rooms.broadcast(room, message);
    },
    // A message that was accepted and lost is what its readers miss; where it was lost it is counted as rejected.
    lost: () => undefined,
  };
  const service: Service = {
    capacity,
    pool,
    people,
    rooms: new Rooms(),
    meetings: new Set(),
    throttle: new Throttle(),
    diversion: new Diversion(capacity, {
      delivered: here.delivered,
      lost: () => {
        service.metrics.rejected.inc({ stage: 'db' });
      },
    }),
    home: home ?? here,
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
  const { metrics, home } = service;
  metrics.messagesAccepted.inc();
  work(service, 'db').then(() => {
    home.delivered(room, { room, ...message }, (performance.now() - acceptedAt) / 1000);
  }, home.lost);
}
