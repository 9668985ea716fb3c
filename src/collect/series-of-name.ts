import type { Labels } from '../model/sample.ts';
import { labelKey } from './labels.ts';
import { SeriesWindow } from './series-window.ts';

const everything: Labels = {};

/** The series of one name, by their labels. */
export class SeriesOfName {
  readonly #byKey = new Map<string, SeriesWindow>();
  /** By the labels that each was last found by: whoever shares them among its samples spares their key. */
  readonly #byLabels = new Map<Labels, SeriesWindow>();
  readonly #lastFoundBy = new Map<SeriesWindow, Labels>();
  /** What has been selected since the last new series; whoever selects does so with the same object each time. */
  #selected = new WeakMap<Labels, readonly SeriesWindow[]>();

  find(labels: Labels): SeriesWindow | undefined {
    const shared = this.#byLabels.get(labels);
    if (shared !== undefined) return shared;
    const series = this.#byKey.get(labelKey(labels));
    if (series !== undefined) this.#foundBy(labels, series);
    return series;
  }

  /** Begins a series of labels that no other has. */
  begin(labels: Labels): SeriesWindow {
    const series = new SeriesWindow(labels);
    this.#byKey.set(labelKey(labels), series);
    this.#foundBy(labels, series);
    this.#selected = new WeakMap();
    return series;
  }

  /** Those whose labels hold all of `where`, in the order in which they began. */
  select(where: Labels): readonly SeriesWindow[] {
    const wanted = Object.entries(where);
    const asked = wanted.length === 0 ? everything : where;
    const known = this.#selected.get(asked);
    if (known !== undefined) return known;
    const series = [...this.#byKey.values()].filter(({ labels }) =>
      wanted.every(([label, value]) => labels[label] === value),
    );
    this.#selected.set(asked, series);
    return series;
  }

  #foundBy(labels: Labels, series: SeriesWindow): void {
    const before = this.#lastFoundBy.get(series);
    if (before !== undefined) this.#byLabels.delete(before);
    this.#byLabels.set(labels, series);
    this.#lastFoundBy.set(series, labels);
  }
}
