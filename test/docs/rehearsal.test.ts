import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { temporaryFolder, writeFiles } from '../setup/temporary-folder.ts';
import { examplesOf, filesOf } from './examples.ts';
import { readPage, root } from './pages.ts';

it('the product of the guide to targets can be rehearsed, and both its signals are measured', async () => {
  const folder = temporaryFolder();
  writeFiles(folder, filesOf(examplesOf(readPage('docs/guides/targets.md'))));
  const surgebook = join(root, 'dist', 'cli', 'main.js');
  const words = ['rehearse', 'wiki-morning', '--engine', 'autocannon', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [surgebook, ...words], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'expected', scenario: 'wiki-morning' });
  const [run = ''] = readdirSync(join(folder, 'runs'));
  const frames = readJournal(join(folder, 'runs', run, 'journal.ndjson')).filter((fact) => fact.fact === 'frame');
  const measured = new Set(
    frames.flatMap(({ signals }) => Object.entries(signals).flatMap(([id, value]) => (value === null ? [] : [id]))),
  );
  expect([...measured].sort()).toEqual(['save-delay', 'saves-waiting']);
});
