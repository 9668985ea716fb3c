import type { Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Difference, Replayed } from '../rehearse/replay.ts';
import type { ExpectationResult } from '../report/expectation-results.ts';
import { runFolder } from './run-folder.ts';

interface ReplayFlags {
  readonly runs: string;
  readonly scenario?: string;
  readonly check?: true;
  readonly json?: true;
}

/** `surgebook replay <run>` */
export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('judge a run again from its recorded samples, by the thresholds and playbooks of today')
    .argument('<run>', 'the folder of a run, or its name')
    .option('--runs <folder>', 'where a run is looked for by its name', 'runs')
    .option('--scenario <id | file>', 'measure and judge by this scenario instead of the one that was rehearsed')
    .option('--check', 'exit 3 unless every fact is the same as it was recorded, byte for byte')
    .option('--json', 'print one JSON object')
    .action(async (run: string, flags: ReplayFlags) => {
      process.exitCode = await replayOne(run, flags);
    });
}

async function replayOne(run: string, flags: ReplayFlags): Promise<ExitCode> {
  const { openShippedWorkspace } = await import('./installation.ts');
  const { readRun, replay } = await import('../rehearse/replay.ts');
  const { percentOf, slownessOnStderr } = await import('./slowness.ts');
  const { plainView } = await import('./view/plain-view.ts');
  const { replayedExpectations, expectationLines } = await import('./replay-expectations.ts');
  const folder = runFolder(run, flags.runs);
  const { started } = readRun(folder);
  const by = await openShippedWorkspace(process.cwd()).judgement(flags.scenario ?? started.scenario);
  const slowness = slownessOnStderr();
  const replayed = await replay(folder, by, (done, all) => {
    slowness.doing(`judging again: ${percentOf(done, all)}`);
  });
  const expectations = replayedExpectations(replayed, by.playbooks);
  if (flags.json) process.stdout.write(`${JSON.stringify(shown(replayed, expectations))}\n`);
  else {
    const view = plainView(process.stdout);
    for (const fact of replayed.facts) view.show(fact);
    view.close();
    process.stdout.write(`${verdict(replayed.difference)}${expectationLines(expectations)}`);
  }
  return flags.check === true && replayed.difference !== null ? exitCode.unexpected : exitCode.expected;
}

const shown = ({ started, facts, difference }: Replayed, expectations: readonly ExpectationResult[] | null) => ({
  run: started.run,
  scenario: started.scenario,
  facts: facts.length,
  same: difference === null,
  difference,
  expectations,
  incidents: facts.filter(({ fact }) => fact === 'incident-opened' || fact === 'phase-changed'),
});

function verdict(difference: Difference | null): string {
  if (difference === null) return '\nthe same facts as recorded, byte for byte\n';
  const { line, recorded, replayed } = difference;
  return `\nnot the same facts: journal.ndjson:${line}\n  recorded  ${recorded ?? 'nothing'}\n  replayed  ${replayed ?? 'nothing'}\n`;
}
