import { Composer, isAlias, isCollection, isMap, isScalar, type Document, type ErrorCode, type Node } from 'yaml';
import { InputError, type Problem } from '../model/problem.ts';
import { problemAt, type SourceFile, type Stretch } from './source-file.ts';
import { refuseUnbounded, shallowTokens } from './yaml-bounds.ts';

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

/**
 * Reads YAML, refusing what could not be checked in bounded time (nested without measure, unfolding into something enormous, containing
 * itself) and what would be read otherwise than it looks (keys that are there twice, tags, several documents).
 * @throws InputError
 */
export function parseYaml(source: SourceFile): YamlFile {
  const refuse = (message: string, stretch: Stretch): never => {
    throw new InputError([problemAt(source, message, stretch)]);
  };
  const tokens = shallowTokens(source.text, (message, start) => refuse(message, { start, end: start + 1 }));
  const documents = new Composer(options).compose(tokens, true, source.text.length);
  const first = documents.next();
  if (first.done === true) return refuse('not YAML', { start: 0, end: 1 });
  const document: Document = first.value;
  // What follows the first error is mostly its consequence. A warning tells of something that would be read otherwise than it is written.
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    refuse(errorText(code, message), { start: pos[0], end: pos[1] });
  }
  const second = documents.next();
  if (second.done !== true) {
    const [start] = second.value.range;
    refuse('a second document begins here; expected one', { start, end: start + 3 });
  }
  refuseUnbounded(document, (message, node) => refuse(message, stretchOf(node)));
  // What aliases unfold into has been counted, and is little.
  return located(source, document, document.toJS({ maxAliasCount: -1 }));
}

/** Keys are texts, and repeated ones are found by ourselves: the library compares each with all. */
const options = {
  logLevel: 'error',
  stringKeys: true,
  uniqueKeys: false,
  resolveKnownTags: false,
} as const;

function errorText(code: ErrorCode, message: string): string {
  switch (code) {
    case 'NON_STRING_KEY':
      return 'a key is a text';
    case 'TAG_RESOLVE_FAILED':
      return `tags mean nothing here: ${oneLine(message)}`;
    default:
      return `not YAML: ${oneLine(message)}`;
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

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
