import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { runTests } from '../../src/rehearse/test-report.ts';
import { openWorkspace, type Workspace } from '../../src/workspace/workspace.ts';
import { parseYaml } from '../../src/workspace/yaml-file.ts';
import { temporaryFolder, writeFiles } from '../setup/temporary-folder.ts';
import { examplesOf, filesOf } from './examples.ts';
import { allPages, blocksOf, guides, readPage, root as repository, type Block } from './pages.ts';

/** Guides whose examples go into the workspace of another's, as they say. */
const buildsOn: Readonly<Record<string, readonly string[]>> = {
  'docs/guides/playbooks.md': ['docs/guides/targets.md'],
};

/** The files of a workspace that surgebook reads; what a profile starts is the product's own. */
const read = [
  /^surgebook\.yaml$/,
  /^scenarios\/[\w-]+(\.test)?\.yaml$/,
  /^scenarios\/[\w-]+\.k6\.ts$/,
  /^scenarios\/targets\/[\w-]+\.(yaml|csv)$/,
  /^playbooks\/[\w-]+\/(playbook\.yaml|notice\.(zh-CN|zh-TW|en)\.hbs)$/,
  /^[\w-]+\.mjs$/,
];

const pages = [readPage('README.md'), ...guides()];
const whereOf = ({ page, line }: Block): string => `${page}:${line}`;
const isYaml = ({ info }: Block): boolean => /^ya?ml\b/.test(info);
const isFragment = ({ info }: Block): boolean => info === 'yaml fragment';

/** A workspace with these files in this folder, and the shipped library behind it. */
function workspaceAt(folder: string, files: Readonly<Record<string, string>>): Workspace {
  writeFiles(folder, files);
  return openWorkspace({ root: folder, shipped: repository });
}

async function problemsAt(folder: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { problems } = await workspaceAt(folder, files).check();
  return problems.map(({ message, place }) => `${place?.file ?? ''}:${place?.line ?? 0} ${message}`);
}

