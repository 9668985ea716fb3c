import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, fetch } from 'undici';
import type { Clock } from '../model/clock.ts';
import type { LeashedProcess, SpawnLeashed } from '../model/engine.ts';
import type { MetricSource, TargetProfile } from '../model/target-profile.ts';
import { duration, plus } from '../model/time.ts';
import { lastWords } from './last-words.ts';
import { commandOf, type Self } from './target-command.ts';

/** The target did not become ready, or is not there. Its last words are in the message. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/** A target that is ready for load. */
export interface ReadyTarget {
  /** Resolves with what to say when a target that the run started has ended by itself; never for one that was there already. */
  readonly vanished: Promise<string>;
  stop(): Promise<void>;
}

export interface TargetContext {
  readonly spawn: SpawnLeashed;
  readonly clock: Clock;
  readonly self: Self;
  readonly ca: string | null;
  readonly cwd: string;
  /** Handed to the target beside our own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stop: AbortSignal;
}

/** Where a profile's target is, or will be once it is started. */
export interface TargetPlace {
  /** Without a slash at the end. */
  readonly url: string;
  readonly start: string | null;
  readonly metrics: readonly MetricSource[];
}

/** Fills free ports in where the profile leaves them open. */
export async function placeTarget(profile: TargetProfile): Promise<TargetPlace> {
  const [port, metricsPort] = await freePorts();
  const fill = (text: string): string =>
    text.replaceAll('{{port}}', String(port)).replaceAll('{{metrics-port}}', String(metricsPort));
  return {
    url: fill(profile.url).replace(/\/+$/, ''),
    start: profile.start === undefined ? null : fill(profile.start),
    metrics: profile.metrics.map((source) => ({ ...source, scrape: fill(source.scrape) })),
  };
}

/**
 * Starts the target if its profile says how, and waits until it is ready (or `stop` is aborted).
 * @throws TargetError when it ends, or is not ready within the profile's `ready-within`.
 */
export async function readyTarget(
  profile: TargetProfile,
  place: TargetPlace,
  context: TargetContext,
): Promise<ReadyTarget> {
  const started = place.start === null ? null : startTarget(place.start, context);
  try {
    await awaitReady(`${place.url}${profile.ready}`, profile, context, started);
  } catch (error) {
    await started?.stop();
    throw error;
  }
  let stopping = false;
  return {
    vanished: new Promise((resolve) => {
      void started?.ended.then((why) => {
        if (!stopping) resolve(why);
      });
    }),
    stop: async () => {
      stopping = true;
      await started?.stop();
    },
  };
}

interface StartedTarget {
  /** Resolves with how it ended, for people, whoever ended it. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Of what a target says so many characters are kept, at its end. */
const mostKept = 2000;

function startTarget(command: string, context: TargetContext): StartedTarget {
  const [program, ...args] = commandOf(command, context.self);
  const child = context.spawn(program, args, { env: { ...process.env, ...context.env }, cwd: context.cwd });
  const said = lastWords([child.stdout, child.stderr], mostKept);
  const ended = child.ended.then(async ({ code, signal }) => {
    const words = (await said).split('\n').slice(-3).join(' / ');
    return `the target ended (${signal ?? `exit code ${String(code)}`})${words === '' ? '' : `: ${words}`}`;
  });
  return { ended, stop: () => endProcess(child, context.clock) };
}

/** How long a target may take to end by itself before it is ended. */
const endGrace = duration(2000);

async function endProcess(child: LeashedProcess, clock: Clock): Promise<void> {
  const settled = new AbortController();
  child.kill('SIGTERM');
  const ended = child.ended.then(() => {
    settled.abort();
  });
  await clock.wait(plus(clock.now(), endGrace), settled.signal);
  child.kill('SIGKILL');
  await ended;
}

async function awaitReady(
  url: string,
  profile: TargetProfile,
  context: TargetContext,
  started: StartedTarget | null,
): Promise<void> {
  const { clock } = context;
  const deadline = plus(clock.now(), profile['ready-within']);
  const dispatcher =
    context.ca === null
      ? new Agent()
      : new Agent({ connect: { ca: [...rootCertificates, await readFile(context.ca, 'utf8')] } });
  const gone = started === null ? null : started.ended.then((why) => new TargetError(why));
  try {
    for (;;) {
      const answer = await Promise.race([ask(url, dispatcher, context.stop), ...(gone === null ? [] : [gone])]);
      if (answer === 'ready' || context.stop.aborted) return;
      if (answer instanceof TargetError) throw answer;
      if (clock.now() >= deadline) throw notReady(url, profile, answer);
      await clock.wait(plus(clock.now(), duration(100)), context.stop);
    }
  } finally {
    await dispatcher.destroy();
  }
}

async function ask(url: string, dispatcher: Agent, stop: AbortSignal): Promise<string> {
  const tooLong = AbortSignal.timeout(3000);
  try {
    const response = await fetch(url, { dispatcher, signal: AbortSignal.any([tooLong, stop]) });
    await response.body?.cancel();
    return response.ok ? 'ready' : `it answered ${response.status}`;
  } catch (error) {
    if (tooLong.aborted) return 'no answer within 3 s';
    return error instanceof Error
      ? error.cause instanceof Error
        ? error.cause.message
        : error.message
      : String(error);
  }
}

function notReady(url: string, profile: TargetProfile, answer: string): TargetError {
  const within = `${profile['ready-within'] / 1000} s`;
  return new TargetError(`target ${profile.id} was not ready within ${within}: ${url}: ${answer}`);
}

/** Two ports of this machine's loopback interface that nobody listens on at the moment. */
async function freePorts(): Promise<readonly [number, number]> {
  const [first, second] = [createServer(), createServer()];
  try {
    // Both are held until both are known, so that they are not the same.
    return [await portOf(first), await portOf(second)];
  } finally {
    await Promise.all([closed(first), closed(second)]);
  }
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
      else reject(new Error('no free port'));
    });
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
