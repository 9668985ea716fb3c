import { formatDuration, formatQuantity } from '../model/quantity.ts';
import type { Bound, Threshold } from '../model/threshold.ts';

/** What a threshold's levels are compared with, by name. */
export function aspectName({ signal, aspect }: Pick<Threshold, 'signal' | 'aspect'>): string {
  switch (aspect.kind) {
    case 'value':
      return signal;
    case 'forecast':
      return `${signal} in ${formatDuration(aspect.ahead)} by its trend`;
    case 'change':
      return `${signal} against its warm-up`;
    case 'burn-rate':
      return `burn rate of ${signal}`;
  }
}

/** What was read, by name: `message-delay 1.42 s`. */
export const readingText = (threshold: Threshold, value: number): string =>
  `${aspectName(threshold)} ${formatQuantity(value, threshold.unit)}`;

/** A level and its side: `above 1.00 s`. */
export const levelText = ({ unit }: Threshold, { side, level }: Bound): string =>
  `${side} ${formatQuantity(level, unit)}`;
