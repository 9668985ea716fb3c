import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rehearse, run, workspace } from './surgebook.ts';

const said = 'Matrix Synapse needs Python 3.10 or newer: there is no python3 on the PATH';

/** Nothing on the PATH, nothing in the cache. */
const bare = (root: string): Readonly<Record<string, string>> => ({ PATH: root, XDG_CACHE_HOME: root });

describe('on a machine without Python', () => {
  it('surgebook synapse says so, and ends with 2', async () => {
    const root = workspace();
    expect(await run(['synapse', '--prepare'], root, bare(root))).toEqual({ code: 2, stdout: '', stderr: `${said}\n` });
  });

  it('a rehearsal on it says so, ends with 2, and leaves no run behind', async () => {
    // The scenario polls, which k6 alone does: one is there by its word.
    const root = workspace({ k6: '#!/bin/sh\necho "k6 v2.2.0 (go1.26, linux/amd64)"\n' });
    chmodSync(join(root, 'k6'), 0o755);
    const { code, result, stderr } = await rehearse(['matrix-monday'], root, {
      ...bare(root),
      K6_BIN: join(root, 'k6'),
    });
    expect(result).toMatchObject({
      error: `the target matrix could not be prepared: "surgebook synapse --prepare --people 200" ended with exit code 2: ${said}`,
    });
    expect(stderr).toContain(`${said}\n`);
    expect(readdirSync(root)).not.toContain('runs');
    expect(code).toBe(2);
  });
});
