import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cachedPath, findK6, installK6, locateK6 } from '../../src/engine/k6/binary.ts';
import { parseVersion, pinnedVersion } from '../../src/engine/k6/version.ts';
import { EngineError } from '../../src/model/problem.ts';
import { workspace } from '../cli/surgebook.ts';

/** A program that says it is this k6. */
function k6At(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "k6 v${version} (go1.26, linux/amd64)"\n`);
  chmodSync(path, 0o755);
  return path;
}

const nobody = (): void => undefined;
const module = join(import.meta.dirname, '..', '..', 'engines', 'k6');

describe('which k6 drives the load', () => {
  it('K6_BIN is taken before the cache, the cache before the PATH', async () => {
    const root = workspace();
    const env = { HOME: root, PATH: join(root, 'bin') };
    k6At(join(root, 'bin', 'k6'), '1.5.0');
    expect(await locateK6(env, nobody)).toMatchObject({ from: 'PATH', version: '1.5.0' });
    k6At(cachedPath(env), pinnedVersion);
    expect(await locateK6(env, nobody)).toMatchObject({ from: 'cache', version: pinnedVersion });
    const asked = k6At(join(root, 'mine'), '2.3.1');
    expect(await locateK6({ ...env, K6_BIN: asked }, nobody)).toMatchObject({ from: 'K6_BIN', version: '2.3.1' });
  });

  it('one on the PATH that is too old or broken is said so and passed over', async () => {
    const root = workspace({ 'bin/k6': '#!/bin/sh\nexit 3\n' });
    chmodSync(join(root, 'bin', 'k6'), 0o755);
    k6At(join(root, 'old', 'k6'), '0.57.0');
    const said: string[] = [];
    const env = { HOME: root, PATH: `${join(root, 'bin')}:${join(root, 'old')}:${join(root, 'empty')}` };
    expect(await locateK6(env, (line) => said.push(line))).toBeNull();
    expect(said[0]).toMatch(/passing over .*bin\/k6: does not run/);
    expect(said[1]).toMatch(/passing over .*old\/k6: is k6 0\.57\.0; at least 1\.0 is needed/);
  });

  it.each([
    ['that is not there', 'nowhere', /does not run/],
    ['that is something else', 'other', /does not say a k6 version/],
  ])('a K6_BIN %s is an error: somebody asked for it', async (_, name, message) => {
    const root = workspace({ other: '#!/bin/sh\necho hello\n' });
    chmodSync(join(root, 'other'), 0o755);
    await expect(locateK6({ HOME: root, K6_BIN: join(root, name) }, nobody)).rejects.toThrow(message);
  });

  it('a K6_BIN is named from where the person is, and stays there', async () => {
    const asked = k6At(join(workspace(), 'mine'), '2.3.1');
    expect(await locateK6({ K6_BIN: relative(process.cwd(), asked) }, nobody)).toMatchObject({ path: asked });
  });

  it('a cache that cannot be written is an error of the engine', async () => {
    const env = { HOME: workspace({ taken: '' }), XDG_CACHE_HOME: '', PATH: '' };
    const finding = findK6({ ...env, HOME: join(env.HOME, 'taken') }, module, nobody);
    await expect(finding).rejects.toThrow(EngineError);
    await expect(finding).rejects.toThrow(/^k6 cannot be put into the cache: ENOTDIR/);
  });

  it('with no k6, no Go and no mirror, every way to have one is told', async () => {
    const root = workspace();
    const finding = findK6({ HOME: root, PATH: join(root, 'empty') }, module, nobody);
    await expect(finding).rejects.toThrow(EngineError);
    await expect(finding).rejects.toThrow(/K6_BIN.*Go.*SURGEBOOK_K6_MIRROR/s);
    // What was begun has been cleared away.
    expect(existsSync(dirname(cachedPath({ HOME: root })))).toBe(true);
    expect(execFileSync('ls', [dirname(cachedPath({ HOME: root }))], { encoding: 'utf8' })).toBe('');
  });

  it.each([
    ['k6 v2.2.0 (go1.26.8, linux/amd64)', '2.2.0'],
    ['k6.exe v1.0.0 (commit/abc, go1.24, windows/amd64)', '1.0.0'],
    ['k6 v2.3.0-rc1 (x)', '2.3.0-rc1'],
    ['Extensions: none', null],
  ])('%j says version %s', (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it('the committed module pins the version that is looked for', () => {
    expect(readFileSync(join(module, 'go.mod'), 'utf8')).toContain(`go.k6.io/k6/v2 v${pinnedVersion}`);
  });
});

describe('k6 from a release mirror', () => {
  const name = `k6-v${pinnedVersion}-linux-amd64`;

  /** A mirror laid out as k6's releases are; `list` is its file of checksums. */
  async function mirror(root: string, list: (sha256: string) => string): Promise<string> {
    k6At(join(root, 'release', name, 'k6'), pinnedVersion);
    execFileSync('tar', ['-czf', join(root, 'k6.tar.gz'), '-C', join(root, 'release'), name]);
    const archive = readFileSync(join(root, 'k6.tar.gz'));
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const files = new Map<string, Buffer | string>([
      [`/v${pinnedVersion}/${name}.tar.gz`, archive],
      [`/v${pinnedVersion}/k6-v${pinnedVersion}-checksums.txt`, list(sha256)],
    ]);
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      response.writeHead(file === undefined ? 404 : 200).end(file);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const supported = process.platform === 'linux' && process.arch === 'x64';

  it.runIf(supported)('is put into the cache when its checksum is the listed one', async () => {
    const root = workspace();
    const at = await mirror(root, (sha256) => `0000  other.tar.gz\n${sha256}  ${name}.tar.gz\n`);
    const env = { HOME: root, PATH: process.env['PATH'], SURGEBOOK_K6_MIRROR: at };
    expect(await installK6(env, module, 'mirror', nobody)).toMatchObject({ from: 'mirror', version: pinnedVersion });
    expect(await locateK6({ HOME: root, PATH: '' }, nobody)).toMatchObject({ from: 'cache' });
  });

  it.runIf(supported).each([
    ['another checksum', () => `${'0'.repeat(64)}  ${name}.tar.gz\n`, {}, /is not what it should be: its SHA-256/],
    ['no checksum', () => 'abc  something-else\n', {}, /does not name/],
    [
      'another than SURGEBOOK_K6_SHA256',
      (sha256: string) => `${sha256}  ${name}.tar.gz\n`,
      { SURGEBOOK_K6_SHA256: 'f'.repeat(64) },
      /expected f{64}/,
    ],
  ])('is refused with %s, and nothing is left in the cache', async (_, list, more, message) => {
    const root = workspace();
    const env = { HOME: root, PATH: process.env['PATH'], SURGEBOOK_K6_MIRROR: await mirror(root, list), ...more };
    await expect(installK6(env, module, 'mirror', nobody)).rejects.toThrow(message);
    expect(existsSync(cachedPath(env))).toBe(false);
  });
});
