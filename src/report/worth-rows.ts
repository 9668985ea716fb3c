import { formatQuantity } from '../model/quantity.ts';
import { valueText } from '../score/score-text.ts';
import type { Worth } from '../score/worth.ts';
import type { Report } from './report.ts';
import type { ReportWords } from './report-words.ts';

/** What the actions were worth, for people: measure, with them, without them, and how much better or worse that is. Nothing of a run without a control. */
export function worthRows(
  { control, score }: Pick<Report, 'control' | 'score'>,
  said: ReportWords,
): readonly (readonly string[])[] {
  const peak = score?.peak ?? null;
  const unit = peak?.unit ?? null;
  const text = (of: Worth['of'], value: number | null): string => {
    if (value === null) return '–';
    if (of !== 'peak') return valueText({ value, unit: of === 'affected' ? 'share' : 'ms' });
    return unit === null ? String(Number(value.toPrecision(3))) : formatQuantity(value, unit);
  };
  return (control?.worth ?? []).map(({ of, with: acted, without, gained }) => [
    of === 'peak' ? `${said.worth.peak}${peak === null ? '' : ` (${peak.signal})`}` : said.scoreItem[of],
    ...[text(of, acted), text(of, without)],
    gained === null ? '–' : said.worth.gained(text(of, Math.abs(gained)), gained),
  ]);
}
