/** The stages a worker has. Each holds bounded slots for a bounded time, with a bounded queue in front. */
export const stageNames = ['api', 'db', 'media', 'sign-in', 'approvals', 'uploads'] as const;
export type StageName = (typeof stageNames)[number];

export interface StageCapacity {
  /** How many jobs one worker serves at once. */
  readonly slots: number;
  /** How long a slot is held: so long on average, evenly between 80 % and 120 % of it. */
  readonly serviceMs: number;
  /** How many jobs may wait at one worker; more are rejected. */
  readonly queue: number;
}

/** What was agreed with a vendor: the slots are its calls at once. */
export interface VendorCapacity extends StageCapacity {
  readonly callsInAMinute: number;
}

/** What a target can bear. It is set, not left to the speed of the machine, so that it can be computed on paper. */
export interface Capacity {
  readonly workers: number;
  /** Worker processes that can be started beyond those. */
  readonly standby: number;
  /** Worker processes of the second instance, which is started when requests are diverted to it. */
  readonly secondWorkers: number;
  readonly stages: Readonly<Record<StageName, StageCapacity>>;
  /** How many people one worker keeps connected; beyond that, people are thrown out. */
  readonly people: number;
  /** A heartbeat answered later than this is late: the picture has stalled. */
  readonly mediaDeadlineMs: number;
  /** How many sessions the licence of the VPN gateway allows at once. */
  readonly vpnLicences: number;
  /** What the vendor for translation answers, however many workers there are. */
  readonly vendor: VendorCapacity;
  /** How the metrics page is served, however many workers there are. */
  readonly metricsPage: StageCapacity;
}

/**
 * Sized for a Monday morning of 8,000 people, 25 times faster than life: 224 arrivals a second at the peak, of which 168 a second want the
 * database. It can do 135, so that 410 messages wait at the worst moment and are delivered about 3 s late; all else has room. Of sign-in they
 * want 224 log-ins a second of 480, which bears them bunched as well, of the media 336 heartbeats a second of 500. What that Monday has nothing of is sized so that a few dozen
 * people a second are too many: 20 approvals a second are decided, 32 assets stored, and 300 people are in the VPN at once.
 */
export const defaultCapacity: Capacity = {
  workers: 2,
  standby: 4,
  secondWorkers: 4,
  stages: {
    api: { slots: 16, serviceMs: 4, queue: 1000 },
    db: { slots: 6, serviceMs: 89, queue: 1000 },
    media: { slots: 5, serviceMs: 20, queue: 1000 },
    'sign-in': { slots: 6, serviceMs: 25, queue: 1000 },
    approvals: { slots: 4, serviceMs: 400, queue: 1000 },
    uploads: { slots: 4, serviceMs: 250, queue: 1000 },
  },
  people: 2000,
  mediaDeadlineMs: 250,
  vpnLicences: 300,
  // 20 calls a second; beside those that it answers, as many may wait.
  vendor: { slots: 8, serviceMs: 400, queue: 8, callsInAMinute: 3000 },
  // 25 askers a second. One that is let in last waits for 2 s, and whoever scrapes once a second has given up by then.
  metricsPage: { slots: 1, serviceMs: 40, queue: 50 },
};

/** Jobs a second that a stage can do with so many workers: slots ÷ service time. */
export const paperCapacity = (stage: StageCapacity, workers: number): number =>
  (workers * stage.slots * 1000) / stage.serviceMs;
