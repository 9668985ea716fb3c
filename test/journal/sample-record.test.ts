import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSampleRecord, readSampleRecord, type RecordedSamples } from '../../src/journal/sample-record.ts';
import { InputError, problem } from '../../src/model/problem.ts';
import type { Sample } from '../../src/model/sample.ts';
import { instant } from '../../src/model/time.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'record-'));
  file = join(folder, 'samples.ndjson.gz');
});
afterEach(() => rm(folder, { recursive: true }));

const at = instant(1_700_000_000_000);
const samples: readonly Sample[] = [
  { kind: 'counter', series: 'requests', labels: { name: 'ü "\n' }, at, value: 0.1, bornAt: at },
  { kind: 'gauge', series: 'people', labels: {}, at, value: -1e300 },
  { kind: 'stale', series: 'people', labels: { a: 'b' }, at },
  {
    kind: 'histogram',
    series: 'delay',
    labels: {},
    at,
    bornAt: null,
    buckets: { schema: 3, zeroThreshold: 1e-9, zeroCount: 1, indexes: [-3, 4], counts: [2, 0.5], count: 3.5, sum: 9 },
  },
];
const recorded = (place: number): RecordedSamples => ({
  at: instant(place),
  samples: samples.slice(0, place % (samples.length + 1)),
});

async function record(count: number): Promise<void> {
  const open = openSampleRecord(file);
  for (let place = 0; place < count; place += 1) open.append(recorded(place));
  await open.close();
}

async function read(): Promise<RecordedSamples[]> {
  const lines: RecordedSamples[] = [];
  for await (const line of readSampleRecord(file)) lines.push(line);
  return lines;
}

describe('a record of samples', () => {
  it.each([0, 1, 500])('is read back as it was appended: %i times', async (count) => {
    await record(count);
    expect(await read()).toEqual(Array.from({ length: count }, (_, place) => recorded(place)));
  });

  it('is on disk soon after it was appended', async () => {
    const open = openSampleRecord(file);
    open.append(recorded(3));
    await expect.poll(read, { timeout: 30_000 }).toEqual([recorded(3)]);
    open.append(recorded(4));
    await expect.poll(read, { timeout: 30_000 }).toEqual([recorded(3), recorded(4)]);
    await open.close();
  });

  it('is read back when one line is longer than what is read at once', async () => {
    const many = { ...recorded(0), samples: Array.from({ length: 20_000 }, () => samples).flat() };
    const open = openSampleRecord(file);
    open.append(many);
    open.append(recorded(1));
    await open.close();
    expect((await read()).map((line) => line.samples.length)).toEqual([80_000, 1]);
  });

  it('is read as far as it goes, wherever it was cut', async () => {
    await record(12);
    const whole = await readFile(file);
    let before = 0;
    for (let length = 0; length <= whole.length; length += 1) {
      await writeFile(file, whole.subarray(0, length));
      const lines = await read();
      expect(lines).toEqual(Array.from({ length: lines.length }, (_, place) => recorded(place)));
      expect(lines.length).toBeGreaterThanOrEqual(before);
      before = lines.length;
    }
    expect(before).toBe(12);
  });

  it('is read up to its last complete line after a kill', async () => {
    const program = join(import.meta.dirname, 'append-samples.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', () => {
      if (statSync(file).size > 100_000) child.kill('SIGKILL');
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const lines = await read();
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.map((line) => line.at)).toEqual(lines.map((_, place) => place));
    expect(lines.every((line) => line.samples.length === 50)).toBe(true);
  });

  it('of the first version, which told each sample in full, is read', async () => {
    const all = [recorded(4), recorded(0), recorded(2)];
    await writeFile(file, gzipSync(all.map((line) => `${JSON.stringify(line)}\n`).join('')));
    expect(await read()).toEqual(all);
  });

  it('of a later version is refused', async () => {
    await writeFile(file, gzipSync('{"v":3}\n{"something":"else"}\n'));
    await expect(read()).rejects.toThrow(
      new InputError([problem('the record of samples has version 3; this surgebook reads up to version 2')]),
    );
  });

  it('never takes a file that is already there', async () => {
    await writeFile(file, 'of another run');
    expect(() => openSampleRecord(file)).toThrow('EEXIST');
    expect(await readFile(file, 'utf8')).toBe('of another run');
  });

  it.each<[name: string, content: Buffer | null, error: RegExp]>([
    ['that is not there', null, /ENOENT/],
    ['that is no gzip', Buffer.from('{"at":1}\n'.repeat(9)), /incorrect header check/],
    [
      'that was damaged',
      Buffer.from(gzipSync('{}\n'.repeat(999)).map((byte, place) => (place === 14 ? 255 : byte))),
      /invalid|incorrect/,
    ],
    ['with a line that is no JSON', gzipSync('{}\n{"at":\n{}\n'), /JSON/],
  ])('says so when it cannot be read: one %s', async (_name, content, error) => {
    if (content !== null) await writeFile(file, content);
    await expect(read()).rejects.toThrow(InputError);
    await expect(read()).rejects.toThrow(error);
  });

  it('tells at its close that it could not be written', async () => {
    const program = join(import.meta.dirname, 'append-samples.ts');
    // The shell allows files of 16 KiB at most: what a full disk does, without filling one.
    const child = spawn(
      'bash',
      ['-c', 'ulimit -f 16; exec "$0" "$@"', process.execPath, '--import', 'tsx', program, file, '400'],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TSX_DISABLE_CACHE: '1' } },
    );
    expect(await text(child.stdout)).toMatch(/EFBIG/);
    expect((await read()).every((line) => line.samples.length === 50)).toBe(true);
  });
});
