/** The stages a worker has. Each holds bounded slots for a bounded time, with a bounded queue in front. */
export const stageNames = ['api', 'db', 'media'] as const;
export type StageName = (typeof stageNames)[number];

export interface StageCapacity {
  /** How many jobs one worker serves at once. */
  readonly slots: number;
  /** How long a slot is held: so long on average, evenly between 80 % and 120 % of it. */
  readonly serviceMs: number;
  /** How many jobs may wait at one worker; more are rejected. */
  readonly queue: number;
}

/** What a target can bear. It is set, not left to the speed of the machine, so that it can be computed on paper. */
export interface Capacity {
  readonly workers: number;
  readonly stages: Readonly<Record<StageName, StageCapacity>>;
  /** How many people one worker keeps connected; beyond that, people are thrown out. */
  readonly people: number;
  /** A heartbeat answered later than this is late: the picture has stalled. */
  readonly mediaDeadlineMs: number;
}

/**
 * Sized for a Monday morning of 8,000 people, 25 times faster than life: 224 arrivals a second at the peak, of which 168 a second want the
 * database. It can do 135, so that 410 messages wait at the worst moment and are delivered about 3 s late; all else has room.
 */
export const defaultCapacity: Capacity = {
  workers: 2,
  stages: {
    api: { slots: 16, serviceMs: 4, queue: 1000 },
    db: { slots: 6, serviceMs: 89, queue: 1000 },
    media: { slots: 8, serviceMs: 5, queue: 1000 },
  },
  people: 2000,
  mediaDeadlineMs: 250,
};

/** Jobs a second that a stage can do with so many workers: slots ÷ service time. */
export const paperCapacity = (stage: StageCapacity, workers: number): number =>
  (workers * stage.slots * 1000) / stage.serviceMs;
