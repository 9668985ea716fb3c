import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, type Environment } from '../../model/environment.ts';
import { EngineError } from '../../model/problem.ts';
import { buildK6 } from './build.ts';
import type { Progress } from './progress.ts';
import { fetchK6 } from './release.ts';
import { isNewEnough, oldestMajor, parseVersion, pinnedVersion } from './version.ts';

const run = promisify(execFile);

/** A k6 that works. */
export interface K6Binary {
  readonly path: string;
  readonly version: string;
  readonly from: 'K6_BIN' | 'cache' | 'PATH' | 'built' | 'mirror';
}

/** Where the pinned k6 is kept once it is there. */
export function cachedPath(env: Environment): string {
  return join(cacheFolder(env, homedir()), 'k6', `v${pinnedVersion}-${process.platform}-${process.arch}`, 'k6');
}

/**
 * Finds a k6: `K6_BIN`, the cached pinned one, or one on the PATH. Null when there is none; one that is broken or too old is said so and
 * passed over, but for `K6_BIN`, which somebody asked for.
 * @throws EngineError when `K6_BIN` names no k6 that works.
 */
export async function locateK6(env: Environment, progress: Progress): Promise<K6Binary | null> {
  const asked = env['K6_BIN'];
  if (asked !== undefined && asked !== '') {
    // The load is driven from a folder of its own, where a path from here would lead nowhere; a bare name is looked for on the PATH.
    const path = asked.includes(sep) ? resolve(asked) : asked;
    const looked = await lookAt(path);
    if (looked.fault !== null) throw new EngineError(`K6_BIN ${asked}: ${looked.fault}`);
    return { path, version: looked.version, from: 'K6_BIN' };
  }
  for (const [from, path] of [['cache', cachedPath(env)] as const, ...onPath(env)]) {
    if (!(await isExecutable(path))) continue;
    const looked = await lookAt(path);
    if (looked.fault === null) return { path, version: looked.version, from };
    progress(`passing over ${path}: ${looked.fault}`);
  }
  return null;
}

/**
 * Finds a k6, or makes the pinned one: fetched from a release mirror where one is set, else built from the committed module.
 * @throws EngineError, telling every way to have one, when none can be had.
 */
export async function findK6(env: Environment, module: string, progress: Progress): Promise<K6Binary> {
  return (
    (await locateK6(env, progress)) ??
    installK6(env, module, env['SURGEBOOK_K6_MIRROR'] === undefined ? 'build' : 'mirror', progress)
  );
}

/**
 * Makes the pinned k6, in the cache.
 * @throws EngineError
 */
export async function installK6(
  env: Environment,
  module: string,
  how: 'build' | 'mirror',
  progress: Progress,
): Promise<K6Binary> {
  const path = cachedPath(env);
  try {
    await (how === 'mirror' ? fetchK6(env, path, progress) : buildK6(env, module, path, progress));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError(`k6 cannot be put into the cache: ${error instanceof Error ? error.message : String(error)}`);
  }
  const looked = await lookAt(path);
  if (looked.fault !== null) throw new EngineError(`the k6 that was just made does not work: ${path}: ${looked.fault}`);
  return { path, version: looked.version, from: how === 'mirror' ? 'mirror' : 'built' };
}

type Looked = { readonly fault: null; readonly version: string } | { readonly fault: string };

async function lookAt(path: string): Promise<Looked> {
  try {
    const { stdout } = await run(path, ['version'], { timeout: 15_000 });
    const version = parseVersion(stdout);
    if (version === null) return { fault: 'does not say a k6 version' };
    if (!isNewEnough(version)) return { fault: `is k6 ${version}; at least ${oldestMajor}.0 is needed` };
    return { fault: null, version };
  } catch (error) {
    return { fault: `does not run (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)})` };
  }
}

function onPath(env: Environment): readonly (readonly ['PATH', string])[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => ['PATH', resolve(folder, 'k6')] as const);
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
