import type { z } from 'zod';
import { didYouMean, nearest } from '../model/nearest.ts';
import { InputError, type Problem } from '../model/problem.ts';
import { distinct } from './collect-problems.ts';
import { knownKeys } from './known-keys.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** A problem, and what of the others it explains or what explains it: where a key is missing and a misspelt one is there, one word was misspelt. */
interface Finding {
  readonly problem: Problem;
  /** How deep in the file it is. */
  readonly depth: number;
  /** Where the key is that is not there, or the value that lacks something. */
  readonly lacking: string | null;
  /** Where the key is that was meant, and the value around it. */
  readonly meant: readonly string[];
}

/** What is being read, and where. */
interface Reading {
  readonly file: YamlFile;
  readonly schema: z.ZodType;
  readonly around: readonly PropertyKey[];
}

/** One wrong file is told of so many times, not as often as it has lines. */
const mostTold = 100;

/**
 * Takes a YAML file for what a schema says it is.
 * @throws InputError with every problem (of very many the first), each at its place, with the nearest right word.
 */
export function conform<T>(file: YamlFile, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  const findings: Finding[] = [];
  for (const finding of findingsIn(parsed.error.issues, { file, schema, around: [] })) {
    if (findings.length === mostTold) {
      findings.push(simply(file.problem([], 'more is wrong with this file than is told here'), []));
      break;
    }
    findings.push(finding);
  }
  throw new InputError(distinct(withoutConsequences(findings).map(({ problem }) => problem)));
}

function withoutConsequences(findings: readonly Finding[]): readonly Finding[] {
  const meant = new Set(findings.flatMap((finding) => finding.meant));
  return findings.filter(({ lacking }) => lacking === null || !meant.has(lacking));
}

const nameOf = (path: readonly PropertyKey[]): string => JSON.stringify(path);

const simply = (problem: Problem, path: readonly PropertyKey[]): Finding => ({
  ...{ problem, depth: path.length, lacking: null, meant: [] },
});

function* findingsIn(issues: readonly Issue[], reading: Reading): Generator<Finding> {
  for (const issue of issues) yield* findingsOf(issue, reading);
}

function* findingsOf(issue: Issue, reading: Reading): Generator<Finding> {
  const { file } = reading;
  const path = [...reading.around, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      for (const key of issue.keys) yield unknownKey(key, path, reading);
      return;
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch === null) yield wrongValue(issue, path, reading);
      else yield* ofOneBranch(branch, path, reading);
      return;
    }
    case 'invalid_key': {
      const message = issue.issues.map((inner) => messageOf(inner, path.at(-1))).join('; ');
      yield simply(file.keyProblem(path.slice(0, -1), String(path.at(-1)), message), path);
      return;
    }
    default:
      yield strayKey(path, reading) ?? wrongValue(issue, path, reading);
  }
}

/** Where a key of an alternative is misspelt, another may have been meant: then nothing is said of what stands below its keys. */
function* ofOneBranch(branch: readonly Issue[], path: readonly PropertyKey[], reading: Reading): Generator<Finding> {
  const findings = [...findingsIn(branch, { ...reading, around: path })];
  const misspelt = findings.some(({ meant, depth }) => meant.length > 0 && depth === path.length + 1);
  yield* misspelt ? findings.filter(({ depth }) => depth <= path.length + 1) : findings;
}

function wrongValue(issue: Issue, path: readonly PropertyKey[], { file }: Reading): Finding {
  const value = valueAt(file.value, path);
  const { length: depth } = path;
  if (value !== undefined || depth === 0) {
    const lacking = issue.code === 'custom' ? nameOf(path) : null;
    return { problem: file.problem(path, messageOf(issue, value)), depth, lacking, meant: [] };
  }
  const message = `"${String(path.at(-1))}" is missing${expectedIn(issue)}`;
  return { problem: file.problem(path, message), depth, lacking: nameOf(path), meant: [] };
}

