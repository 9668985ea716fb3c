import { createReadStream, createWriteStream, openSync } from 'node:fs';
import { pipeline as pipelineTo } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import type { Sample } from '../model/sample.ts';
import type { Millis } from '../model/time.ts';

/** The samples that reached the judge with the frame at `at`, in the order in which they were taken. */
export interface RecordedSamples {
  readonly at: Millis;
  readonly samples: readonly Sample[];
}

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
  return {
    append: (recorded) => {
      if (gzip.writable) gzip.write(`${JSON.stringify(recorded)}\n`);
    },
    close: async () => {
      gzip.end();
      await written;
    },
  };
}

/**
 * Reads a record back; one cut short by a kill is read up to its last complete line.
 * @throws Error of the file that cannot be read, or was damaged
 */
export async function* readSampleRecord(file: string): AsyncGenerator<RecordedSamples> {
  const unpacking = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  // An error of either is thrown where the text is read.
  const text = pipelineTo(createReadStream(file), unpacking, () => undefined).setEncoding('utf8');
  let torn = '';
  for await (const chunk of text as AsyncIterable<string>) {
    const [first = '', ...rest] = chunk.split('\n');
    const lines = [torn + first, ...rest];
    torn = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as RecordedSamples;
  }
}
