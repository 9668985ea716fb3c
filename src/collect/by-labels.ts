import type { Labels } from '../model/sample.ts';
import { labelKey } from './labels.ts';

/** A thing, and the labels it was last found by. */
interface Held<Thing> {
  readonly thing: Thing;
  foundBy: Labels;
}

/** Things by their labels, whatever the order in which those were written. */
export class ByLabels<Thing> {
  readonly #byKey = new Map<string, Held<Thing>>();
  /** By the labels that each was last found by: whoever shares them among its samples spares their key. */
  readonly #byLabels = new Map<Labels, Held<Thing>>();

  get(labels: Labels): Thing | undefined {
    const shared = this.#byLabels.get(labels);
    if (shared !== undefined) return shared.thing;
    const held = this.#byKey.get(labelKey(labels));
    if (held === undefined) return undefined;
    this.#byLabels.delete(held.foundBy);
    this.#byLabels.set(labels, held);
    held.foundBy = labels;
    return held.thing;
  }

  /** Adds a thing of labels that no other has. */
  add(labels: Labels, thing: Thing): void {
    const held = { thing, foundBy: labels };
    this.#byKey.set(labelKey(labels), held);
    this.#byLabels.set(labels, held);
  }

  /** All things, in the order in which they were added. */
  *[Symbol.iterator](): Generator<Thing> {
    for (const { thing } of this.#byKey.values()) yield thing;
  }
}
