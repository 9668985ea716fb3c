import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type Alias,
  type CST,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';

/** Deeper than anything of ours goes. Whatever reads a value calls itself once a level, and must not run out of stack. */
const mostDeep = 64;

/** So many values may come of aliases, each counted wherever it is used. */
const mostUnfolded = 10_000;

const tooDeep = `nested too deeply: at most ${mostDeep} levels are read`;

/** The tokens of a YAML text. Nesting without measure is refused while they are read: composing them would call itself once a level. */
export function* shallowTokens(text: string, refuse: (message: string, offset: number) => never): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // The document, and what is being read, are on the stack too.
    if (parser.stack.length > mostDeep + 2) refuse(tooDeep, parser.offset);
  }
  yield* parser.end();
}

/** Refuses a file because of one of its nodes. */
export type RefuseNode = (message: string, node: Node) => never;

/** What a node unfolds into. */
interface Extent {
  readonly values: number;
  readonly levels: number;
}

/** Where a walk through a document stands. */
interface Walk {
  readonly refuse: RefuseNode;
  /** Anchored values met so far; null while still inside of one. */
  readonly anchors: Map<string, Extent | null>;
  unfolded: number;
}

/**
 * Refuses what would make a document's value endless, enormous, or other than it looks: aliases that contain themselves, unfold into far
 * too much or name nothing, and keys that are there twice. Takes time in proportion to the document.
 */
export function refuseUnbounded(document: Document, refuse: RefuseNode): void {
  extentOf(document.contents, { refuse, anchors: new Map(), unfolded: 0 }, 0);
}

function extentOf(node: unknown, walk: Walk, depth: number): Extent {
  if (isAlias(node)) return extentOfAlias(node, walk, depth);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return { values: 0, levels: 0 };
  if (depth > mostDeep) walk.refuse(tooDeep, node);
  if (isMap(node)) refuseRepeatedKey(node, walk);
  const { anchor } = node;
  if (anchor !== undefined) walk.anchors.set(anchor, null);
  let [values, levels] = [1, 0];
  for (const part of partsOf(node)) {
    const inner = extentOf(part, walk, depth + 1);
    values += inner.values;
    levels = Math.max(levels, inner.levels + 1);
  }
  if (anchor !== undefined) walk.anchors.set(anchor, { values, levels });
  return { values, levels };
}

function extentOfAlias(alias: Alias, walk: Walk, depth: number): Extent {
  const name = alias.source;
  const extent = walk.anchors.get(name);
  if (extent === undefined)
    return walk.refuse(`"*${name}" stands for nothing: there is no "&${name}" before it`, alias);
  if (extent === null) return walk.refuse(`"*${name}" contains itself`, alias);
  if (depth + extent.levels > mostDeep) walk.refuse(tooDeep, alias);
  walk.unfolded += extent.values;
  if (walk.unfolded > mostUnfolded) {
    walk.refuse(`aliases unfold into far too much: at most ${mostUnfolded} values may come of them`, alias);
  }
  return extent;
}

function partsOf(node: Node): readonly unknown[] {
  if (isSeq(node)) return node.items;
  return isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : [];
}

function refuseRepeatedKey({ items }: YAMLMap, { refuse }: Walk): void {
  const seen = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value)) refuse(`the key "${String(key.value)}" is here twice`, key);
    seen.add(key.value);
  }
}
