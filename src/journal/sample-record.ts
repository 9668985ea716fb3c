import { createReadStream, createWriteStream, openSync } from 'node:fs';
import { pipeline as pipelineTo } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { InputError, problem } from '../model/problem.ts';
import { SampleLineReader, SampleLineWriter, type RecordedSamples } from './sample-line.ts';

export type { RecordedSamples } from './sample-line.ts';

/** The first line of a record tells its version. */
interface Head {
  readonly v: number;
}

/** Version 1 had no first line of its own, and each of its lines was an object with its samples as they are. */
const recordVersion = 2;

/** How much is unpacked at once. */
const chunkBytes = 256 * 1024;

/** Records the samples that signals use, compressed, so that a run can be judged again. */
export interface SampleRecord {
  append(recorded: RecordedSamples): void;
  /** Resolves once everything is on disk; rejects when it could not be written. */
  close(): Promise<void>;
}

/** Opens a new record. What was appended is on disk soon after, also when the process is killed. */
export function openSampleRecord(file: string): SampleRecord {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  const written = pipeline(gzip, createWriteStream(file, { fd: openSync(file, 'wx') }));
  // Told at the close; until then it must not end the process.
  written.catch(() => undefined);
  const lines = new SampleLineWriter();
  const head: Head = { v: recordVersion };
  gzip.write(`${JSON.stringify(head)}\n`);
  return {
    append: (recorded) => {
      if (gzip.writable) gzip.write(`${lines.line(recorded)}\n`);
    },
    close: async () => {
      gzip.end();
      await written;
    },
  };
}

/**
 * Reads a record back, also one of an earlier version; one cut short by a kill is read up to its last complete line.
 * @throws InputError of a record that is not there, was damaged, or is of a later version
 */
export async function* readSampleRecord(file: string): AsyncGenerator<RecordedSamples> {
  try {
    yield* recordedIn(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError([problem(`the record of samples cannot be read: ${why}`)]);
  }
}

async function* recordedIn(file: string): AsyncGenerator<RecordedSamples> {
  let read: ((line: string) => RecordedSamples) | null = null;
  for await (const line of linesOf(file)) {
    if (read !== null) {
      yield read(line);
      continue;
    }
    const first = JSON.parse(line) as Partial<Head>;
    read = readingOf(first);
    if (first.v === undefined) yield read(line);
  }
}

/** How the lines of a record are read that begins with this one. */
function readingOf({ v }: Partial<Head>): (line: string) => RecordedSamples {
  if (v === undefined) return (line) => JSON.parse(line) as RecordedSamples;
  if (v !== recordVersion) {
    throw new InputError([
      problem(`the record of samples has version ${v}; this surgebook reads up to version ${recordVersion}`),
    ]);
  }
  const lines = new SampleLineReader();
  return (line) => lines.read(line);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacking = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: chunkBytes });
  // An error of either is thrown where the text is read.
  const text = pipelineTo(createReadStream(file), unpacking, () => undefined).setEncoding('utf8');
  let torn = '';
  for await (const chunk of text as AsyncIterable<string>) {
    const [first = '', ...rest] = chunk.split('\n');
    const lines = [torn + first, ...rest];
    torn = lines.pop() ?? '';
    yield* lines;
  }
}
