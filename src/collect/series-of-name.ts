import type { Labels } from '../model/sample.ts';
import { ByLabels } from './by-labels.ts';
import { SeriesWindow } from './series-window.ts';

const everything: Labels = {};

/** The series of one name, by their labels. */
export class SeriesOfName {
  readonly #all = new ByLabels<SeriesWindow>();
  /** What has been selected since the last new series; whoever selects does so with the same object each time. */
  #selected = new WeakMap<Labels, readonly SeriesWindow[]>();

  find(labels: Labels): SeriesWindow | undefined {
    return this.#all.get(labels);
  }

  /** Begins a series of labels that no other has. */
  begin(labels: Labels): SeriesWindow {
    const series = new SeriesWindow(labels);
    this.#all.add(labels, series);
    this.#selected = new WeakMap();
    return series;
  }

  /** Those whose labels hold all of `where`, in the order in which they began. */
  select(where: Labels): readonly SeriesWindow[] {
    const wanted = Object.entries(where);
    const asked = wanted.length === 0 ? everything : where;
    const known = this.#selected.get(asked);
    if (known !== undefined) return known;
    const series = [...this.#all].filter(({ labels }) => wanted.every(([label, value]) => labels[label] === value));
    this.#selected.set(asked, series);
    return series;
  }
}
