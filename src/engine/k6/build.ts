import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../../model/environment.ts';
import { EngineError } from '../../model/problem.ts';
import type { Progress } from './progress.ts';
import { pinnedVersion } from './version.ts';

/** How often a build says that it goes on. */
const tellEveryMs = 5000;

/**
 * Builds the pinned k6 from the committed module with the Go that is there; nothing but the module proxy is needed. It is put in place whole, so that two
 * builds at once, or one that is interrupted, leave nothing broken.
 * @throws EngineError when there is no Go, or the build fails.
 */
export async function buildK6(env: Environment, module: string, to: string, progress: Progress): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const workshop = await mkdtemp(join(dirname(to), 'build-'));
  try {
    // Go writes into the module's folder; the committed one stays as it is.
    for (const file of ['go.mod', 'go.sum']) await copyFile(join(module, file), join(workshop, file));
    progress(`building k6 ${pinnedVersion} with Go, once: about two minutes`);
    await goBuild(env, workshop, progress);
    await rename(join(workshop, 'k6'), to);
    progress(`built ${to}`);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

function goBuild(env: Environment, workshop: string, progress: Progress): Promise<void> {
  return new Promise((resolve, reject) => {
    // `-v` names each package as it is compiled: the only progress a build has.
    const go = spawn('go', ['build', '-v', '-trimpath', '-buildvcs=false', '-o', 'k6', 'go.k6.io/k6/v2'], {
      cwd: workshop,
      env: { ...env, GOFLAGS: '-mod=mod' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let packages = 0;
    let last = '';
    const telling = setInterval(() => {
      progress(packages === 0 ? 'fetching modules …' : `compiled ${packages} packages …`);
    }, tellEveryMs);
    go.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = text.split('\n').filter((line) => line !== '');
      packages += lines.filter((line) => !line.startsWith('go: ')).length;
      last = lines.at(-1) ?? last;
    });
    go.on('error', (error: NodeJS.ErrnoException) => {
      clearInterval(telling);
      reject(new EngineError(error.code === 'ENOENT' ? noGo : `go could not be started: ${error.message}`));
    });
    go.on('close', (code) => {
      clearInterval(telling);
      if (code === 0) resolve();
      else reject(new EngineError(`go build failed (${String(code)}): ${last}`));
    });
  });
}

const noGo = [
  `k6 is not there, and there is no Go to build it with. Have one of: k6 ${pinnedVersion} on the PATH, or named by K6_BIN;`,
  'Go, to build it; SURGEBOOK_K6_MIRROR, a mirror of the k6 releases to fetch it from',
].join(' ');
