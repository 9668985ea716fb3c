import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { isSettled } from '../playbook/person-steps.ts';
import type { LocalState } from '../rehearse/people/local-api.ts';
import { runningRun, theRunningRun, type RunningRun } from '../rehearse/people/running-run.ts';
import { runFolder } from './run-folder.ts';
import { spokenWord, type SayFlags, type Word } from './spoken-word.ts';
import { columns } from './view/columns.ts';
import { asText } from './view/fact-lines.ts';

/** `surgebook say`: what stands.
 * @throws InputError
 */
export async function listStanding(flags: SayFlags): Promise<ExitCode> {
  const { run, state } = await spokenTo(flags);
  process.stdout.write(flags.json ? `${JSON.stringify({ run, ...state })}\n` : asText(linesOf(run, state)));
  return exitCode.expected;
}

/** `surgebook say <word> [what]`; exit 3 where it cannot be so now.
 * @throws InputError
 */
export async function sayWord(word: Word, what: string | undefined, flags: SayFlags): Promise<ExitCode> {
  const running = await spokenTo(flags);
  const { path, body, told } = spokenWord(word, what, flags, running.state);
  const { refused } = await running.say(path, body);
  const { run } = running;
  if (flags.json) process.stdout.write(`${JSON.stringify({ run, taken: refused === null, refused })}\n`);
  else if (refused === null) process.stdout.write(`${told}\n`);
  else process.stderr.write(`refused: ${refused}\n`);
  return refused === null ? exitCode.expected : exitCode.unexpected;
}

const spokenTo = ({ run, runs }: SayFlags): Promise<RunningRun> =>
  run === undefined ? theRunningRun(runs) : runningRun(runFolder(run, runs));

function linesOf(run: string, { incidents, steps }: LocalState): readonly string[] {
  const open = steps.filter((step) => !isSettled(step));
  return [
    run,
    ...columns(
      incidents.map(({ id, phase, severity, cause }) => [
        ...[`  ${phase === 'resolved' ? '○' : '●'} ${id}`, phase, severity],
        cause === null ? '' : `cause ${cause}`,
      ]),
    ),
    ...(incidents.length === 0 ? ['  no incident yet'] : []),
    ...columns(
      open.map((step) => [
        ...[`  ${step.standing === 'due' ? '☐' : '◐'} ${step.step}`, step.incident, step.person],
        ...[timeLeft(step.by), step.do],
      ]),
    ),
  ];
}

/** How long a step may take yet. */
function timeLeft(by: number | null): string {
  if (by === null) return '';
  const seconds = Math.round((by - Date.now()) / 1000);
  return seconds < 0 ? 'late' : `${seconds} s left`;
}
