import type { ScoreItemId } from '../model/score-target.ts';
import type { ScoreItem, Scorecard } from './scorecard.ts';

/** What the actions did to one measure of the same surge. */
export interface Worth {
  readonly of: 'mitigate' | 'recover' | 'affected' | 'peak';
  /** As the scorecards have it: milliseconds, a share, or in the unit of the peak's signal. Null where one has no value. */
  readonly with: number | null;
  readonly without: number | null;
  /** How much better it was with them; below zero when it was worse, null where one of the two has no value. */
  readonly gained: number | null;
}

const compared = ['mitigate', 'recover', 'affected'] as const satisfies readonly ScoreItemId[];

/** What the playbooks' own actions were worth: a run with them beside one of the same surge without. Peaks of two different signals cannot be compared. */
export function worthOf(acted: Scorecard, control: Scorecard): readonly Worth[] {
  return [
    ...compared.map((of) => worth(of, itemOf(acted, of)?.value ?? null, itemOf(control, of)?.value ?? null, 1)),
    peakWorth(acted, control),
  ];
}

const itemOf = ({ items }: Scorecard, wanted: ScoreItemId): ScoreItem | undefined =>
  items.find(({ id }) => id === wanted);

function peakWorth({ peak }: Scorecard, { peak: without }: Scorecard): Worth {
  if (peak !== null && without !== null && peak.signal !== without.signal) return worth('peak', null, null, 1);
  const side = (peak ?? without)?.side;
  return worth('peak', peak?.value ?? null, without?.value ?? null, side === 'below' ? -1 : 1);
}

/** `better` is 1 where less is better. */
const worth = (of: Worth['of'], acted: number | null, without: number | null, better: 1 | -1): Worth => ({
  ...{ of, with: acted, without },
  gained: acted === null || without === null ? null : (without - acted) * better,
});
