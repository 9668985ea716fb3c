import { isAlias, isMap, isScalar, isSeq, type Alias, type Document, type Node, type YAMLMap } from 'yaml';

/** Refuses a file because of one of its nodes. */
export type RefuseNode = (message: string, node: Node) => never;

/** Deeper than anything of ours goes; what reads the value afterwards may call itself once a level. */
const mostDeep = 64;

/** So many values may come of aliases, each counted wherever it is used. */
const mostUnfolded = 10_000;

/** Where a walk through a document stands. */
interface Walk {
  readonly refuse: RefuseNode;
  /** Anchored values met so far, with how many values each unfolds into; null while still inside of it. */
  readonly anchors: Map<string, number | null>;
  unfolded: number;
}

/**
 * Refuses what would make a document's value endless, enormous, or other than it looks: aliases that contain themselves, unfold into far
 * too much or name nothing, nesting without measure, and keys that are there twice. Takes time in proportion to the document.
 */
export function refuseUnbounded(document: Document, refuse: RefuseNode): void {
  weigh(document.contents, { refuse, anchors: new Map(), unfolded: 0 }, 0);
}

/** How many values a node unfolds into. */
function weigh(node: unknown, walk: Walk, depth: number): number {
  if (isAlias(node)) return weighAlias(node, walk);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return 0;
  if (depth > mostDeep) walk.refuse(`nested too deeply: at most ${mostDeep} levels are read`, node);
  if (isMap(node)) refuseRepeatedKey(node, walk);
  const { anchor } = node;
  if (anchor !== undefined) walk.anchors.set(anchor, null);
  let weight = 1;
  for (const inner of partsOf(node)) weight += weigh(inner, walk, depth + 1);
  if (anchor !== undefined) walk.anchors.set(anchor, weight);
  return weight;
}

function weighAlias(alias: Alias, walk: Walk): number {
  const name = alias.source;
  const weight = walk.anchors.get(name);
  if (weight === undefined)
    return walk.refuse(`"*${name}" stands for nothing: there is no "&${name}" before it`, alias);
  if (weight === null) return walk.refuse(`"*${name}" contains itself`, alias);
  walk.unfolded += weight;
  if (walk.unfolded > mostUnfolded) {
    walk.refuse(`aliases unfold into far too much: at most ${mostUnfolded} values may come of them`, alias);
  }
  return weight;
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
