import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stageNames, type Capacity, type StageName } from './capacity.ts';
import { giveWay } from './give-way.ts';
import type { FromWorker, StageCounts, ToWorker } from './worker-protocol.ts';

const program = fileURLToPath(new URL(`./worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** Why a job was not done: every queue was full, or its worker was lost. */
export class StageFailure extends Error {
  readonly kind: 'full' | 'lost';

  constructor(kind: StageFailure['kind'], stage: StageName) {
    super(kind === 'full' ? `the ${stage} queue is full` : `a worker was lost with its ${stage} job`);
    this.kind = kind;
  }
}

/** The use of a stage over all workers: slots held on average over the last second, of how many. */
export interface StageUse {
  readonly inUse: number;
  readonly slots: number;
  readonly waiting: number;
}

interface Waiting {
  readonly stage: StageName;
  readonly resolve: () => void;
  readonly reject: (failure: StageFailure) => void;
}

interface Worker {
  readonly id: number;
  readonly process: ChildProcess;
  readonly jobs: Map<number, Waiting>;
  readonly outstanding: Record<StageName, number>;
  counts: StageCounts[];
  outbox: (readonly [number, StageName])[];
  /** A worker that is added to those at work gets jobs once it has been heard: what it was given while it starts would wait for that. */
  atWork: boolean;
  draining: boolean;
}

/** So far back the use of a stage is averaged. */
const useWindowMs = 1000;

/** The worker processes behind a front: hands out jobs to whoever has the least to do, adds workers and lets them go. */
export class WorkerPool {
  readonly #capacity: Capacity;
  readonly #workers = new Map<number, Worker>();
  #nextWorker = 1;
  #nextJob = 1;

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
    for (let count = 0; count < capacity.workers; count += 1) this.#start().atWork = true;
  }

  get size(): number {
    return [...this.#workers.values()].filter(({ draining }) => !draining).length;
  }

  get workers(): readonly { id: number; pid: number | undefined; draining: boolean }[] {
    return [...this.#workers.values()].map(({ id, process, draining }) => ({ id, pid: process.pid, draining }));
  }

  /** Whether no worker has anything to do. */
  get isIdle(): boolean {
    return [...this.#workers.values()].every(({ jobs }) => jobs.size === 0);
  }

  /** Starts so many more, and gives their ids once they are at work, or were lost. */
  add(count: number): Promise<readonly number[]> {
    const added = Array.from({ length: count }, async () => {
      const { id, process: child } = this.#start();
      giveWay(child);
      await new Promise((resolve) => child.once('message', resolve).once('exit', resolve).once('error', resolve));
      return id;
    });
    return Promise.all(added);
  }

  /** Lets a worker finish what it has, and end. False when there is no such worker. */
  remove(id: number): boolean {
    const worker = this.#workers.get(id);
    if (worker === undefined) return false;
    worker.draining = true;
    this.#endIfDrained(worker);
    return true;
  }

  /** Has a job done; rejects with `StageFailure`, at once when every queue is full. */
  run(stage: StageName): Promise<void> {
    const worker = this.#leastBusy(stage);
    if (worker === null) return Promise.reject(new StageFailure('full', stage));
    const job = this.#nextJob++;
    worker.outstanding[stage] += 1;
    if (worker.outbox.push([job, stage]) === 1) setImmediate(() => flush(worker));
    return new Promise((resolve, reject) => {
      worker.jobs.set(job, { stage, resolve, reject });
    });
  }

  use(stage: StageName): StageUse {
    const live = [...this.#workers.values()].filter(({ atWork, draining }) => atWork && !draining);
    return {
      inUse: live.reduce((sum, worker) => sum + meanInUse(worker, stage), 0),
      slots: live.length * this.#capacity.stages[stage].slots,
      waiting: live.reduce(
        (sum, worker) => sum + Math.max(0, worker.outstanding[stage] - this.#capacity.stages[stage].slots),
        0,
      ),
    };
  }

  /** Ends every worker; resolves when they have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers.values()].map(endWorker));
  }

  #leastBusy(stage: StageName): Worker | null {
    const { slots, queue } = this.#capacity.stages[stage];
    let least: Worker | null = null;
    for (const worker of this.#workers.values()) {
      const full = !worker.atWork || worker.draining || worker.outstanding[stage] >= slots + queue;
      if (!full && (least === null || worker.outstanding[stage] < least.outstanding[stage])) least = worker;
    }
    return least;
  }

  #start(): Worker {
    const child = fork(program, [JSON.stringify(this.#capacity)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const worker: Worker = {
      id: this.#nextWorker++,
      process: child,
      jobs: new Map(),
      outstanding: Object.fromEntries(stageNames.map((stage) => [stage, 0])) as Record<StageName, number>,
      counts: [],
      outbox: [],
      atWork: false,
      draining: false,
    };
    this.#workers.set(worker.id, worker);
    child.on('message', (message: FromWorker) => {
      this.#hear(worker, message);
    });
    child.once('exit', () => {
      this.#lose(worker);
    });
    // Without a process it could not be started; with one, it has ended before a job reached it, and its exit will tell.
    child.on('error', () => {
      if (child.pid === undefined) this.#lose(worker);
    });
    return worker;
  }

  #lose(worker: Worker): void {
    this.#workers.delete(worker.id);
    for (const { stage, reject } of worker.jobs.values()) reject(new StageFailure('lost', stage));
    worker.jobs.clear();
  }

  #hear(worker: Worker, message: FromWorker): void {
    worker.atWork = true;
    if ('counts' in message) {
      const { at } = message.counts;
      worker.counts = [...worker.counts.filter((count) => at - count.at <= 2 * useWindowMs), message.counts];
      return;
    }
    for (const job of message.done) {
      const waiting = worker.jobs.get(job);
      if (waiting === undefined) continue;
      worker.jobs.delete(job);
      worker.outstanding[waiting.stage] -= 1;
      waiting.resolve();
    }
    this.#endIfDrained(worker);
  }

  #endIfDrained(worker: Worker): void {
    if (worker.draining && stageNames.every((stage) => worker.outstanding[stage] === 0)) void endWorker(worker);
  }
}

function flush(worker: Worker): void {
  const message: ToWorker = { jobs: worker.outbox };
  worker.outbox = [];
  if (worker.process.connected) worker.process.send(message);
}

/** A worker holds nothing that must be put in order, so it is ended in the one way that cannot fail. */
function endWorker({ process: child }: Worker): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}

/** Slots held on average between the counts of about a second ago and the newest: a reading of one instant would miss what is brief. */
function meanInUse({ counts }: Worker, stage: StageName): number {
  const newest = counts.at(-1);
  if (newest === undefined) return 0;
  const oldest = counts.find(({ at }) => newest.at - at <= useWindowMs) ?? newest;
  if (oldest === newest) return newest.stages[stage].inUse;
  return (newest.stages[stage].busyMs - oldest.stages[stage].busyMs) / (newest.at - oldest.at);
}
