import { Option, type Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Problem } from '../model/problem.ts';
import { instant } from '../model/time.ts';
import { annotationOf } from './annotation.ts';
import type { Unwatched } from '../workspace/unwatched.ts';
import type { Checked } from '../workspace/workspace.ts';

interface CheckFlags {
  readonly json?: true;
  readonly format: 'text' | 'github';
}

/** `surgebook check` */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('read every scenario, target, playbook, notice and review, and tell all that is wrong')
    .addOption(
      new Option('--format <name>', 'lines for people, or annotations for a pipeline')
        .choices(['text', 'github'])
        .default('text'),
    )
    .option('--json', 'print one JSON object')
    .action(async (flags: CheckFlags) => {
      const { openShippedWorkspace } = await import('./installation.ts');
      const { formatProblem } = await import('../workspace/problem-text.ts');
      const { dayOf } = await import('../model/day.ts');
      const checked = await openShippedWorkspace(process.cwd()).check(dayOf(instant(Date.now())));
      if (flags.json) process.stdout.write(`${JSON.stringify(checked)}\n`);
      else if (flags.format === 'github')
        process.stdout.write(
          linesOf(
            { ...checked, unwatched: [] },
            ({ message, place }) => annotationOf('error', message, place),
            ({ message, place }) => annotationOf('warning', message, place),
          ),
        );
      else process.stdout.write(linesOf(checked, formatProblem, formatProblem));
      process.exitCode = codeOf(checked);
    });
}

const codeOf = ({ problems }: Checked): ExitCode => (problems.length === 0 ? exitCode.expected : exitCode.badInput);

function linesOf(
  checked: Checked,
  format: (problem: Problem) => string,
  formatWarning: (problem: Problem) => string,
): string {
  const { problems, unwatched, unallowed, unnamed } = checked;
  const found = problems.map((problem) => `${format(problem)}\n`).join('');
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const told = unwatched.map((lack) => `${unwatchedLine(lack)}\n`).join('');
  const shown = [...unallowed, ...unnamed].map((problem) => `${formatWarning(problem)}\n`).join('');
  return `${found}${shown}${told}${countsOf(checked)} · ${count}\n`;
}

function countsOf({ scenarios, tests, targets, playbooks, notices, reviews, openActions }: Checked): string {
  const read = `${scenarios} scenarios, ${tests} unit tests, ${targets} targets, ${playbooks} playbooks, ${notices} notices composed`;
  return reviews === 0 ? read : `${read}, ${openActions} open action items in ${reviews} reviews`;
}

const unwatchedLine = ({ target, playbooks, signals }: Unwatched): string =>
  `target ${target}: nobody watches for ${some(playbooks)}, since it does not measure ${some(signals)}`;

/** So many names can be read in a line. */
const mostNamed = 4;

const some = (names: readonly string[]): string =>
  names.length <= mostNamed
    ? names.join(', ')
    : `${names.slice(0, mostNamed - 1).join(', ')} and ${names.length - mostNamed + 1} more`;
