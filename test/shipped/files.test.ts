import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../setup/temporary-folder.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { root, shippedFiles } from './shipped-files.ts';

const run = promisify(execFile);

describe('what ships', () => {
  it('has nothing wrong with it', async () => {
    const { problems, ...counts } = await openWorkspace({ root: temporaryFolder(), shipped: root }).check();
    expect(problems).toEqual([]);
    const files = shippedFiles('.yaml').map(({ file }) => file);
    const inFolder = (folder: string): readonly string[] => files.filter((file) => dirname(file) === folder);
    expect(counts).toMatchObject({
      scenarios: inFolder('scenarios').filter((file) => !file.endsWith('.test.yaml')).length,
      targets: inFolder('scenarios/targets').length,
      playbooks: files.filter((file) => basename(file) === 'playbook.yaml').length,
    });
  });

  it('is there: a check of nothing would find nothing wrong', () => {
    const ids = shippedFiles('playbook.yaml').map(({ file }) => basename(dirname(file)));
    expect(ids).toEqual(expect.arrayContaining(['app-exit', 'message-delay', 'video-stutter']));
    const scenarios = shippedFiles('.yaml').map(({ file }) => basename(file, '.yaml'));
    expect(scenarios).toEqual(expect.arrayContaining(['monday-morning', 'ordinary-tuesday', 'smoke', 'built-in']));
  });

  it.each(shippedFiles('.yaml').map(({ file, text }) => [file, text] as const))(
    'names in the first line of %s the schema by which editors check it',
    (file, text) => {
      const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1];
      const kind = file.endsWith('.test.yaml')
        ? 'test'
        : ({ scenarios: 'scenario', 'scenarios/targets': 'target' }[dirname(file)] ?? 'playbook');
      const schema = join(root, dirname(file), named ?? 'none');
      expect(schema).toBe(join(root, 'schema', `${kind}.json`));
      expect(existsSync(schema)).toBe(true);
    },
  );
});

describe('the schemas for editors', () => {
  it('are what the model says', async () => {
    const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', 'scripts/schemas.ts', '--check'], {
      cwd: root,
    });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });

  it('ship', () => {
    const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly files: readonly string[];
    };
    expect(files).toEqual(expect.arrayContaining(['dist', 'playbooks', 'scenarios', 'schema']));
  });
});
