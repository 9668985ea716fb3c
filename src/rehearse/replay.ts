import { join } from 'node:path';
import { Collector } from '../collect/collector.ts';
import { readJournal } from '../journal/journal.ts';
import { readSampleRecord, type RecordedSamples } from '../journal/sample-record.ts';
import type { Said } from '../model/declaration.ts';
import { factVersion, type Fact, type RunStarted, type Told } from '../model/fact.ts';
import { InputError, problem } from '../model/problem.ts';
import { forDrill, measurable, type JudgedBy } from './rules.ts';
import { blindAfter, memoryFor, Watch } from './watch.ts';

/** What a run's recorded samples lead to, judged again. */
export interface Replayed {
  readonly started: RunStarted & Pick<Fact, 'at'>;
  /** Every fact of the run in order, those of the judge as they are judged now. */
  readonly facts: readonly Fact[];
  /** The first fact of the judge that is not as it was recorded; null when all are the same, byte for byte. */
  readonly difference: Difference | null;
}

export interface Difference {
  /** The line of the journal, counted from 1. */
  readonly line: number;
  /** As they are written; null where the other has one fact more. */
  readonly recorded: string | null;
  readonly replayed: string | null;
}

const judged = new Set<Fact['fact']>([
  ...([
    'frame',
    'blind',
    'unmeasured',
    'declared',
    'breach-opened',
    'breach-cleared',
    'incident-opened',
    'incident-taken-over',
    'severity-raised',
    'phase-changed',
    'update-due',
  ] as const),
]);

/** The first fact of a run's journal tells what was rehearsed.
 * @throws InputError when the folder holds no run.
 */
export function readRun(folder: string): { readonly started: Replayed['started']; readonly facts: readonly Fact[] } {
  const facts = readFacts(folder);
  const [started] = facts;
  if (started?.fact !== 'run-started') throw new InputError([problem(`${folder} holds no run`)]);
  return { started, facts };
}

function readFacts(folder: string): readonly Fact[] {
  try {
    return readJournal(join(folder, 'journal.ndjson'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'its journal cannot be read' : 'there is no journal in it';
    throw new InputError([problem(`${folder} holds no run: ${why}`)]);
  }
}

/**
 * Judges a run again from its samples, by the thresholds and playbooks that are handed in: the same facts when nothing has changed. Samples of series that no
 * signal used then were not recorded, so a signal that is new reads nothing.
 * @param progress is told, with every frame, how many facts of how many have been gone through
 * @throws InputError
 */
export async function replay(
  folder: string,
  today: JudgedBy,
  progress: (done: number, all: number) => void = () => undefined,
): Promise<Replayed> {
  const { started, facts: recorded } = readRun(folder);
  const by = forDrill(today, started.surge.compression);
  const rules = { thresholds: measurable(by), playbooks: by.playbooks, blindAfter };
  const watch = new Watch(new Collector(by.definitions, memoryFor(by.definitions)), rules, started.surge.pieces);
  const samples = readSampleRecord(join(folder, 'samples.ndjson.gz'))[Symbol.asyncIterator]();
  const replayed: Fact[] = [];
  // What people said is judged anew; it stands before the frame with which it was judged.
  let said: Said[] = [];
  for (const [place, fact] of recorded.entries()) {
    if (fact.fact === 'declared') said.push({ who: fact.who, declaration: fact.declaration });
    follow(watch, fact);
    if (fact.fact === 'run-finished') replayed.push(...watch.unmeasured(fact.at).map(asFact));
    if (!judged.has(fact.fact)) replayed.push(fact);
    if (fact.fact !== 'frame') continue;
    progress(place, recorded.length);
    const taken = await samples.next();
    // A run that was killed may have told a frame whose samples were still on their way to the disk.
    if (taken.done === true) break;
    watch.receive(samplesOf(taken.value, fact));
    replayed.push(...watch.look(fact.at, said).facts.map(asFact));
    said = [];
  }
  return { started, facts: replayed, difference: differenceOf(recorded, replayed) };
}

const asFact = (told: Told): Fact => ({ v: factVersion, ...told });

/** Has a watch know what the run told of what is watched. */
function follow(watch: Watch, fact: Fact): void {
  if (fact.fact === 'load-started') watch.loadStarted(fact.at);
  if (fact.fact === 'load-ended') watch.loadEnded(fact.at);
  // Of the names that came then and are not recorded, only what was held to be meant is known.
  if (fact.fact !== 'unmeasured') return;
  for (const { nearest } of fact.series) if (nearest !== null) watch.hearName(nearest);
}

function samplesOf(taken: RecordedSamples, { at }: Fact): RecordedSamples['samples'] {
  if (taken.at === at) return taken.samples;
  throw new InputError([
    problem(`the samples of the run do not belong to its journal: a frame at ${at}, samples at ${taken.at}`),
  ]);
}

function differenceOf(recorded: readonly Fact[], replayed: readonly Fact[]): Difference | null {
  const [was, is] = [recorded, replayed].map((facts) =>
    facts.filter(({ fact }) => judged.has(fact)).map((fact) => JSON.stringify(fact)),
  );
  const length = Math.max(was?.length ?? 0, is?.length ?? 0);
  for (let place = 0; place < length; place += 1) {
    const [before, now] = [was?.[place] ?? null, is?.[place] ?? null];
    if (before === now) continue;
    const line = recorded.findIndex((fact) => JSON.stringify(fact) === before) + 1;
    return { line, recorded: before, replayed: now };
  }
  return null;
}
