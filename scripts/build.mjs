// Compiles the sources to dist/: what `npx surgebook` runs. Called by `npm ci` through `prepare`. Whoever runs the old one meanwhile keeps it until the new
// one is whole.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const fresh = mkdtempSync(join(root, 'dist-'));
try {
  for (const project of ['tsconfig.build.json', 'src/engine/k6/script/tsconfig.json']) {
    execFileSync(process.execPath, [tsc, '-p', join(root, project), '--outDir', fresh], { stdio: 'inherit' });
  }
  bundleInterpreter(join(fresh, 'engine', 'k6', 'script', 'interpreter.js'));
  bundleChartLibrary(join(fresh, 'report', 'chart-library.js'));
  chmodSync(join(fresh, 'cli', 'main.js'), 0o755);
  chmodSync(fresh, 0o755);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(root, 'dist'));
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** Every virtual user of k6 loads the interpreter for itself, and reaches whatever is imported by a detour each time: as one file it is quicker in both. */
function bundleInterpreter(file) {
  buildSync({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    absWorkingDir: fresh,
    external: ['k6', 'k6/*'],
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
}

/** What draws the charts of a report is a tenth of the library it is a part of: as one file it is installed with us, and the library is not. */
function bundleChartLibrary(file) {
  buildSync({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    absWorkingDir: fresh,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const licences = ['echarts/LICENSE', 'echarts/NOTICE', 'zrender/LICENSE', 'tslib/LICENSE.txt'].map(
    (path) => `${path}\n\n${readFileSync(join(root, 'node_modules', path), 'utf8')}`,
  );
  writeFileSync(file.replace(/\.js$/, '.licences.txt'), licences.join('\n\n'));
}
