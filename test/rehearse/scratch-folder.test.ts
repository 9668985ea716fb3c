import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inScratchFolder } from '../../src/rehearse/scratch-folder.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

describe('a scratch folder', () => {
  it('is for its owner alone, and is gone at the end, also when what used it failed', async () => {
    const below = temporaryFolder();
    const failing = inScratchFolder((scratch) => {
      expect(statSync(scratch).mode & 0o777).toBe(0o700);
      writeFileSync(join(scratch, 'plan.json'), '{}');
      return Promise.reject(new Error('the engine ended'));
    }, below);
    await expect(failing).rejects.toThrow('the engine ended');
    expect(readdirSync(below)).toEqual([]);
  });

  it('takes away those of processes that were killed; those of living ones and all else stay', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const below = temporaryFolder();
    const stay = ['surgebook-c', 'surgebook-elsewhere-1-x', 'other'];
    for (const name of stay) mkdirSync(join(below, name));
    const kept = await inScratchFolder(async (living) => {
      const left = join(below, basename(living).replace(`-${process.pid}-`, `-${dead}-`));
      mkdirSync(left);
      writeFileSync(join(left, 'plan.json'), '{}');
      return inScratchFolder(() => Promise.resolve(readdirSync(below)), below);
    }, below);
    expect(kept.filter((name) => !stay.includes(name))).toHaveLength(2);
    expect(kept.filter((name) => name.includes(`-${dead}-`))).toEqual([]);
    expect(readdirSync(below).sort()).toEqual([...stay].sort());
  });
});
