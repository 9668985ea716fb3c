import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fetch } from 'undici';
import type { Environment } from '../../model/environment.ts';
import { EngineError } from '../../model/problem.ts';
import type { Progress } from './progress.ts';
import { pinnedVersion } from './version.ts';

const run = promisify(execFile);

/** What k6's releases call machines. Those for macOS and Windows are zip files, which are not unpacked here. */
const systems: Readonly<Record<string, string>> = { linux: 'linux' };
const processors: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** No release is nearly so large. */
const mostBytes = 256 * 2 ** 20;

/**
 * Fetches the pinned release from the mirror named by `SURGEBOOK_K6_MIRROR`, laid out as k6's releases are, and puts it in place whole. Its SHA-256 must be
 * `SURGEBOOK_K6_SHA256`, or where that is not set the one in the release's own list of checksums.
 * @throws EngineError
 */
export async function fetchK6(env: Environment, to: string, progress: Progress): Promise<void> {
  const mirror = env['SURGEBOOK_K6_MIRROR'];
  if (mirror === undefined)
    throw new EngineError('SURGEBOOK_K6_MIRROR is not set: there is no mirror to fetch k6 from');
  const system = systems[process.platform];
  const processor = processors[process.arch];
  if (system === undefined || processor === undefined) {
    throw new EngineError(
      `no release of k6 is fetched for ${process.platform} ${process.arch}; install it, or build it with Go`,
    );
  }
  const name = `k6-v${pinnedVersion}-${system}-${processor}`;
  const base = `${mirror.replace(/\/+$/, '')}/v${pinnedVersion}`;
  progress(`fetching ${name} from the mirror`);
  const archive = await download(`${base}/${name}.tar.gz`);
  const wanted = env['SURGEBOOK_K6_SHA256'] ?? (await listedChecksum(base, `${name}.tar.gz`));
  const got = createHash('sha256').update(archive).digest('hex');
  if (got !== wanted.toLowerCase()) {
    throw new EngineError(`${name}.tar.gz is not what it should be: its SHA-256 is ${got}, expected ${wanted}`);
  }
  await unpack(archive, name, to);
  progress(`fetched and verified ${to}`);
}

async function listedChecksum(base: string, archive: string): Promise<string> {
  const list = new TextDecoder().decode(await download(`${base}/k6-v${pinnedVersion}-checksums.txt`));
  const line = list.split('\n').find((one) => one.trim().split(/\s+/)[1]?.replace(/^\*/, '') === archive);
  const checksum = line?.trim().split(/\s+/)[0];
  if (checksum === undefined) throw new EngineError(`the mirror's list of checksums does not name ${archive}`);
  return checksum;
}

async function download(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(300_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    if (Number(response.headers.get('content-length') ?? 0) > mostBytes) throw new Error('it is far too large');
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new EngineError(`could not fetch ${url}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function unpack(archive: Uint8Array, name: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const workshop = await mkdtemp(join(dirname(to), 'fetch-'));
  try {
    await writeFile(join(workshop, 'k6.tar.gz'), archive);
    await run('tar', ['-xzf', 'k6.tar.gz', '--no-same-owner', `${name}/k6`], { cwd: workshop });
    await chmod(join(workshop, name, 'k6'), 0o755);
    await rename(join(workshop, name, 'k6'), to);
  } catch (error) {
    throw new EngineError(
      `${name}.tar.gz could not be unpacked: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}
