import type { Locale } from '../model/locale.ts';
import type { Threshold } from '../model/threshold.ts';
import { lengthOfTime } from './local-time.ts';
import { words } from './words.ts';

/** What a threshold's levels are compared with, in its readers' language. */
export function aspectText({ signal, aspect }: Pick<Threshold, 'signal' | 'aspect'>, locale: Locale): string {
  const said = words[locale];
  switch (aspect.kind) {
    case 'value':
      return signal;
    case 'forecast':
      return said.forecast(signal, lengthOfTime(aspect.ahead, locale));
    case 'change':
      return said.change(signal);
    case 'burn-rate':
      return said.burnRate(signal);
  }
}
