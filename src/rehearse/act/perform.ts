import { Agent, fetch, type Response } from 'undici';
import { rootCertificates } from 'node:tls';
import { masking } from '../../journal/masking.ts';
import type { Clock } from '../../model/clock.ts';
import type { SpawnLeashed } from '../../model/engine.ts';
import type { Json } from '../../model/json.ts';
import type { RequestStep } from '../../model/step.ts';
import { plus, type DurationMs } from '../../model/time.ts';
import { parseCapturePath } from '../../scenario/capture.ts';
import { lastWords } from '../last-words.ts';
import { filledRequest, type ActionValues } from './filled-request.ts';

/** What came of doing something: what was captured of the answer, or why it was not done; `mayStand` where it may have been all the same. */
export type Performed =
  | { readonly kind: 'done'; readonly captured: Readonly<Record<string, Json>> }
  | { readonly kind: 'failed'; readonly why: string; readonly mayStand: boolean };

/** What actions are performed with. */
export interface PerformContext {
  readonly spawn: SpawnLeashed;
  readonly clock: Clock;
  readonly cwd: string;
  /** A private certificate authority's PEM text. */
  readonly ca: string | null;
}

/** Of an answer so many bytes are read. */
const mostRead = 1 << 20;

/** So many characters of what others said go into a reason. */
const mostQuoted = 200;

/** What no timer can be set beyond. */
const longestTimer = 2 ** 31 - 1;

/** Sends a request, to a path behind the base, or without one to its own address; its status must be one of those expected, or any 2xx. */
export async function request(
  step: RequestStep,
  base: string | null,
  values: ActionValues,
  timeOut: DurationMs,
  { ca }: PerformContext,
): Promise<Performed> {
  const dispatcher = ca === null ? new Agent() : new Agent({ connect: { ca: [...rootCertificates, ca] } });
  try {
    const { url, method, headers, body } = filledRequest(step, base, values);
    const answer = await fetch(url, {
      method,
      headers,
      body,
      dispatcher,
      redirect: 'error',
      signal: AbortSignal.timeout(Math.min(timeOut, longestTimer)),
    });
    const text = await read(answer);
    const wanted = step.expect.length === 0 ? answer.ok : step.expect.includes(answer.status);
    if (!wanted) return failed(`it answered ${answer.status}${quoted(text, secretsIn(values))}`);
    return captured(text, step.capture);
  } catch (error) {
    return failed(reasonOf(error, timeOut), isUnanswered(error));
  } finally {
    await dispatcher.destroy();
  }
}

async function read({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    bytes += piece.byteLength;
    if (bytes >= mostRead) break;
  }
  return text;
}

const secretsIn = (values: ActionValues): readonly string[] =>
  [...values].flatMap(([name, value]) => (name.startsWith('secret.') && typeof value === 'string' ? [value] : []));

/** The beginning of what others said. Secrets are masked before it is cut: of one that is cut, nobody would know the rest. */
function quoted(text: string, secrets: readonly string[]): string {
  const masked = masking(secrets)(text.trim());
  return masked === '' ? '' : `: ${masked.slice(0, mostQuoted)}`;
}

function captured(text: string, paths: Readonly<Record<string, string>>): Performed {
  if (Object.keys(paths).length === 0) return { kind: 'done', captured: {} };
  const answer = parsed(text);
  const values: Record<string, Json> = {};
  for (const [name, written] of Object.entries(paths)) {
    const value = at(answer, parseCapturePath(written) ?? []);
    // It said that it did it, and not what takes it back.
    if (value === undefined) return failed(`its answer has nothing at ${written}`, true);
    values[name] = value;
  }
  return { kind: 'done', captured: values };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const at = (json: Json | undefined, path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (value, step) =>
      typeof value === 'object' &&
      value !== null &&
      Object.hasOwn(value, step) &&
      // A list has a length of its own, but it stands nowhere in the JSON.
      Array.isArray(value) === (typeof step === 'number')
        ? (value as Readonly<Record<string | number, Json>>)[step]
        : undefined,
    json,
  );

const failed = (why: string, mayStand = false): Performed => ({ kind: 'failed', why, mayStand });

/** Whether a request was on its way, and no whole answer came back. */
function isUnanswered(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : null;
  return error.name === 'TimeoutError' || (typeof code === 'string' && cutOff.has(code));
}

const cutOff: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function reasonOf(error: unknown, timeOut: DurationMs): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeOut / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Of what a program says so many characters are kept, at its end. */
const mostKept = 4096;

/** Runs a program to its end; its arguments are handed to it as they stand. It must end well, within its time; else it is ended. */
export async function command(
  [program = '', ...args]: readonly string[],
  timeOut: DurationMs,
  { spawn, clock, cwd }: PerformContext,
  secrets: readonly string[],
): Promise<Performed> {
  const child = spawn(program, args, { env: process.env, cwd });
  const ended = new AbortController();
  const words = lastWords([child.stderr, child.stdout], mostKept);
  const end = child.ended.then((how) => {
    ended.abort();
    return how;
  });
  await clock.wait(plus(clock.now(), timeOut), ended.signal);
  if (!ended.signal.aborted) {
    child.kill('SIGKILL');
    await end;
    return failed(`it did not end within ${timeOut / 1000} s`, true);
  }
  const { code, signal } = await end;
  if (code === 0) return { kind: 'done', captured: {} };
  const said = (await words).split('\n').at(-1) ?? '';
  return failed(`it ended with ${signal ?? `exit code ${String(code)}`}${quoted(said, secrets)}`);
}
