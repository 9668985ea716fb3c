import type { Threshold as Line } from '@grafana/grafana-foundation-sdk/dashboard';
import { severities, type Severity } from '../../model/threshold.ts';
import type { OwnedThreshold } from '../prometheus/threshold-alert.ts';

/** A level of a signal that means something: beyond it a threshold fires, so badly, or within it clears. */
export interface Level {
  readonly value: number;
  readonly means: Severity | 'clear';
}

/** The levels of a threshold, in the unit of its signal. */
export const levelsOf = (owned: OwnedThreshold): readonly Level[] => [
  { value: owned.threshold.fire.level, means: severityOf(owned) },
  { value: owned.threshold.clear.level, means: 'clear' },
];

/** How bad it is when a threshold fires. */
export const severityOf = ({ threshold, playbook }: OwnedThreshold): Severity =>
  threshold.severity ?? playbook.severity;

/** Colours by Grafana's names. */
export const colourOf: Readonly<Record<Level['means'], string>> = {
  clear: 'green',
  minor: 'yellow',
  major: 'orange',
  critical: 'red',
};

const weight = ({ means }: Level): number => (means === 'clear' ? -1 : severities.indexOf(means));

/** Lines at levels, from the lowest up; of those at one place the worst is drawn. Below the first nothing is coloured. */
export function levelLines(levels: readonly Level[]): Line[] {
  const worst = new Map<number, Level>();
  for (const level of levels.toSorted((one, other) => weight(one) - weight(other))) worst.set(level.value, level);
  const lines = [...worst.values()].toSorted((one, other) => one.value - other.value);
  return [
    { value: null, color: 'transparent' },
    ...lines.map(({ value, means }) => ({ value, color: colourOf[means] })),
  ];
}
