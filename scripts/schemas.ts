// Writes the JSON Schemas that the YAML files name in their first line, so that editors complete and check them. `--check` only tells whether the
// committed ones are what the model says.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import type { z } from 'zod';
import { obligationSchema } from '../src/model/obligation.ts';
import { playbookSchema } from '../src/model/playbook.ts';
import { reviewSchema } from '../src/model/review.ts';
import { scenarioSchema } from '../src/model/scenario.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { unitTestsSchema } from '../src/model/unit-test.ts';
import { targetProfileSchema } from '../src/model/target-profile.ts';
import { writtenSchema } from '../src/workspace/known-keys.ts';

const schemas: Readonly<Record<string, z.ZodType>> = {
  scenario: scenarioSchema,
  target: targetProfileSchema,
  playbook: playbookSchema,
  obligation: obligationSchema,
  review: reviewSchema,
  settings: settingsSchema,
  test: unitTestsSchema,
};

const folder = join(import.meta.dirname, '..', 'schema');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(schemas)) {
  const file = join(folder, `${name}.json`);
  const text = await format(JSON.stringify({ title: `surgebook ${name}`, ...writtenSchema(schema) }), {
    parser: 'json',
    printWidth: 120,
  });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`schema/${name}.json is not what the model says; run npm run schemas\n`);
    process.exitCode = 1;
  }
}
