import { Option, type Command } from 'commander';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import type { Problem } from '../model/problem.ts';
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
    .description('read every scenario, target, playbook and notice, and tell all that is wrong')
    .addOption(
      new Option('--format <name>', 'lines for people, or annotations for a pipeline')
        .choices(['text', 'github'])
        .default('text'),
    )
    .option('--json', 'print one JSON object')
    .action(async (flags: CheckFlags) => {
      const { openShippedWorkspace } = await import('./installation.ts');
      const { formatProblem } = await import('../workspace/problem-text.ts');
      const checked = await openShippedWorkspace(process.cwd()).check();
      if (flags.json) process.stdout.write(`${JSON.stringify(checked)}\n`);
      else if (flags.format === 'github') process.stdout.write(linesOf({ ...checked, unwatched: [] }, annotation));
      else process.stdout.write(linesOf(checked, formatProblem));
      process.exitCode = codeOf(checked);
    });
}

const codeOf = ({ problems }: Checked): ExitCode => (problems.length === 0 ? exitCode.expected : exitCode.badInput);

function linesOf(
  { problems, unwatched, scenarios, tests, targets, playbooks }: Checked,
  format: (problem: Problem) => string,
): string {
  const found = problems.map((problem) => `${format(problem)}\n`).join('');
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const told = unwatched.map((lack) => `${unwatchedLine(lack)}\n`).join('');
  return `${found}${told}${scenarios} scenarios, ${tests} unit tests, ${targets} targets, ${playbooks} playbooks · ${count}\n`;
}

const unwatchedLine = ({ target, playbooks, signals }: Unwatched): string =>
  `target ${target}: nobody watches for ${playbooks.join(', ')}, since it does not measure ${signals.join(', ')}`;

/** GitHub's workflow command for an error at a place; its own separators in a text are escaped. */
function annotation({ message, place }: Problem): string {
  const escape = (text: string): string =>
    text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/:/g, '%3A').replace(/,/g, '%2C');
  const at =
    place === null
      ? ''
      : ` file=${escape(place.file)},line=${place.line},col=${place.column},endColumn=${place.column + place.width}`;
  return `::error${at}::${message.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')}`;
}
