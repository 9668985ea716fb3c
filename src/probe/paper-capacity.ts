import type { PlannedJourney, PlannedStep } from '../model/plan.ts';
import type { RequestStep } from '../model/step.ts';
import { defaultCapacity, paperCapacity, stageNames, type Capacity, type StageName } from '../target/capacity.ts';

/** What a target can do by its set capacity, computed on paper. */
export interface PaperCapacity {
  /** The stage that is full first. */
  readonly stage: StageName;
  /** Journeys a second. */
  readonly throughput: number;
}

/**
 * What the built-in service can do of these journeys: of each stage, jobs a second ÷ the jobs that a journey waits for there; the least counts.
 * Null for a profile that does not start the built-in service, whose capacity is not set, and where what a request costs it is not known.
 */
export function paperCapacityOf(start: string | null, journeys: readonly PlannedJourney[]): PaperCapacity | null {
  const capacity = start === null ? null : capacityByFlags(start);
  const jobs = jobsOfOneJourney(journeys);
  if (capacity === null || jobs === null) return null;
  const stages = stageNames.flatMap((stage) => {
    const wanted = jobs.get(stage) ?? 0;
    return wanted === 0
      ? []
      : [{ stage, throughput: paperCapacity(capacity.stages[stage], capacity.workers) / wanted }];
  });
  const [least = null] = stages.sort((one, other) => one.throughput - other.throughput);
  return least;
}

/** What a flag of `surgebook target` sets. */
type Setting = 'workers' | { readonly stage: StageName; readonly of: 'slots' | 'serviceMs' | 'queue' };

const settings: Readonly<Record<string, Setting>> = {
  '--workers': 'workers',
  '--db-slots': { stage: 'db', of: 'slots' },
  '--db-service-ms': { stage: 'db', of: 'serviceMs' },
  '--db-queue': { stage: 'db', of: 'queue' },
  '--media-slots': { stage: 'media', of: 'slots' },
  '--media-service-ms': { stage: 'media', of: 'serviceMs' },
};

/** The capacity that a start command gives the built-in service; null when it starts something else. */
function capacityByFlags(start: string): Capacity | null {
  const [program, command, ...words] = start.split(/\s+|=/).filter((word) => word !== '');
  if (program !== 'surgebook' || command !== 'target') return null;
  return words.reduce((capacity, word, place) => {
    const setting = settings[word];
    const value = Number(words[place + 1]);
    return setting === undefined || !Number.isFinite(value) ? capacity : withSetting(capacity, setting, value);
  }, defaultCapacity);
}

function withSetting(capacity: Capacity, setting: Setting, value: number): Capacity {
  if (setting === 'workers') return { ...capacity, workers: value };
  const stage = { ...capacity.stages[setting.stage], [setting.of]: value };
  return { ...capacity, stages: { ...capacity.stages, [setting.stage]: stage } };
}

/** The stage whose slot the built-in service holds before it answers. A message is delivered after its answer: that nobody waits for here. */
const stageOfRoute: readonly (readonly [RequestStep['method'], RegExp, StageName])[] = [
  ['post', /^\/sessions$/, 'sign-in'],
  ['post', /^\/rooms\/[^/]+\/messages$/, 'api'],
  ['get', /^\/documents\/[^/]+$/, 'api'],
  ['put', /^\/documents\/[^/]+$/, 'db'],
  ['post', /^\/attendance$/, 'db'],
  ['get', /^\/assets\/[^/]+$/, 'api'],
  ['put', /^\/assets\/[^/]+$/, 'uploads'],
];

/** How many jobs an average journey waits for at each stage; null when a step's are not known. */
function jobsOfOneJourney(journeys: readonly PlannedJourney[]): ReadonlyMap<StageName, number> | null {
  const all = journeys.reduce((sum, { share }) => sum + share, 0);
  const jobs = new Map<StageName, number>();
  for (const { share, steps } of journeys) {
    for (const step of steps) {
      const stage = stageOf(step);
      if (stage === null) return null;
      if (stage !== 'none') jobs.set(stage, (jobs.get(stage) ?? 0) + share / all);
    }
  }
  return jobs;
}

function stageOf(step: PlannedStep): StageName | 'none' | null {
  if (step.kind === 'think') return 'none';
  if (step.kind !== 'request') return null;
  return stageOfRoute.find(([method, path]) => method === step.method && path.test(step.path))?.[2] ?? null;
}