const problemsIn = (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  problemsAt(temporaryFolder(), files);

describe.each(pages.map((page) => [page.file, page] as const))('%s', (_name, page) => {
  const own = examplesOf(page);

  it('marks every YAML block as a file or as a fragment', () => {
    const whole = own.map(({ block }) => whereOf(block));
    const unmarked = blocksOf(page).filter((block) => isYaml(block) && !isFragment(block));
    expect(unmarked.map(whereOf).filter((where) => !whole.includes(where))).toEqual([]);
  });

  it('names each file once, and only files that are read', () => {
    const names = own.map(({ file }) => file);
    expect(names.filter((file, place) => names.indexOf(file) !== place)).toEqual([]);
    expect(names.filter((file) => !read.some((pattern) => pattern.test(file)))).toEqual([]);
  });
});

// What a page without examples leaves is the shipped library, which has tests of its own.
const exemplary = pages.filter((page) => examplesOf(page).length > 0);

describe.each(exemplary.map((page) => [page.file, page] as const))('%s', (name, page) => {
  const own = examplesOf(page);
  const files = filesOf([...(buildsOn[name] ?? []).flatMap((other) => examplesOf(readPage(other))), ...own]);

  it('has examples in which nothing is wrong', async () => {
    expect(await problemsIn(files)).toEqual([]);
  });

  it('has a workspace whose unit tests pass', async () => {
    const { results, failed } = runTests(await workspaceAt(temporaryFolder(), files).unitTests([]));
    const names = results.map(({ file }) => file);
    expect(names).toEqual(
      expect.arrayContaining(own.map(({ file }) => file).filter((file) => file.endsWith('.test.yaml'))),
    );
    expect(failed).toBe(0);
  });
});

/** A file that a fragment is a part of, and what makes it whole. */
interface Rest {
  readonly file: string;
  readonly rest: readonly string[];
}

const scenario = {
  surge: 'surge: { stages: [{ to: 1/s, over: 1s }] }',
  journeys: 'journeys: [{ id: one, steps: [{ login: {} }] }]',
  expect: 'expect: [{ no-incident: true }]',
};

/** A scenario but for what a fragment of it says itself. */
const scenarioBut = (said: keyof typeof scenario | null, target = 'built-in'): Rest => ({
  file: 'scenarios/part.yaml',
  rest: [
    ...['version: 1', 'id: part', 'title: A part', `target: ${target}`],
    ...Object.entries(scenario).flatMap(([key, line]) => (key === said ? [] : [line])),
  ],
});

const profile: Rest = {
  file: 'scenarios/targets/part.yaml',
  rest: ['version: 1', 'id: part', 'url: http://127.0.0.1', 'signals: {}'],
};

/** For each key that fragments begin with: the file they are a part of, and what makes it whole. A key that nobody knows is seen there. */
const wholes: Readonly<Record<string, Rest>> = {
  modules: { file: 'surgebook.yaml', rest: ['version: 1'] },
  surge: scenarioBut('surge'),
  expect: scenarioBut('expect'),
  journeys: scenarioBut('journeys', 'matrix'),
  'simulate-people': scenarioBut(null),
  start: profile,
  secrets: profile,
  triggers: {
    file: 'playbooks/part/playbook.yaml',
    rest: [
      'version: 1',
      'id: part',
      'title: { zh-CN: 一, zh-TW: 一, en: A part }',
      'severity: minor',
      'when: { any: [messages-slower] }',
      'owners: { command: duty, words: press }',
      'steps: [{ id: look, person: duty, do: { zh-CN: 看, zh-TW: 看, en: Look } }]',
      'notices: { audiences: [users], leaves-out: { others: a part } }',
    ],
  },
  actions: {
    file: 'reviews/part.yaml',
    rest: [
      'version: 1',
      'incident: part-1',
      'run: a-run',
      'playbook: part',
      'severity: minor',
      'cause: null',
      'onset: 2026-11-24T09:00:00.000Z',
      'opened: 2026-11-24T09:00:03.000Z',
      'resolved: null',
      'timeline: []',
      'impact: ""',
      'went-well: []',
      'went-badly: []',
    ],
  },
  version: { file: 'surgebook.yaml', rest: [] },
};

/** A playbook comes with its notices; a part of one with some that are whole. */
const notices = (file: string): Readonly<Record<string, string>> =>
  file.startsWith('playbooks/')
    ? Object.fromEntries(
        locales.map((locale) => [
          `${dirname(file)}/notice.${locale}.hbs`,
          '{{#part "subject"}}{{title}}{{/part}}{{#part "summary"}}{{title}}{{/part}}{{> closing}}',
        ]),
      )
    : {};

/** A fragment made whole, as a file with a name of its own: a part's id becomes that name, so that many have room in one workspace. */
interface Whole {
  readonly where: string;
  /** Null when none is known whose part begins so. */
  readonly file: string | null;
  readonly files: Readonly<Record<string, string>>;
}

function wholeOf(block: Block, place: number): Whole {
  const { page, text } = block;
  const where = whereOf(block);
  const [first = ''] = Object.keys(parseYaml({ file: page, text }).value as object);
  const whole = wholes[first];
  if (whole === undefined) return { where, file: null, files: {} };
  const id = `part-${place}`;
  const file = whole.file.replace(/\bpart\b/, id);
  const rest = whole.rest.map((line) => (line === 'id: part' ? `id: ${id}` : line));
  return { where, file, files: { ...notices(file), [file]: [...rest, text].join('\n') } };
}

const fragments = pages.flatMap((page) => blocksOf(page).filter(isFragment)).map(wholeOf);

/** Settings, and playbooks, whose thresholds others may name, change what else is right: each is checked alone. The others share a workspace. */
const standsAlone = ({ file }: Whole): boolean => file === 'surgebook.yaml' || file?.startsWith('playbooks/') === true;
const isIn = ({ file }: Whole, problem: string): boolean => file !== null && problem.startsWith(`${file}:`);
const together = fragments.filter((one) => !standsAlone(one));

describe('the fragments', () => {
  let root = '';
  let problems: readonly string[] = [];

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'surgebook-fragments-'));
    problems = await problemsAt(root, Object.assign({}, ...together.map(({ files }) => files)) as Whole['files']);
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it.each(fragments.map((one) => [one.where, one] as const))('at %s fits into its file', async (_where, one) => {
    expect(one.file, 'no file is known whose part begins so').not.toBeNull();
    const told = standsAlone(one) ? await problemsIn(one.files) : problems;
    expect(told.filter((problem) => standsAlone(one) || isIn(one, problem))).toEqual([]);
  });

  it('have a workspace in which nothing else is wrong', () => {
    expect(problems.filter((problem) => !together.some((one) => isIn(one, problem)))).toEqual([]);
  });
});

it('YAML stands only on pages that are checked here', () => {
  const checked = pages.map(({ file }) => file);
  const others = allPages().filter(({ file }) => !checked.includes(file));
  expect(others.flatMap(blocksOf).filter(isYaml).map(whereOf)).toEqual([]);
});
