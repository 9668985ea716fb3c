import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compareRuns, readRules } from '../../src/cli/compare-runs.ts';
import { hasRegression, type Comparison } from '../../src/compare/comparison.ts';
import { usual } from '../../src/compare/usual.ts';
import type { RunResult } from '../../src/rehearse/result.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { program } from '../command/program.ts';
import { thereK6 } from '../k6/binary.ts';
import { writeOffices, type Service } from './office.ts';

/** Whether a comparison of two fresh runs tells what was changed between them, and nothing where nothing was. */
export const compare: Benchmark = {
  name: 'compare',
  linuxOnly: false,
  wantsBuild: true,
  measure: async (bench) => {
    await thereK6(bench.tell);
    const trios = makeTrios(bench);
    const distinct = (of: (trio: Trio) => Pair): readonly Pair[] => trios.map(of);
    const equal = await compareAll(distinct(({ before, same }) => [before, same]));
    const slowed = await compareAll(distinct(({ before, slow }) => [before, slow]));
    const everyEqual = await compareAll(pairsOf(trios.flatMap(({ before, same }) => [before, same])));
    const everySlowed = await compareAll(
      trios.flatMap(({ before, same }) => [before, same].flatMap((one) => trios.map(({ slow }): Pair => [one, slow]))),
    );
    return [rowOf('false alarms', equal, everyEqual, true), rowOf('slowdowns missed', slowed, everySlowed, false)];
  },
};

/** Folders of runs: two of the service as it is, and one of it 15 % slower. */
interface Trio {
  readonly before: string;
  readonly same: string;
  readonly slow: string;
}

type Pair = readonly [a: string, b: string];

/** 21 runs, and each is in no more than one pair of equal ones and one with a slowed one. What a machine's mood does over minutes must favour no side: the order changes. */
function makeTrios(bench: Bench): readonly Trio[] {
  const offices = writeOffices(join(bench.scratch, 'compare'), bench.quick ? 12 : 16);
  return Array.from({ length: bench.quick ? 1 : 7 }, (_, nth) => {
    const made: Record<keyof Trio, string> = { before: '', same: '', slow: '' };
    const kinds = ['before', 'same', 'slow'] as const;
    kinds.forEach((_kind, place) => {
      const kind = kinds[(place + nth) % kinds.length] ?? 'before';
      made[kind] = rehearse(bench, offices, kind === 'slow' ? 'slowed' : 'equal');
    });
    bench.tell(`compare: ${(nth + 1) * kinds.length} runs`);
    return made;
  });
}

/** A run that proves nothing is made again, which is told. */
function rehearse(bench: Bench, offices: Readonly<Record<Service, string>>, service: Service): string {
  const cwd = offices[service];
  for (let time = 0; time < 3; time += 1) {
    const command = [program, 'rehearse', 'steady', '--engine', 'k6', '--json'];
    const { stdout, stderr } = spawnSync(process.execPath, command, { cwd, encoding: 'utf8' });
    const { run, outcome, error } = JSON.parse(stdout) as Partial<RunResult>;
    if (run === undefined) throw new Error(`a run was not made: ${error ?? stderr}`);
    if (outcome !== 'inconclusive') return join(cwd, run);
    bench.tell(`compare: ${run} is inconclusive, and is made again`);
  }
  throw new Error('three runs one after the other were inconclusive');
}

const pairsOf = (runs: readonly string[]): readonly Pair[] =>
  runs.flatMap((a, place) => runs.slice(place + 1).map((b): Pair => [a, b]));

async function compareAll(pairs: readonly Pair[]): Promise<readonly Comparison[]> {
  const compared: Comparison[] = [];
  for (const [a, b] of pairs) {
    compared.push((await compareRuns(a, b, { ...readRules(usual), force: false })).comparison);
  }
  return compared;
}

/** Between equal runs, what got better is as false as what got worse. */
const alarms = ({ measures }: Comparison): readonly string[] =>
  measures.flatMap(({ id, verdict, relative }) =>
    verdict === 'regression' || verdict === 'improvement' ? [`${id} ${((relative ?? 0) * 100).toFixed(1)} %`] : [],
  );

function rowOf(name: string, distinct: readonly Comparison[], every: readonly Comparison[], equal: boolean): Row {
  const wrong = (all: readonly Comparison[]): readonly Comparison[] =>
    all.filter((one) => (equal ? alarms(one).length > 0 : !hasRegression(one)));
  const said = wrong(distinct).map((one) => alarms(one).join(', ') || 'nothing');
  return {
    name: `compare: ${name}`,
    figure: { value: wrong(distinct).length, unit: `of ${distinct.length}` },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 1 },
    seen: {
      'in every pair of the runs': `${wrong(every).length} of ${every.length}`,
      ...(said.length === 0 ? {} : { 'told there': said.join('; ') }),
    },
  };
}
