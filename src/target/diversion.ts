import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Pool, type Dispatcher } from 'undici';
import type { Capacity } from './capacity.ts';
import { giveWay } from './give-way.ts';
import type { Session } from './people.ts';
import { keyHeader, sessionHeader, type FromSecond, type SecondSettings, type ToSecond } from './second-protocol.ts';

const program = fileURLToPath(
  new URL(`./second-instance${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url),
);

/** What becomes of a message that was accepted. */
export interface Homecoming {
  /** It is there for the people in its room, so many seconds after it was accepted. */
  readonly delivered: (room: string, message: object, seconds: number) => void;
  /** No queue had a place for it, or whoever had it was lost. */
  readonly lost: () => void;
}

/** A request for the second instance to answer, and whose it is. */
export interface Diverted {
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string;
  readonly session: Session;
}

export interface SecondAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly retryAfter: string | null;
}

/** A second instance that runs. */
interface Second {
  readonly process: ChildProcess;
  readonly key: string;
  readonly url: string;
  readonly connections: Pool;
  /** Requests that it has not answered yet. */
  asked: number;
  leaving: boolean;
}

/** The request could not be answered by the second instance. */
export class SecondFailure extends Error {}

/**
 * Sends a share of the requests to a second instance of the service, which is started for it: a process that listens on a port of its own and has workers of
 * its own. When nothing is diverted to it any more it finishes what it has, and ends. If it ends by itself, everything stays here again.
 */
export class Diversion {
  readonly #capacity: Capacity;
  readonly #home: Homecoming;
  readonly #processes = new Set<ChildProcess>();
  #second: Second | null = null;
  #starting: Promise<Second> | null = null;
  #share = 0;
  /** What of a request the share has added up to since the last that was diverted. */
  #owed = 0;
  #closed = false;

  constructor(capacity: Capacity, home: Homecoming) {
    this.#capacity = { ...capacity, workers: capacity.secondWorkers, standby: 0, secondWorkers: 0 };
    this.#home = home;
  }

  /** From 0 to 1. */
  get share(): number {
    return this.#second === null ? 0 : this.#share;
  }

  /** Where the second instance listens, and its process; null when there is none. */
  get second(): { readonly url: string; readonly pid: number | undefined } | null {
    return this.#second === null ? null : { url: this.#second.url, pid: this.#second.process.pid };
  }

  /** Diverts this share from now on; resolves when there is somebody to take it. */
  async divert(share: number): Promise<void> {
    this.#starting ??= this.#start();
    try {
      await this.#starting;
    } catch (error) {
      this.#starting = null;
      throw error;
    }
    this.#share = share;
  }

  /** Diverts nothing any more. */
  end(): void {
    this.#share = 0;
    this.#owed = 0;
    this.#starting = null;
    if (this.#second === null) return;
    this.#second.leaving = true;
    leaveIfDone(this.#second);
    this.#second = null;
  }

  /** Whether the next request is one of the share: of a half every second one, and so on. */
  picks(): boolean {
    this.#owed += this.share;
    if (this.#owed < 1) return false;
    this.#owed -= 1;
    return true;
  }

  /**
   * Has the second instance answer.
   * @throws SecondFailure when it is gone, or goes before it has answered.
   */
  async send({ path, body, authorization, session }: Diverted): Promise<SecondAnswer> {
    const second = this.#second;
    if (second === null) throw new SecondFailure('the second instance is gone');
    second.asked += 1;
    try {
      const answer = await second.connections.request({
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          authorization,
          [keyHeader]: second.key,
          [sessionHeader]: encodeURIComponent(JSON.stringify(session)),
        },
        body: JSON.stringify(body ?? {}),
      });
      return await answerOf(answer);
    } catch (error) {
      throw new SecondFailure('the second instance did not answer', { cause: error });
    } finally {
      second.asked -= 1;
      leaveIfDone(second);
    }
  }

  /** Ends the second instance; its workers end with it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.end();
    await Promise.all([...this.#processes].map(endProcess));
  }

  async #start(): Promise<Second> {
    const key = randomBytes(24).toString('hex');
    const settings: SecondSettings = { capacity: this.#capacity, key };
    const child = fork(program, [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#processes.add(child);
    giveWay(child);
    child.once('exit', () => this.#processes.delete(child));
    const port = await this.#hear(child);
    const url = `http://127.0.0.1:${port}`;
    const second: Second = {
      ...{ process: child, key, url, asked: 0, leaving: false },
      connections: new Pool(url, { connections: 256 }),
    };
    child.once('exit', () => {
      void second.connections.destroy();
      if (this.#second === second) this.end();
    });
    if (this.#closed) throw new SecondFailure('the service is ending');
    this.#second = second;
    return second;
  }

  /** Listens to what the second instance tells; resolves with the port on which it listens. */
  #hear(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
      child.on('message', (message: FromSecond) => {
        if ('port' in message) resolve(message.port);
        else if ('lost' in message) this.#home.lost();
        else this.#home.delivered(message.delivered.room, message.delivered.message, message.delivered.seconds);
      });
      const failed = (): void => {
        reject(new SecondFailure('the second instance could not be started'));
      };
      child.once('exit', failed);
      child.once('error', failed);
    });
  }
}

async function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<SecondAnswer> {
  const after = headers['retry-after'];
  return { status: statusCode, json: await body.json(), retryAfter: typeof after === 'string' ? after : null };
}

/** What was asked of it has been answered; what it has accepted and not yet done it finishes by itself. */
function leaveIfDone({ process: child, asked, leaving }: Second): void {
  const leave: ToSecond = { leave: true };
  if (leaving && asked === 0 && child.connected) child.send(leave);
}

function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGKILL');
  });
}