function unknownKey(key: string, path: readonly PropertyKey[], { file, schema }: Reading): Finding {
  const known = knownKeys(schema, path);
  const depth = path.length + 1;
  if (known.includes(key)) {
    const message = `"${key}" does not go with the other keys here`;
    return { problem: file.keyProblem(path, key, message), depth, lacking: null, meant: [] };
  }
  const guess = nearest(key, known);
  const list = known.length > 0 ? `; known keys are ${known.join(', ')}` : '';
  const hint = guess === null ? list : didYouMean(key, known);
  return {
    problem: file.keyProblem(path, key, `unknown key "${key}"${hint}`),
    depth,
    lacking: null,
    meant: guess === null ? [] : [nameOf([...path, guess]), nameOf(path)],
  };
}

/** A key that is only let in where any name is, and looks like a misspelt one of those that mean something there. */
function strayKey(path: readonly PropertyKey[], reading: Reading): Finding | null {
  const key = path.at(-1);
  if (typeof key !== 'string') return null;
  const known = knownKeys(reading.schema, path.slice(0, -1));
  if (known.includes(key) || nearest(key, known) === null) return null;
  return unknownKey(key, path.slice(0, -1), reading);
}

/** Of the alternatives the one that was most likely meant: whose own keys are there, and which has the least to say against the rest. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const ranked = branches.map((issues) => ({ issues, far: issues.reduce((sum, one) => sum + distanceOf(one), 0) }));
  const best = ranked.toSorted((a, b) => a.far - b.far)[0];
  return best === undefined || best.far >= notMeant ? null : best.issues;
}

/** A value of another kind altogether (a text where an object is expected) says nothing of what was meant. */
const notMeant = 100;

/** The keys that stand first tell what was meant; what is wrong deeper down tells little against it. */
function distanceOf({ path, ...issue }: Issue): number {
  if (path.length === 0 && issue.code === 'invalid_type') return notMeant;
  if (issue.code === 'invalid_key' && path.length === 1) return notMeant / 2;
  if (issue.code === 'unrecognized_keys') return (path.length === 0 ? 10 : 1) * issue.keys.length;
  return path.length === 1 && issue.code === 'invalid_type' ? 3 : 1;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'keys and values',
  record: 'keys and values',
  array: 'a list',
};

function messageOf(issue: Issue, value: unknown): string {
  if (isOwn(issue)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? issue.expected}, got ${shown(value)}`;
    case 'invalid_value':
      return `expected ${wantedOf(issue.values)}, got ${shown(value)}${guessOf(value, issue.values)}`;
    case 'invalid_union':
      return `${shown(value)} fits none of what is known here`;
    case 'too_small':
      return `expected at least ${amountOf(issue.origin, issue.minimum, value)}`;
    case 'too_big':
      return `expected at most ${amountOf(issue.origin, issue.maximum, value)}`;
    case 'invalid_format':
      return `expected ${formatOf(issue)}, got ${shown(value)}`;
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

const wantedOf = (values: readonly unknown[]): string =>
  `${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}`;

const guessOf = (value: unknown, values: readonly unknown[]): string =>
  typeof value === 'string'
    ? didYouMean(
        value,
        values.filter((one) => typeof one === 'string'),
      )
    : '';

function amountOf(origin: string, limit: number | bigint, value: unknown): string {
  if (origin === 'array') return `${limit} in the list`;
  return origin === 'string' ? `${limit} ${limit === 1 ? 'character' : 'characters'}` : `${limit}, got ${shown(value)}`;
}

function formatOf(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  if ('prefix' in issue) return `a text that begins with "${String(issue.prefix)}"`;
  if ('suffix' in issue) return `a text that ends with "${String(issue.suffix)}"`;
  return issue.pattern === undefined ? `a text of the form "${issue.format}"` : `a text that matches ${issue.pattern}`;
}

/** A message that a schema of ours brings; the library's own begin so. */
const isOwn = ({ message }: Issue): boolean => !/^(Invalid|Too small|Too big)/.test(message);

const expectedIn = (issue: Issue): string => (isOwn(issue) ? `; ${issue.message}` : '');

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'keys and values';
  return value === undefined || value === null ? 'nothing' : JSON.stringify(value).slice(0, 60);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Readonly<Record<PropertyKey, unknown>>)[step]
        : undefined,
    value,
  );
}
