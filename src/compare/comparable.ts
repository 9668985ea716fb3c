import type { Fact, Outcome, RunStarted } from '../model/fact.ts';

/** What a run's journal tells of it as a whole. */
export interface RunTold {
  readonly run: string;
  readonly startedAt: Fact['at'];
  readonly started: Pick<RunStarted, 'scenario' | 'title' | 'engine' | 'target' | 'surge' | 'skipped'>;
  /** Null of a run that was not judged to its end. */
  readonly outcome: Outcome | null;
}

export function runTold(started: RunStarted & Pick<Fact, 'at'>, facts: readonly Fact[]): RunTold {
  const finished = facts.find(({ fact }) => fact === 'run-finished');
  const outcome = finished?.fact === 'run-finished' ? finished.outcome : null;
  return { run: started.run, startedAt: started.at, started, outcome };
}

/** Why two runs cannot be compared: each sentence names what differs. Nothing overrules these. */
export function differences(a: RunTold, b: RunTold): readonly string[] {
  const of = (one: string, other: string, what: string): readonly string[] =>
    one === other ? [] : [`the runs are of different ${what}: ${one} and ${other}`];
  const [surgeA, surgeB] = [a.started.surge, b.started.surge];
  const sameSurge = JSON.stringify(surgeA.pieces) === JSON.stringify(surgeB.pieces);
  return [
    ...of(a.started.scenario, b.started.scenario, 'scenarios'),
    ...of(a.started.engine.model, b.started.engine.model, 'engine models'),
    ...of(skippedBy(a), skippedBy(b), 'journeys left out'),
    ...(sameSurge || a.started.scenario !== b.started.scenario
      ? []
      : [`the surge of ${a.started.scenario} has changed: ${surgeA.description}, and ${surgeB.description}`]),
  ];
}

const skippedBy = ({ started }: RunTold): string =>
  started.skipped.length === 0 ? 'none' : started.skipped.map(({ journey }) => journey).join(', ');

/** Why a run proves nothing: it can be compared all the same by whoever says that he knows. */
export function doubts(runs: readonly RunTold[]): readonly string[] {
  return runs.flatMap(({ run, outcome }) => {
    if (outcome === null) return [`${run} was not judged to its end`];
    return outcome === 'inconclusive' ? [`${run} is inconclusive`] : [];
  });
}

/** What else is not the same in two runs, for whoever reads the difference. */
export function remarks(a: RunTold, b: RunTold): readonly string[] {
  const [engineA, engineB] = [a, b].map(({ started }) => `${started.engine.name} ${started.engine.version}`);
  const [targetA, targetB] = [a, b].map(({ started }) => started.target.id);
  return [
    ...(engineA === engineB ? [] : [`the engines differ: ${engineA} and ${engineB}`]),
    ...(targetA === targetB ? [] : [`the targets differ: ${targetA} and ${targetB}`]),
  ];
}
