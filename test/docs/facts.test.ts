import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pinnedVersion } from '../../src/engine/k6/version.ts';
import { exitCode } from '../../src/model/exit-code.ts';
import type { Telling } from '../../src/model/fact.ts';
import { phases } from '../../src/model/incident.ts';
import { noticeParts } from '../../src/model/notice.ts';
import { thresholdSchema } from '../../src/model/threshold.ts';
import { fieldNames } from '../../src/notice/fields.ts';
import { mostSegments } from '../../src/notice/channels/sms.ts';
import { defaultCapacity, paperCapacity, stageNames } from '../../src/target/capacity.ts';
import { allPages, blocksOf, guides, readPage, root, tableRows } from './pages.ts';

const run = promisify(execFile);

/** What a cell holds, without its backquotes, each of several by itself. */
const spansIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

describe('a table of exit codes', () => {
  const headings = ['code', 'exit code'];
  const tables = allPages()
    .map((page): readonly [string, readonly number[]] => [
      page.file,
      tableRows(page, headings).map(([code]) => Number(code)),
    ])
    .filter(([, codes]) => codes.length > 0);

  it.each(tables)('in %s has those of the code', (_file, codes) => {
    expect(codes).toEqual(Object.values(exitCode));
  });

  it('stands in the reference and in the guide', () => {
    expect(tables.map(([file]) => file)).toEqual(['docs/guides/judgement.md', 'docs/reference/commands.md']);
  });
});

describe('the guide to targets', () => {
  const guide = readPage('docs/guides/targets.md');

  it('gives the capacity of the built-in service as it is', () => {
    const { stages, workers } = defaultCapacity;
    const rows = tableRows(guide, ['stage']).map(([stage, , slots, service, paper]) => [stage, slots, service, paper]);
    expect(rows).toEqual(
      stageNames.map((name) => {
        const { slots, serviceMs } = stages[name];
        const paper = paperCapacity(stages[name], workers).toFixed(0);
        return [`\`${name}\``, String(slots), `${serviceMs} ms`, `${paper} a second`];
      }),
    );
    expect(guide.text).toContain(`with ${workers} workers`);
    expect(guide.text).toContain(`A worker keeps ${defaultCapacity.people} people connected`);
  });
});

describe('the guide to judgement', () => {
  it('shows thresholds of every aspect, as they can be written', () => {
    const [block] = blocksOf(readPage('docs/guides/judgement.md')).filter(({ text }) => text.startsWith('triggers:'));
    const { triggers } = parse(block?.text ?? '') as { readonly triggers: Readonly<Record<string, unknown>> };
    const aspects = Object.values(triggers).map((written) => thresholdSchema.parse(written).aspect.kind);
    expect(aspects).toEqual(['forecast', 'change', 'burn-rate']);
  });
});

describe('the guide to playbooks', () => {
  const guide = readPage('docs/guides/playbooks.md');
  const named = (heading: string): readonly string[] =>
    tableRows(guide, [heading]).flatMap(([cell = '']) => spansIn(cell));

  it('names every part of a notice, in the order of reading', () => {
    expect(named('part')).toEqual([...noticeParts]);
  });

  it('names every field', () => {
    expect([...named('field')].sort()).toEqual([...fieldNames].sort());
  });

  it('tells how long a short message may be', () => {
    const { text } = readPage('docs/guides/notices.md');
    expect(text).toContain(`at most ${{ 3: 'three' }[mostSegments]} segments`);
  });
});

/** The compiler asks for a fact that is new, and refuses one that is gone. */
const everyFact: Readonly<Record<Telling['fact'], true>> = {
  'run-started': true,
  'load-started': true,
  'load-stopping': true,
  'load-ended': true,
  frame: true,
  noted: true,
  blind: true,
  unmeasured: true,
  'breach-opened': true,
  'breach-cleared': true,
  'incident-opened': true,
  'incident-taken-over': true,
  'severity-raised': true,
  'phase-changed': true,
  'update-due': true,
  'notices-composed': true,
  'action-started': true,
  'action-ended': true,
  'action-verified': true,
  'action-undone': true,
  declared: true,
  'steps-due': true,
  'step-acknowledged': true,
  'step-done': true,
  'step-skipped': true,
  'run-finished': true,
};

describe('the guide to judgement', () => {
  const guide = readPage('docs/guides/judgement.md');
  const named = (heading: string): readonly string[] =>
    tableRows(guide, [heading]).flatMap(([cell = '']) => spansIn(cell));

  it('tells every fact of a journal', () => {
    expect([...named('fact')].sort()).toEqual(Object.keys(everyFact).sort());
  });

  it('tells the phases in their order', () => {
    expect(named('phase')).toEqual([...phases]);
  });

  it('tells what absence may mean', () => {
    const threshold = (absence: string): object => ({ signal: 'x', above: 1, clear: { below: 1 }, absence });
    expect(named('`absence`').map((absence) => thresholdSchema.safeParse(threshold(absence)).success)).toEqual([
      ...[true, true, true],
    ]);
  });
});

describe('what users set from outside', () => {
  const told = [readPage('README.md'), ...guides()];
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
    .join('\n');

  it('has the names that the code reads', () => {
    const variables = /\b(?:SURGEBOOK|K6|XDG)_[A-Z0-9_]+\b/g;
    const known = new Set(sources.match(variables));
    const names = told.flatMap(({ text }) => text.match(variables) ?? []);
    expect(names).toContain('SURGEBOOK_K6_MIRROR');
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('has the k6 that is pinned', () => {
    const versions = told.flatMap(({ text }) => [...text.matchAll(/\bk6[ /-]v?(\d+\.\d+\.\d+)/g)]);
    expect(versions.length).toBeGreaterThan(0);
    expect([...new Set(versions.map(([, version]) => version))]).toEqual([pinnedVersion]);
  });
});

it('the reference is what the code says', async () => {
  const script = join(root, 'scripts', 'docs.ts');
  await expect(run(process.execPath, ['--import', 'tsx', script, '--check'], { cwd: root })).resolves.toMatchObject({
    stderr: '',
  });
});
