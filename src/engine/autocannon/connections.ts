import { once } from 'node:events';
import type autocannon from 'autocannon';
import { Connection, type ConnectionEnd } from './connection.ts';
import type { Visit } from './visit.ts';

/** autocannon itself, which is loaded only when there is load to put. */
export type Autocannon = typeof autocannon;

/** What those who open connections are told of them. */
export interface ConnectionsWatcher {
  /** A visit has come to its end. */
  readonly left: () => void;
  /** No more load can be put, and that is not the service's doing. */
  readonly failed: (why: string) => void;
}

/** autocannon looks so often whether all its connections have ended. */
const wrapUpMs = 100;

/** autocannon's own timeout, in seconds, is out of reach: it holds for all requests alike, is at least a second, and connects again. */
const outOfReach = 86_400;

/** autocannon's own statistics are left out: three large histograms for every few people, in whole milliseconds and without those who waited in vain. */
const noStatistics = { __custom: true, recordValue: () => undefined, destroy: () => undefined };

/**
 * What every instance of autocannon runs with. No rate is set, so latencies are not "corrected" for coordinated omission either (with one the
 * correction would have to be switched off; without one autocannon refuses that switch). No workers: they tell nothing of single answers.
 */
const settings = {
  timeout: outOfReach,
  sampleInt: wrapUpMs,
  skipAggregateResult: true,
  histograms: { latencies: noStatistics, requests: noStatistics, throughput: noStatistics },
} as const;

/** All connections to the target: one for each person inside. */
export class Connections {
  readonly #autocannon: Autocannon;
  readonly #url: string;
  readonly #watcher: ConnectionsWatcher;
  readonly #open = new Set<Connection>();
  readonly #instances = new Set<autocannon.Instance>();
  #isCut = false;

  constructor(cannon: Autocannon, url: string, watcher: ConnectionsWatcher) {
    this.#autocannon = cannon;
    this.#url = url;
    this.#watcher = watcher;
  }

  /** Opens a connection for each of these people and sends their requests. Those who have equally many left share an instance of autocannon. */
  open(visits: readonly Visit[]): void {
    try {
      for (const [requests, together] of byRequestsLeft(visits)) {
        if (!this.#isCut) this.#run(together, requests);
      }
    } catch (error) {
      this.#watcher.failed(`autocannon could not open connections: ${String(error)}`);
    }
  }

  /** Ends all connections at once; none is opened any more. */
  cut(): void {
    this.#isCut = true;
    for (const connection of this.#open) connection.cut();
    this.#open.clear();
  }

  /** Resolves when autocannon has wrapped up what it ran. */
  async closed(): Promise<void> {
    await Promise.all(
      [...this.#instances].map((instance) => {
        instance.stop();
        return once(instance, 'done');
      }),
    );
  }

  #run(visits: readonly Visit[], requests: number): void {
    const waiting = visits.values();
    const options = {
      ...settings,
      url: this.#url,
      connections: visits.length,
      amount: visits.length * requests,
      setupClient: (client: autocannon.Client) => {
        const next = waiting.next();
        if (next.done !== true) this.#connect(client, next.value);
      },
    };
    const instance = this.#autocannon(options, (error: Error | null) => {
      if (error !== null) throw error;
    });
    this.#instances.add(instance);
    instance.once('done', () => this.#instances.delete(instance));
  }

  #connect(client: autocannon.Client, visit: Visit): void {
    const connection = new Connection(client, visit, (end) => {
      this.#open.delete(connection);
      this.#ended(end, visit);
    });
    this.#open.add(connection);
  }

  #ended(end: ConnectionEnd, visit: Visit): void {
    if (end.kind === 'moving') this.open([visit]);
    else if (end.kind === 'left') this.#watcher.left();
    else this.#watcher.failed(end.why);
  }
}

function byRequestsLeft(visits: readonly Visit[]): ReadonlyMap<number, readonly Visit[]> {
  const groups = new Map<number, Visit[]>();
  for (const visit of visits) {
    const group = groups.get(visit.requestsLeft) ?? [];
    group.push(visit);
    groups.set(visit.requestsLeft, group);
  }
  return groups;
}
