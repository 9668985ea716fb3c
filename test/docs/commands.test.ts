import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { surgebookProgram } from '../../src/cli/program.ts';
import { commandFault, commandsIn, isOurs, type Known } from './commands.ts';
import { examplesOf } from './examples.ts';
import { allPages, blocksOf, codeSpansOf, guides, root, type Page } from './pages.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

const scenarioNames = (files: readonly string[]): readonly string[] =>
  files.filter((file) => /^[^.]+\.yaml$/.test(basename(file))).map((file) => basename(file, '.yaml'));

/** The program, made anew each time since it keeps what it has parsed; what it says of mistakes is read, not printed. */
function quietProgram(): Command {
  const program = surgebookProgram();
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) command.configureOutput({ writeErr: () => undefined });
  return program;
}

const known = (): Known => ({
  program: quietProgram(),
  scripts: Object.keys(scripts),
  scenarios: scenarioNames([
    ...readdirSync(join(root, 'scenarios')),
    ...guides()
      .flatMap(examplesOf)
      .map(({ file }) => file),
  ]),
});

function commandsOf(page: Page): readonly string[] {
  const lines = blocksOf(page)
    .filter(({ info }) => info === 'sh')
    .flatMap(({ text }) => text.split('\n'));
  return [...lines, ...codeSpansOf(page)].flatMap(commandsIn).filter(isOurs);
}

const written = allPages().flatMap((page) => commandsOf(page).map((command) => [page.file, command] as const));

describe('a command that a page shows', () => {
  it.each(written)('%s: %s can be run', (_file, command) => {
    expect(commandFault(command, known())).toBeNull();
  });

  it('is looked for where there are some', () => {
    const shown = new Set(written.map(([file]) => file));
    expect([...shown]).toEqual(expect.arrayContaining(['README.md', ...guides().map(({ file }) => file)]));
  });
});

describe('a command that cannot be run is seen', () => {
  it.each([
    ['npx surgebook rehears smoke', 'there is no command "rehears"'],
    ['npx surgebook rehearse smoke --jsn', 'rehearse has no --jsn'],
    ['npx surgebook rehearse nowhere', 'there is no scenario "nowhere"'],
    ['npx surgebook rehearse', 'rehearse is not called with 0 arguments'],
    ['npx surgebook check smoke', 'check is not called with 1 arguments'],
    ['npx surgebook rehearse smoke --engine gatling', expect.stringContaining('gatling')],
    ['npx surgebook engine install --from thin-air', expect.stringContaining('thin-air')],
    ['npx surgebook target --port http', expect.stringContaining('http')],
    ['npm run rehears', 'package.json has no script "rehears"'],
  ])('%s', (command, fault) => {
    expect(commandFault(command, known())).toEqual(fault);
  });

  it.each([
    ['npm ci && npm test', ['npm ci', 'npm test']],
    ['CI=true npx surgebook check --json | head -1 # all of it', ['npx surgebook check --json', 'head -1']],
    ['npx surgebook rehearse smoke --json > result.json', ['npx surgebook rehearse smoke --json']],
  ])('in the line %s', (line, commands) => {
    expect(commandsIn(line)).toEqual(commands);
  });
});
