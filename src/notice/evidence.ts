import type { Breach } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import { formatQuantity } from '../model/quantity.ts';
import type { Threshold } from '../model/threshold.ts';
import { aspectText } from './aspect-text.ts';
import { words } from './words.ts';

/** What an incident rests on, for people who act: each breach's worst reading and the level it crossed. */
export function evidenceText(breaches: readonly Breach[], thresholds: readonly Threshold[], locale: Locale): string {
  const said = words[locale];
  return breaches
    .flatMap(({ threshold: id, peak }) => {
      const threshold = thresholds.find((one) => one.id === id);
      if (threshold === undefined) return [];
      const { fire, unit } = threshold;
      const reading = peak === null ? said.nothingMeasured : formatQuantity(peak, unit);
      const [open, close] = said.brackets;
      const name = aspectText(threshold, locale);
      return [`${name} ${reading}${open}${said[fire.side]} ${formatQuantity(fire.level, unit)}${close}`];
    })
    .join(said.listSeparator);
}
