import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { surgebookProgram } from '../../src/cli/program.ts';
import { root } from './pages.ts';

const files = ['.github/actions/rehearse/action.yml', '.github/workflows/rehearse.yml', 'pipelines/gitlab.yml'];

/** Every call of surgebook in a text: its command, and the flags behind it. */
function callsIn(text: string): readonly { readonly command: string; readonly flags: readonly string[] }[] {
  const calls = text.matchAll(/(?:npx surgebook|\$\{\{ inputs\.surgebook \}\}) ([a-z]+)([^\n]*)/g);
  return [...calls].map(([, command = '', rest = '']) => ({ command, flags: rest.match(/--[a-z-]+/g) ?? [] }));
}

it('the action suggests arguments that go with what it calls', () => {
  const action = readFileSync(join(root, '.github/actions/rehearse/action.yml'), 'utf8');
  const { inputs } = parse(action) as { readonly inputs: { readonly arguments: { readonly description: string } } };
  const suggested = inputs.arguments.description.match(/--[a-z-]+/g) ?? [];
  const rehearse = surgebookProgram().commands.find((one) => one.name() === 'rehearse');
  for (const words of suggested.map((flag) => (flag === '--baseline' ? [flag, 'a-run'] : [flag]))) {
    rehearse?.action(() => undefined);
    expect(() => rehearse?.parse(['smoke', '--ci', ...words], { from: 'user' })).not.toThrow();
  }
  expect(suggested.length).toBeGreaterThan(1);
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(root, file), 'utf8');

  it('is YAML', () => {
    expect(parse(text)).toBeTypeOf('object');
  });

  it('calls commands and flags that there are', () => {
    const { commands } = surgebookProgram();
    const calls = callsIn(text);
    expect(calls.length).toBeGreaterThan(0);
    for (const { command, flags } of calls) {
      const found = commands.find((one) => one.name() === command);
      expect(found?.name()).toBe(command);
      const known = found?.options.flatMap(({ long }) => long ?? []) ?? [];
      expect(known).toEqual(expect.arrayContaining([...flags]));
    }
  });
});
