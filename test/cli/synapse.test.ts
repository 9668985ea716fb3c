import { readdirSync } from 'node:fs';
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
    const root = workspace();
    const { code, result, stderr } = await rehearse(['matrix-monday', '--engine', 'autocannon'], root, bare(root));
    expect(result).toMatchObject({
      error: `the target matrix could not be prepared: "surgebook synapse --prepare --people 200" ended with exit code 2: ${said}`,
    });
    expect(stderr).toContain(`${said}\n`);
    expect(readdirSync(root)).not.toContain('runs');
    expect(code).toBe(2);
  });
});
