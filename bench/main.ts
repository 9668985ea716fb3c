import { cpus, totalmem, tmpdir } from 'node:os';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attached } from './attached/attached.ts';
import { isKept, type Benchmark, type Row } from './benchmark.ts';
import { collector } from './collector/collector.ts';
import { install } from './command/install.ts';
import { build } from './command/program.ts';
import { startUp } from './command/start-up.ts';
import { compare } from './compare/compare.ts';
import { detection } from './detection/detection.ts';
import { ingest } from './ingest/ingest.ts';
import { interpreter } from './interpreter/interpreter.ts';
import { thereK6 } from './k6/binary.ts';
import { composing } from './notices/composing.ts';
import { notices } from './notices/notices.ts';
import { replay } from './replay/replay.ts';
import { report } from './report/report.ts';
import { soak } from './soak/soak.ts';
import { tableOf } from './table.ts';

// `npm run bench` runs every benchmark, `npm run bench -- <name>…` only those; `--quick` shortens them. A table goes to standard output, the same with all that
// was seen to results.json beside this file.

const benchmarks: readonly Benchmark[] = [
  startUp,
  install,
  notices,
  composing,
  interpreter,
  attached,
  collector,
  soak,
  ingest,
  replay,
  report,
  detection,
  compare,
];

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function wanted(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    throw new Error(`no benchmark "${unknown}"; there are ${benchmarks.map(({ name }) => name).join(', ')}`);
  }
  const chosen = names.length === 0 ? benchmarks : benchmarks.filter(({ name }) => names.includes(name));
  return chosen.filter(({ name, linuxOnly }) => {
    if (linuxOnly && process.platform !== 'linux') tell(`${name}: measured on Linux only`);
    return !linuxOnly || process.platform === 'linux';
  });
}

async function measureAll(chosen: readonly Benchmark[]): Promise<readonly Row[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'surgebook-bench-'));
  const rows: Row[] = [];
  try {
    if (chosen.some(({ wantsBuild }) => wantsBuild)) build();
    for (const benchmark of chosen) {
      tell(`${benchmark.name} …`);
      rows.push(...(await measured(benchmark, scratch)));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return rows;
}

/** What one benchmark brought; none of the others is lost when it fails. */
async function measured(benchmark: Benchmark, scratch: string): Promise<readonly Row[]> {
  try {
    return await benchmark.measure({ quick: values.quick, scratch, tell });
  } catch (error) {
    tell(`${benchmark.name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
    return [];
  }
}

async function machine(): Promise<string> {
  const [first] = cpus();
  const k6 = await thereK6(tell).then(
    ({ version }) => `k6 ${version}`,
    () => 'no k6',
  );
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GB`;
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${memory}, Node ${process.version.slice(1)}, ${k6}`;
}

const rows = await measureAll(wanted(positionals));
const results = {
  measuredAt: new Date().toISOString(),
  machine: await machine(),
  quick: values.quick,
  rows: rows.map((row) => ({ ...row, verdict: isKept(row) ? 'kept' : 'falls short' })),
};
writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
process.stdout.write(`${results.machine}${values.quick ? ' · quick: the figures say little' : ''}\n\n${tableOf(rows)}`);
