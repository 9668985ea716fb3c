import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, type Response } from 'undici';
import { isAborted } from '../../model/aborted.ts';
import type { Clock } from '../../model/clock.ts';
import type { Sample } from '../../model/sample.ts';
import type { SourceReading } from '../../model/source.ts';
import { between, duration, plus, type DurationMs, type Millis } from '../../model/time.ts';

/** How a source is asked over HTTP at a steady beat. */
export interface Asking {
  readonly every: DurationMs;
  /** A private certificate authority's PEM file, trusted beside the public ones. */
  readonly ca: string | null;
  readonly clock: Clock;
}

/** What one question may use. */
export interface Question {
  readonly at: Millis;
  /** Made at the first question: an authority that cannot be read is a failure like any other. */
  readonly dispatcher: () => Promise<Dispatcher>;
  /** Aborted when the answer is too late, or nobody wants it any more. */
  readonly signal: AbortSignal;
}

/** An answer that gives no samples, with what to tell of it. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/**
 * Asks at each beat until stopped; a beat that passes while the answer is awaited is left out. Whatever `ask` throws is a failure reading that tells why,
 * in which `asked` names who was asked.
 */
export async function* atBeat(
  { every, ca, clock }: Asking,
  stop: AbortSignal,
  asked: string,
  ask: (question: Question) => Promise<readonly Sample[]>,
): AsyncGenerator<SourceReading> {
  const connection = new Connection(ca);
  const begunAt = clock.now();
  try {
    while (!stop.aborted) {
      const patience = new Patience(Math.max(every, 1000), stop);
      const at = clock.now();
      const question = { at, dispatcher: () => connection.dispatcher(), signal: patience.signal };
      const reading = await ask(question).then(
        (samples): SourceReading => ({ kind: 'samples', at, samples }),
        (error: unknown): SourceReading => ({ kind: 'failure', at, why: whyOf(error, asked, patience.isOver) }),
      );
      patience.end();
      // An interrupted question says nothing of the target.
      if (isAborted(stop)) return;
      yield reading;
      await clock.wait(nextBeat(begunAt, every, clock.now()), stop);
    }
  } finally {
    await connection.close();
  }
}

/** Until when an answer is waited for. A signal that is made of others stays in the memory of those that live longer: of a run's own it would be one for each question. */
class Patience {
  readonly #given = new AbortController();
  readonly #stop: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #over = false;

  constructor(most: number, stop: AbortSignal) {
    this.#stop = stop;
    this.#timer = setTimeout(() => {
      this.#over = true;
      this.#giveUp();
    }, most);
    if (stop.aborted) this.#giveUp();
    else stop.addEventListener('abort', this.#giveUp, { once: true });
  }

  get signal(): AbortSignal {
    return this.#given.signal;
  }

  /** Whether the time has run out. */
  get isOver(): boolean {
    return this.#over;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#stop.removeEventListener('abort', this.#giveUp);
  }

  readonly #giveUp = (): void => {
    this.#given.abort();
  };
}

class Connection {
  readonly #ca: string | null;
  #agent: Agent | null = null;

  constructor(ca: string | null) {
    this.#ca = ca;
  }

  async dispatcher(): Promise<Dispatcher> {
    this.#agent ??= new Agent(
      this.#ca === null ? {} : { connect: { ca: [...rootCertificates, await readFile(this.#ca, 'utf8')] } },
    );
    return this.#agent;
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }
}

/** The first beat after `now`. */
function nextBeat(begunAt: Millis, every: DurationMs, now: Millis): Millis {
  const beats = Math.floor(between(begunAt, now) / every) + 1;
  return plus(begunAt, duration(beats * every));
}

function whyOf(error: unknown, asked: string, late: boolean): string {
  if (error instanceof AnswerError) return error.message;
  if (late) return `${asked} did not answer in time`;
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Where a name has several addresses, each of them failed, and only the code is left to tell.
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

/**
 * The text of an answer's body, which is called so.
 * @throws AnswerError when there are more bytes than that.
 */
export async function textOf(response: Response, called: string, mostBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) throw new AnswerError(`${called} is longer than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
