import type { z } from 'zod';
import { didYouMean, nearest } from '../model/nearest.ts';
import { InputError, type Problem } from '../model/problem.ts';
import { knownKeys } from './known-keys.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

/** A problem, with the key that is missing or that a misspelt one was meant to be: where both are the same, one word was misspelt. */
interface Finding {
  readonly problem: Problem;
  readonly missing: string | null;
  readonly meant: string | null;
}

/** What is being read, and where. */
interface Reading {
  readonly file: YamlFile;
  readonly schema: z.ZodType;
  readonly around: readonly PropertyKey[];
}

/**
 * Takes a YAML file for what a schema says it is.
 * @throws InputError with every problem, each at its place, with the nearest right word.
 */
export function conform<T>(file: YamlFile, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.flatMap((issue) => findingsOf(issue, { file, schema, around: [] }));
  const meant = new Set(findings.flatMap((finding) => finding.meant ?? []));
  throw new InputError(
    findings.filter(({ missing }) => missing === null || !meant.has(missing)).map(({ problem }) => problem),
  );
}

function findingsOf(issue: Issue, reading: Reading): readonly Finding[] {
  const { file } = reading;
  const path = [...reading.around, ...issue.path];
  const last = String(path.at(-1));
  const simply = (problem: Problem): Finding => ({ problem, missing: null, meant: null });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, reading));
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch === null) return [simply(file.problem(path, messageOf(issue, valueAt(file.value, path))))];
      return branch.flatMap((inner) => findingsOf(inner, { ...reading, around: path }));
    }
    case 'invalid_key': {
      const message = issue.issues.map((inner) => messageOf(inner, last)).join('; ');
      return [simply(file.keyProblem(path.slice(0, -1), last, message))];
    }
    default:
      return [strayKey(path, reading) ?? wrongValue(issue, path, reading)];
  }
}

function wrongValue(issue: Issue, path: readonly PropertyKey[], { file }: Reading): Finding {
  const value = valueAt(file.value, path);
  if (value !== undefined || path.length === 0) {
    return { problem: file.problem(path, messageOf(issue, value)), missing: null, meant: null };
  }
  const message = `"${String(path.at(-1))}" is missing${expectedIn(issue)}`;
  return { problem: file.problem(path, message), missing: path.join('.'), meant: null };
}

function unknownKey(key: string, path: readonly PropertyKey[], { file, schema }: Reading): Finding {
  const known = knownKeys(schema, path);
  const guess = nearest(key, known);
  const list = known.length > 0 ? `; known keys are ${known.join(', ')}` : '';
  const hint = guess === null ? list : didYouMean(key, known);
  return {
    problem: file.keyProblem(path, key, `unknown key "${key}"${hint}`),
    missing: null,
    meant: guess === null ? null : [...path, guess].join('.'),
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
  if (issue.code === 'invalid_key') return notMeant / 2;
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
  switch (issue.code) {
    case 'invalid_type':
      return isOwn(issue) ? issue.message : `expected ${kinds[issue.expected] ?? issue.expected}, got ${shown(value)}`;
    case 'invalid_value': {
      const wanted = issue.values.map(String);
      return `expected ${wanted.length === 1 ? '' : 'one of '}${wanted.join(', ')}, got ${shown(value)}${didYouMean(String(value), wanted)}`;
    }
    case 'invalid_union':
      return isOwn(issue) ? issue.message : `${shown(value)} fits none of what is known here`;
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

/** A message that a schema of ours brings; the library's own begin so. */
const isOwn = ({ message }: Issue): boolean => !message.startsWith('Invalid');

const expectedIn = (issue: Issue): string =>
  issue.code === 'invalid_type' && isOwn(issue) ? `; ${issue.message}` : '';

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
