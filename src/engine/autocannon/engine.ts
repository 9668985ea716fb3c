import { createRequire } from 'node:module';
import type { Engine, EngineContext, EngineEnd, EngineEvent } from '../../model/engine.ts';
import { tellsEvery } from '../../model/load-series.ts';
import type { Plan, PlannedJourney } from '../../model/plan.ts';
import { EngineError } from '../../model/problem.ts';
import type { Millis } from '../../model/time.ts';
import { checkCertificate } from './certificate.ts';
import { Load } from './load.ts';
import { headerTemplates } from '../../scenario/headers.ts';
import { readyRequest, type Surroundings } from './request.ts';
import { skips } from './skips.ts';
import type { ReadyJourney } from './visit.ts';

/**
 * Drives plans with autocannon: a closed model, for a machine that has only Node. At most `plan.atOnce.ready` people are inside at once, each
 * with a connection of their own; who finds no place waits, so that a slow service slows the arrivals. Only HTTP journeys are made; pauses are
 * left out, redirects are not followed. Durations are from sending a request, so the first of a connection holds the time to connect;
 * requests that time out count with the time waited.
 */
export function autocannonEngine(): Engine {
  return {
    name: 'autocannon',
    version: installedVersion(),
    model: 'closed',
    skips,
    // Nobody's place is made ready beforehand.
    memoryFor: () => 0,
    faults: () => Promise.resolve([]),
    translate: () => null,
    drive,
  };
}

function installedVersion(): string {
  const { version } = createRequire(import.meta.url)('autocannon/package.json') as { readonly version: string };
  return version;
}

async function* drive(plan: Plan, context: EngineContext): AsyncGenerator<EngineEvent> {
  const ready = await prepare(plan, context).catch(failed);
  const load = context.stop.aborted ? ({ kind: 'stopped' } as const) : ready;
  if (!(load instanceof Load)) {
    yield ended(context, load);
    return;
  }
  const stop = (): void => {
    load.stop();
  };
  context.stop.addEventListener('abort', stop, { once: true });
  try {
    const startedAt = context.now();
    load.begin();
    yield { kind: 'started', at: startedAt };
    yield { kind: 'said', line: closedModel(plan) };
    yield* follow(load, startedAt, context);
    yield ended(context, await load.over);
  } finally {
    context.stop.removeEventListener('abort', stop);
    load.stop();
    await load.closed();
  }
}

const ended = ({ now }: EngineContext, end: EngineEnd): EngineEvent => ({ kind: 'ended', at: now(), end });

const failed = (error: unknown): EngineEnd => ({
  kind: 'failed',
  why: error instanceof Error ? error.message : String(error),
  lastWords: '',
});

/** @throws EngineError when autocannon can put no load for this plan. */
async function prepare(plan: Plan, { secrets, stop }: EngineContext): Promise<Load> {
  const planned = plan.behaviour.kind === 'journeys' ? plan.behaviour.journeys : [];
  const skipped = new Map(skips(plan).map(({ journey, why }) => [journey, why]));
  if (planned.every(({ id }) => skipped.has(id))) {
    const reasons = [...skipped].map(([journey, why]) => `${journey} ${why}`);
    throw new EngineError(['autocannon can make no journey of this scenario', ...reasons].join('; '));
  }
  const around = { url: plan.url, headers: headerTemplates(plan.headers) };
  const journeys = planned.map((journey) => (skipped.has(journey.id) ? null : readyJourney(journey, around)));
  await checkCertificate(plan.url, plan.ca, stop);
  const { default: autocannon } = await import('autocannon');
  return new Load({ plan, journeys, shares: planned.map(({ share }) => share), secrets, autocannon });
}

const readyJourney = ({ id, steps }: PlannedJourney, around: Surroundings): ReadyJourney => ({
  id,
  requests: steps.flatMap((step) => (step.kind === 'request' ? [readyRequest(step, around)] : [])),
});

function closedModel({ atOnce, behaviour }: Plan): string {
  const pauses = behaviour.kind === 'journeys' && behaviour.journeys.some(({ steps }) => steps.some(isPause));
  return [
    `closed model: at most ${atOnce.ready} people at once; whoever finds no place waits, so a slow service slows the arrivals`,
    ...(pauses ? ['pauses are left out'] : []),
  ].join('; ');
}

const isPause = ({ kind }: PlannedJourney['steps'][number]): boolean => kind === 'think';

/** Tells how the load stands, until it is over, and then once more. */
async function* follow(load: Load, startedAt: Millis, { now }: EngineContext): AsyncGenerator<EngineEvent> {
  let told: number = startedAt;
  for (let over = false; !over;) {
    over = await isOverBy(load, Math.floor((load.elapsed + timerEarly) / tellsEvery + 1) * tellsEvery);
    if (over) await load.closed();
    for (const line of load.takeSaid()) yield { kind: 'said', line };
    // Two readings of one instant would be one reading.
    const at = Math.max(now(), told + 1) as Millis;
    told = at;
    yield { kind: 'samples', samples: load.counts.samples(at, startedAt) };
  }
}

/** A timer may fire so much too early; the moment it was set for is then not waited for again. */
const timerEarly = 5;

/** Waits until the load has been on for so long, or is over: which of the two. */
async function isOverBy(load: Load, elapsedMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const later = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, elapsedMs - load.elapsed, false);
  });
  try {
    return await Promise.race([load.over.then(() => true), later]);
  } finally {
    clearTimeout(timer);
  }
}
