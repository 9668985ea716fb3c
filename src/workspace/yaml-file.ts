import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import { InputError, type Problem } from '../model/problem.ts';
import { problemAt, type SourceFile, type Stretch } from './source-file.ts';

/** A path into a YAML file: keys and places in lists. */
export type YamlPath = readonly PropertyKey[];

/** A YAML file that has been read: its value, and where in the file each part of it stands. */
export interface YamlFile {
  readonly source: SourceFile;
  readonly value: unknown;
  /** A problem with what stands at a path, or with the nearest thing around it that is written. */
  problem(path: YamlPath, message: string): Problem;
  /** A problem with a key itself, not with what it holds. */
  keyProblem(path: YamlPath, key: string, message: string): Problem;
}

/** A file of ours is far shorter; one that is not was not written for us. */
const mostCharacters = 1 << 20;

/** More aliases than this unfold a few lines into more than a machine can hold. */
const mostAliases = 200;

/**
 * Reads YAML, refusing what could not be checked in bounded time: files that are enormous, unfold into something enormous, or contain themselves.
 * @throws InputError
 */
export function parseYaml(source: SourceFile): YamlFile {
  if (source.text.length > mostCharacters) {
    refuse(source, `the file has ${source.text.length} characters; at most ${mostCharacters} are read`);
  }
  try {
    const document = parseDocument(source.text, { lineCounter: new LineCounter(), prettyErrors: false });
    refuseErrors(document, source);
    refuseCycles(document, source);
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    return located(source, document, value);
  } catch (error) {
    if (error instanceof InputError) throw error;
    refuse(source, error instanceof RangeError ? 'nested too deeply' : messageOf(error));
  }
}

const messageOf = (error: unknown): string =>
  error instanceof ReferenceError
    ? 'its aliases unfold into far too much'
    : error instanceof Error
      ? error.message
      : String(error);

function refuse(source: SourceFile, message: string): never {
  throw new InputError([problemAt(source, message, { start: 0, end: 1 })]);
}

function refuseErrors(document: Document, source: SourceFile): void {
  // What follows the first is mostly its consequence.
  const [first] = document.errors;
  if (first === undefined) return;
  const [start, end] = first.pos;
  const message = first.message.includes('call stack') ? 'nested too deeply' : `not YAML: ${oneLine(first.message)}`;
  throw new InputError([problemAt(source, message, { start, end })]);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

function refuseCycles(document: Document, source: SourceFile): void {
  visit(document, {
    Alias: (_key, alias, path) => {
      const target = alias.resolve(document);
      if (target !== undefined && path.includes(target)) {
        throw new InputError([problemAt(source, `"*${alias.source}" contains itself`, stretchOf(alias))]);
      }
    },
  });
}

function located(source: SourceFile, document: Document, value: unknown): YamlFile {
  return {
    source,
    value,
    problem: (path, message) => problemAt(source, message, stretchAt(document, path)),
    keyProblem: (path, key, message) => problemAt(source, message, keyStretch(document, path, key)),
  };
}

/** The stretch of what stands at a path; where nothing does, of the key or list around it. */
function stretchAt(document: Document, path: YamlPath): Stretch {
  const node = nodeAt(document, path);
  if (node !== null) return stretchOf(node);
  const [parent, last] = [path.slice(0, -1), path.at(-1)];
  if (last === undefined) return { start: 0, end: 1 };
  const around = nodeAt(document, parent);
  const above = parent.at(-1);
  if (around !== null && typeof above === 'string') return keyStretch(document, parent.slice(0, -1), above);
  return around === null ? stretchAt(document, parent) : stretchOf(around);
}

function keyStretch(document: Document, path: YamlPath, key: string): Stretch {
  const map = nodeAt(document, path);
  if (isMap(map)) {
    const found = map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key)?.key;
    if (isScalar(found)) return stretchOf(found);
  }
  return stretchAt(document, path);
}

function nodeAt(document: Document, path: YamlPath): Node | null {
  let node: unknown = document.contents;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (!isCollection(node)) return null;
    node = node.get(step, true);
  }
  return isNode(node) ? node : null;
}

const isNode = (value: unknown): value is Node => isAlias(value) || isScalar(value) || isCollection(value);

/** A collection's underline ends with its first line. */
function stretchOf(node: Node): Stretch {
  const [start, end] = node.range ?? [0, 1];
  return { start, end: isCollection(node) ? start + 1 : end };
}
