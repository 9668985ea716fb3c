import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/cli/installation.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';

/** What `npm install surgebook` puts on a disk. */
export const install: Benchmark = {
  name: 'install',
  linuxOnly: true,
  wantsBuild: true,
  measure: ({ scratch }: Bench) => Promise.resolve(measureInstall(join(scratch, 'install'))),
};

function measureInstall(folder: string): readonly Row[] {
  mkdirSync(folder, { recursive: true });
  // It has been built; packing must not build it again in the middle of other benchmarks.
  npm(['pack', packageRoot, '--ignore-scripts', '--pack-destination', folder], folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npm(['install', '--omit=dev', '--no-audit', '--no-fund', `./${tarball}`], folder);
  const packed = `${(statSync(join(folder, tarball)).size / 1024).toFixed(0)} KB packed`;
  return [
    {
      name: 'install size',
      figure: { value: kilobytesUsed(join(folder, 'node_modules')) / 1024, unit: 'MB' },
      peer: null,
      ratio: null,
      wanted: { side: 'below', level: 60 },
      seen: { surgebook: packed },
    },
    {
      name: 'install packages',
      figure: { value: packagesIn(folder), unit: 'packages' },
      peer: null,
      ratio: null,
      wanted: { side: 'below', level: 170 },
      seen: { counted: 'all that npm installed, surgebook among them' },
    },
  ];
}

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args, '--loglevel=error'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** On the disk, whole blocks. */
const kilobytesUsed = (folder: string): number =>
  Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]);

/** npm keeps its own list of what it has installed. */
function packagesIn(folder: string): number {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, unknown>>;
  };
  return Object.keys(lock.packages).length;
}
