import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import type { Engine, EngineContext, EngineEvent, FaultContext, LeashedProcess } from '../../model/engine.ts';
import { tellsEvery } from '../../model/load-series.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { K6Binary } from './binary.ts';
import { endOf } from './exit.ts';
import { EngineLog } from './log.ts';
import { scriptFault } from './script-fault.ts';
import { hasFeatures } from './version.ts';
import { translate } from './vocabulary.ts';

/** k6 stops by itself when asked; if it has not after this time it is ended, so that no load outlives a stop by a second. */
const stopGraceMs = 600;

/** Measured with 3,000 who wait: 0.4 MB each with the interpreter, 0.1 MB with the shortest script there can be. */
const bytesPerPerson = { journeys: 400_000, script: 100_000 } as const;

/** Drives plans with k6: an open model, whose arrivals a slow service does not slow. */
export function k6Engine(binary: K6Binary): Engine {
  return {
    name: 'k6',
    version: binary.version,
    model: 'open',
    skips: () => [],
    memoryFor: ({ behaviour, atOnce }) => atOnce.ready * bytesPerPerson[behaviour.kind],
    faults: (plan, context) => faultsOf(binary, plan, context),
    translate,
    drive: (plan, context) => drive(binary, plan, context),
  };
}

async function* drive(binary: K6Binary, plan: Plan, context: EngineContext): AsyncGenerator<EngineEvent> {
  const planFile = await writePlan(plan, context.scratch);
  const env = { ...(await environment(plan, planFile, context)), ...pushing(binary, context.remoteWriteUrl) };
  if (context.stop.aborted) {
    yield { kind: 'ended', at: context.now(), end: { kind: 'stopped' } };
    return;
  }
  const k6 = context.spawn(binary.path, argumentsFor(plan), { env, cwd: context.scratch });
  const stop = stopper(k6);
  context.stop.addEventListener('abort', stop, { once: true });
  const log = new EngineLog();
  let started = false;
  try {
    for await (const piece of textOf(k6)) {
      if (!started && piece.includes(startMark)) {
        started = true;
        yield { kind: 'started', at: context.now() };
      }
      for (const line of log.read(piece)) yield { kind: 'said', line };
    }
    const ended = await k6.ended;
    yield { kind: 'ended', at: context.now(), end: endOf(ended, context.stop.aborted, log.lastWords) };
  } finally {
    context.stop.removeEventListener('abort', stop);
    k6.kill('SIGKILL');
  }
}

/** A script that has not been read by then runs for ever; the run will tell. */
const inspectedWithinMs = 10_000;

/** Has k6 read a script of a person's own as it will for the run, which takes some tens of milliseconds, and tells what is mistaken in it. */
async function faultsOf(binary: K6Binary, plan: Plan, context: FaultContext): Promise<readonly Problem[]> {
  if (plan.behaviour.kind !== 'script' || context.stop.aborted) return [];
  const env = await environment(plan, await writePlan(plan, context.scratch), context);
  const args = ['inspect', '--include-system-env-vars', '--log-format=json', '--no-color', scriptFor(plan)];
  const k6 = context.spawn(binary.path, args, { env, cwd: context.scratch });
  const end = (): void => {
    k6.kill('SIGKILL');
  };
  const timer = setTimeout(end, inspectedWithinMs);
  context.stop.addEventListener('abort', end, { once: true });
  try {
    let said = '';
    for await (const piece of textOf(k6)) if (said.length < mostSaid) said += piece;
    const { code } = await k6.ended;
    const fault = code === 0 ? null : await scriptFault(said, plan.behaviour.script);
    return fault === null ? [] : [fault];
  } finally {
    clearTimeout(timer);
    context.stop.removeEventListener('abort', end);
    end();
  }
}

/** What k6 says of a script that it cannot read is short; what the script itself prints need not be. */
const mostSaid = 1_000_000;

/** k6 says so at the moment in which its executors begin. */
const startMark = 'Starting executor';

/** k6 is asked for its debug lines, since only they tell when the load begins; `EngineLog` keeps them from people. */
function argumentsFor(plan: Plan): readonly string[] {
  const flags = [
    '--quiet',
    '--verbose',
    '--no-usage-report',
    '--summary-mode=disabled',
    // It would keep every sample for thresholds of its own, and has none.
    '--no-thresholds',
    '--log-format=json',
    '--no-color',
  ];
  return ['run', ...flags, '--include-system-env-vars', '--out=experimental-prometheus-rw', scriptFor(plan)];
}

/** The script beside this file: TypeScript in a checkout, JavaScript in a build; k6 runs both. */
function scriptFor(plan: Plan): string {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const name = plan.behaviour.kind === 'script' ? 'native' : 'interpreter';
  return fileURLToPath(new URL(`./script/${name}${ending}`, import.meta.url));
}

/** Every virtual user holds the plan, so people from a list go into a file of their own, which k6 shares. */
async function writePlan(plan: Plan, scratch: string): Promise<string> {
  const file = join(scratch, 'plan.json');
  const { people } = plan;
  await writeFile(
    file,
    JSON.stringify(people.kind === 'listed' ? { ...plan, people: { ...people, people: [] } } : plan),
  );
  await writeFile(`${file}.people`, JSON.stringify(people.kind === 'listed' ? people.people : []));
  return file;
}

/** k6 gets an environment of its own: whatever K6_ settings a person has must not change what a scenario means. */
async function environment(plan: Plan, planFile: string, context: FaultContext): Promise<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: context.scratch,
    SURGEBOOK_PLAN: planFile,
    SURGEBOOK_URL: plan.url,
    SURGEBOOK_SECRETS: JSON.stringify(context.secrets),
    ...(plan.behaviour.kind === 'script' ? { SURGEBOOK_SCRIPT: plan.behaviour.script } : {}),
    ...(plan.ca === null ? {} : { SSL_CERT_FILE: await trusted(plan.ca, context.scratch) }),
    // Garbage is collected half as often as Go would: what stays is small beside what each request leaves behind.
    GOGC: process.env['GOGC'] ?? '200',
  };
}

/** Where k6 pushes its samples to, and how. */
const pushing = ({ version }: K6Binary, remoteWriteUrl: string): Record<string, string> => ({
  K6_PROMETHEUS_RW_SERVER_URL: remoteWriteUrl,
  K6_PROMETHEUS_RW_PUSH_INTERVAL: `${tellsEvery}ms`,
  ...(hasFeatures(version)
    ? { K6_FEATURES: 'native-histograms' }
    : { K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: 'true' }),
});

/** Go takes its trusted authorities from one file, so the private one is put behind the public ones. */
async function trusted(ca: string, scratch: string): Promise<string> {
  const file = join(scratch, 'trusted.pem');
  await writeFile(file, [...rootCertificates, await readFile(ca, 'utf8')].join('\n'));
  return file;
}

function stopper(k6: LeashedProcess): () => void {
  return () => {
    k6.kill('SIGINT');
    const timer = setTimeout(() => {
      k6.kill('SIGKILL');
    }, stopGraceMs);
    void k6.ended.then(() => {
      clearTimeout(timer);
    });
  };
}

/** k6's log. What scripts print goes the same way; k6's own output is read so that it never waits, and left. */
async function* textOf(k6: LeashedProcess): AsyncGenerator<string> {
  const drained = drain(k6.stdout);
  const decoder = new TextDecoder();
  for await (const piece of k6.stderr)
    yield typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  await drained;
}

async function drain(stream: AsyncIterable<string | Uint8Array>): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  for await (const _ of stream);
}
