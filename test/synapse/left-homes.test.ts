import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { clearLeftHomes, homePrefix } from '../../src/synapse/left-homes.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

it('homes of servers whose process was killed are taken away, those of living ones and all else stay', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
  const folder = temporaryFolder();
  const [left, living, other] = [`${homePrefix(dead)}a`, `${homePrefix(process.pid)}b`, 'surgebook-c'];
  for (const name of [left, living, other]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'homeserver.db'), '');
  }
  await clearLeftHomes(folder);
  expect(readdirSync(folder).sort()).toEqual([living, other].sort());
});
