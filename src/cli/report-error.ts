import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { EngineError, InputError, type Problem } from '../model/problem.ts';
import { formatProblem } from '../workspace/problem-text.ts';

/**
 * Says what went wrong, in one clear line each, and gives the exit code that means it. As JSON, the object that `rehearse --json` would
 * have printed, with what there is.
 */
export function report(error: unknown, json: boolean): ExitCode {
  const code = codeOf(error);
  if (json) printError(linesOf(error)[0]?.split('\n')[0] ?? '', error instanceof InputError ? error.problems : []);
  else process.stderr.write(`${linesOf(error).join('\n')}\n`);
  return code;
}

function codeOf(error: unknown): ExitCode {
  if (error instanceof InputError) return exitCode.badInput;
  return error instanceof EngineError ? exitCode.engineFailed : exitCode.ownError;
}

function linesOf(error: unknown): readonly string[] {
  if (error instanceof InputError) return error.problems.map(formatProblem);
  return [messageOf(error)];
}

/** A defect of ours says where it is only when asked to: a stack is noise to everybody else. */
function messageOf(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  if (!(error instanceof Error)) return `surgebook: ${String(error)}`;
  const stack = process.env['SURGEBOOK_DEBUG'] === undefined ? '' : `\n${error.stack ?? ''}`;
  return `surgebook failed: ${error.message}${stack}`;
}

/** Prints an error as one JSON object: that of a rehearsal which never began. */
export function printError(error: string, problems: readonly Problem[]): void {
  const nothing = {
    run: null,
    scenario: null,
    engine: null,
    outcome: 'inconclusive',
    arrivals: { planned: 0, started: 0, dropped: 0 },
    incidents: [],
    notices: [],
  };
  process.stdout.write(`${JSON.stringify({ ...nothing, error, problems })}\n`);
}
