// Writes docs/reference/ from the commands, the exit codes and the schemas. `--check` only tells whether the committed pages are current.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { format } from 'prettier';
import type { z } from 'zod';
import { surgebookProgram } from '../src/cli/program.ts';
import { loadSeries } from '../src/model/load-series.ts';
import { obligationSchema } from '../src/model/obligation.ts';
import { playbookSchema } from '../src/model/playbook.ts';
import { reviewSchema } from '../src/model/review.ts';
import { scenarioSchema } from '../src/model/scenario.ts';
import { settingsSchema } from '../src/model/settings.ts';
import { unitTestsSchema } from '../src/model/unit-test.ts';
import { targetProfileSchema } from '../src/model/target-profile.ts';
import { fieldNames } from '../src/notice/fields.ts';
import { noticeParts } from '../src/model/notice.ts';
import { writtenSchema } from '../src/workspace/known-keys.ts';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const source = (file: string): string => readFileSync(join(import.meta.dirname, '..', 'src', file), 'utf8');

function commandPage(): string {
  const program = surgebookProgram();
  const sections = program.commands.flatMap((command) => [command, ...command.commands]).map(commandSection);
  return ['# Commands', generated('the commands themselves'), ...sections, '## Exit codes', exitCodes()].join('\n\n');
}

function commandSection(command: Command): string {
  const names = [command.name()];
  for (let parent = command.parent; parent !== null; parent = parent.parent) names.unshift(parent.name());
  command.configureHelp({ helpWidth: 100 });
  return [`## ${names.join(' ')}`, `\`\`\`text\n${command.helpInformation().trim()}\n\`\`\``].join('\n\n');
}

function exitCodes(): string {
  const rows = [...source('model/exit-code.ts').matchAll(/\/\*\* (.+?) \*\/\n\s+\w+: (\d+)/g)];
  return [
    '| code | meaning |',
    '| --- | --- |',
    ...rows.map(([, meaning, code]) => `| ${code ?? ''} | ${meaning ?? ''} |`),
  ].join('\n');
}

function schemaPage(title: string, about: string, name: string, schema: z.ZodType): string {
  const rows = keysOf(writtenSchema(schema), '', new Set());
  return [
    `# ${title}`,
    `${about} The schema is \`schema/${name}.json\`; name it in the first line of the file, and editors complete and check it.`,
    generated('the schema'),
    ['| key | written | |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

/** One row a key; what repeats itself (a step in a step) is told once. */
function keysOf(schema: Schema, path: string, seen: Set<string>): readonly string[] {
  const inner = [...(schema.anyOf ?? []), schema];
  return inner.flatMap((one) => {
    const rows = Object.entries(one.properties ?? {}).flatMap(([key, value]) => {
      const at = path === '' ? key : `${path}.${key}`;
      if (seen.has(at)) return [];
      seen.add(at);
      const must = one.required?.includes(key) === true && value.default === undefined ? ' (needed)' : '';
      return [row(at, value, must), ...keysOf(value, at, seen)];
    });
    const items = one.items === undefined ? [] : keysOf(one.items, `${path}[]`, seen);
    const any =
      typeof one.additionalProperties === 'object' ? keysOf(one.additionalProperties, `${path}.<name>`, seen) : [];
    return [...rows, ...items, ...any];
  });
}

function row(at: string, schema: Schema, must: string): string {
  const standard = schema.default === undefined ? '' : `, else \`${JSON.stringify(schema.default)}\``;
  const cells = [`\`${at}\`${must}`, written(schema) + standard, schema.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function written(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${String(word)}\``).join(' or ');
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(written))].join(' or ');
  if (schema.$ref !== undefined) return 'as above';
  return (
    {
      string: 'a text',
      number: 'a number',
      integer: 'a whole number',
      boolean: 'true or false',
      array: 'a list',
      object: 'keys',
    }[schema.type ?? ''] ?? 'any value'
  );
}

function seriesPage(): string {
  const rows = [...source('model/load-series.ts').matchAll(/\/\*\* (.+?) \*\/\n\s+(\w+): '([\w.]+)'/g)].map(
    ([, about, , name]) => `| \`${name ?? ''}\` | ${about ?? ''} |`,
  );
  if (rows.length !== Object.keys(loadSeries).length) throw new Error('a series of the load has no description');
  return [
    '# Series of the load',
    'What every engine reports, under the same names. A target profile measures its signals from these and from the metrics of the service.',
    generated('the model'),
    ['| series | |', '| --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function noticePage(): string {
  return [
    '# Notice templates',
    'A notice is `playbooks/<id>/notice.<locale>.hbs`: strict Handlebars that places text and computes nothing. It is a list of parts, `{{#part "summary" phase="identified monitoring" audience="users"}}…{{/part}}`; of the blocks of one name the first that fits is taken. Phrases that notices share stand in `playbooks/_partials/<name>.<locale>.hbs` and are called by `{{> name}}`.',
    generated('the model'),
    `Parts, in the order of reading: ${noticeParts.map((part) => `\`${part}\``).join(', ')}. The parts \`cause\` and \`recovery\` are left out while nothing is known of them.`,
    `Fields: ${fieldNames.map((field) => `\`${field}\``).join(', ')}.`,
  ].join('\n\n');
}

const generated = (from: string): string => `This page is generated from ${from} by \`npm run docs\`.`;

const pages: Readonly<Record<string, string>> = {
  commands: commandPage(),
  scenario: schemaPage('Scenario', 'What to rehearse: `scenarios/<id>.yaml`.', 'scenario', scenarioSchema),
  target: schemaPage(
    'Target profile',
    'Where a service is and how it is measured: `scenarios/targets/<id>.yaml`.',
    'target',
    targetProfileSchema,
  ),
  playbook: schemaPage(
    'Playbook',
    'When it applies, who does what, what is said to whom: `playbooks/<id>/playbook.yaml`.',
    'playbook',
    playbookSchema,
  ),
  obligation: schemaPage(
    'Obligation',
    'A duty that an incident may bring: `obligations/<id>.yaml`.',
    'obligation',
    obligationSchema,
  ),
  review: schemaPage('Review', 'A post-incident review: `reviews/<date>-<incident>.yaml`.', 'review', reviewSchema),
  settings: schemaPage('Settings', "A workspace's `surgebook.yaml`.", 'settings', settingsSchema),
  test: schemaPage(
    'Unit test',
    'Series of signals and what they must lead to: `scenarios/<name>.test.yaml`, run by `surgebook test`.',
    'test',
    unitTestsSchema,
  ),
  'load-series': seriesPage(),
  notices: noticePage(),
};

const folder = join(import.meta.dirname, '..', 'docs', 'reference');
mkdirSync(folder, { recursive: true });
for (const [name, page] of Object.entries(pages)) {
  const file = join(folder, `${name}.md`);
  const text = await format(page, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    process.stderr.write(`docs/reference/${name}.md is not what the code says; run npm run docs\n`);
    process.exitCode = 1;
  }
}
