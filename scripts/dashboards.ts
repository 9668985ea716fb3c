// Writes the Grafana dashboards of the built-in target. `--check` only tells whether the committed ones are what its signals, thresholds and
// playbooks say.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grafanaFiles, readJudged } from '../src/cli/export.ts';
import { duration } from '../src/model/time.ts';

const folder = join(import.meta.dirname, '..', 'dashboards');
mkdirSync(folder, { recursive: true });
for (const { name, text } of await grafanaFiles(await readJudged({ target: 'built-in', interval: duration(1000) }))) {
  const file = join(folder, name);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`dashboards/${name} is not what the built-in target says; run npm run dashboards\n`);
    process.exitCode = 1;
  }
}
