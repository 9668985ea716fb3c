import { parse as parsePath } from 'node:path';
import type { Command } from 'commander';

/** What a command line may refer to. */
export interface Known {
  readonly program: Command;
  readonly scripts: readonly string[];
  readonly scenarios: readonly string[];
}

/** The single commands of a line of shell: what stands between `&&`, `|`, `;` and redirections, without variables set in front. */
export const commandsIn = (line: string): readonly string[] =>
  line
    .replace(/(^|\s)#.*$/, '')
    .split(/&&|\||;/)
    .map((command) =>
      command
        .replace(/\s\d?>>?\s*\S+/g, '')
        .trim()
        .replace(/^(?:[A-Z][A-Z0-9_]*=\S*\s+)+/, ''),
    )
    .filter((command) => command !== '');

/** Whether it is a command that these pages vouch for. */
export const isOurs = (command: string): boolean => /^(?:npx surgebook \S|npm (?:run|test|ci)\b)/.test(command);

/** Why a command cannot be run; null when it can. `<words>` and `…` stand for what a reader puts there. */
export function commandFault(command: string, known: Known): string | null {
  const [tool, ...words] = command.split(/\s+/).filter((word) => word !== '…');
  return tool === 'npm' ? scriptFault(words, known) : surgebookFault(words.slice(1), known);
}

function scriptFault([verb = '', script = '']: readonly string[], { scripts }: Known): string | null {
  if (verb === 'ci') return null;
  const name = verb === 'run' ? script : verb;
  return scripts.includes(name) ? null : `package.json has no script "${name}"`;
}

function surgebookFault(words: readonly string[], known: Known): string | null {
  let command = known.program;
  let rest = [...words];
  for (;;) {
    const inner = command.commands.find((one) => one.name() === rest[0]);
    if (inner === undefined) break;
    command = inner;
    rest = rest.slice(1);
  }
  if (command === known.program) return rest.join() === '--help' ? null : `there is no command "${rest[0] ?? ''}"`;
  const { operands, unknown } = parsed(command, rest);
  if (unknown.length > 0) return unknown[0] === '--help' ? null : `${command.name()} has no ${unknown.join(' ')}`;
  return operandFault(command, operands, known);
}

/** A value that an option does not take is refused by the option itself. */
function parsed(
  command: Command,
  words: readonly string[],
): { operands: readonly string[]; unknown: readonly string[] } {
  try {
    return command.parseOptions([...words]);
  } catch (error) {
    return { operands: [], unknown: [error instanceof Error ? error.message : String(error)] };
  }
}

function operandFault(command: Command, operands: readonly string[], { scenarios }: Known): string | null {
  const wanted = command.registeredArguments;
  const most = wanted.some(({ variadic }) => variadic) ? Infinity : wanted.length;
  if (operands.length > most || operands.length < wanted.filter(({ required }) => required).length) {
    return `${command.name()} is not called with ${operands.length} arguments`;
  }
  const strange = operands.find((operand, place) => {
    const placeholder = operand.startsWith('<');
    return wanted[place]?.name() === 'scenario' && !placeholder && !scenarios.includes(parsePath(operand).name);
  });
  return strange === undefined ? null : `there is no scenario "${strange}"`;
}
