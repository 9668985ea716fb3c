import { daysAfter, daysBetween, type Day } from './day.ts';
import { millisecondsOfDay } from './time.ts';
import type { Vendor, VendorRegister } from './vendor.ts';
import { vendorScore } from './vendor-score.ts';

/** Something about a vendor that somebody has to see to. */
export interface VendorWarning {
  readonly vendor: string;
  readonly about: 'score' | 'indicator' | 'review' | 'contract' | 'self-assessment';
  readonly message: string;
  /** Whether it is red or overdue; the others are near, or old. */
  readonly late: boolean;
}

/** So old is the self-assessment that is made anew. */
const oldestAssessment = 365;

/** What is to be told of a vendor on a day, looking so many days ahead. */
export function vendorWarnings(
  vendor: Vendor,
  register: Pick<VendorRegister, 'vendor-bands'>,
  today: Day,
  ahead: number,
): readonly VendorWarning[] {
  const told = [
    ...scoreWarnings(vendor, register),
    ...reviewWarnings(vendor, today, ahead),
    ...contractWarnings(vendor, today, ahead),
    ...assessmentWarnings(vendor, today),
  ];
  return told.map((warning) => ({ vendor: vendor.id, ...warning }));
}

type Told = Omit<VendorWarning, 'vendor'>;

function scoreWarnings(vendor: Vendor, register: Pick<VendorRegister, 'vendor-bands'>): readonly Told[] {
  const { band, indicators } = vendorScore(vendor, register);
  const red = indicators.filter((indicator) => indicator.band === 'red');
  return [
    ...(band === null
      ? [{ about: 'score', message: 'no indicators: nothing is known of how it does', late: false } as const]
      : []),
    ...(band === 'red' ? [{ about: 'score', message: 'its score is red', late: true } as const] : []),
    ...red.map(({ id }) => ({ about: 'indicator', message: `${id} is red`, late: true }) as const),
  ];
}

function reviewWarnings({ contract: { review } }: Vendor, today: Day, ahead: number): readonly Told[] {
  const left = daysBetween(today, review);
  if (left > ahead) return [];
  const message = left < 0 ? `contract review was due ${review}` : `contract review due ${review}, ${inDays(left)}`;
  return [{ about: 'review', message, late: left < 0 }];
}

/** After the last day for notice it is too late to choose: that day is what is watched, not only the end. */
function contractWarnings({ contract: { ends, notice } }: Vendor, today: Day, ahead: number): readonly Told[] {
  if (ends === undefined) return [];
  const about = 'contract';
  if (today > ends) return [{ about, message: `the contract ended ${ends}`, late: true }];
  const last = daysAfter(ends, -Math.ceil(notice / millisecondsOfDay));
  const left = daysBetween(today, last);
  if (left < 0) {
    const message = `the contract ends ${ends}, ${inDays(daysBetween(today, ends))}; the last day for notice was ${last}`;
    return [{ about, message, late: false }];
  }
  if (left > ahead) return [];
  return [{ about, message: `the contract ends ${ends}; last day for notice ${last}, ${inDays(left)}`, late: false }];
}

const assessmentWarnings = ({ indicators }: Vendor, today: Day): readonly Told[] =>
  indicators.flatMap((indicator) => {
    if (indicator.kind !== 'kcsa' || daysBetween(indicator.on, today) <= oldestAssessment) return [];
    const message = `the self-assessment ${indicator.id} is of ${indicator.on}, more than a year old`;
    return [{ about: 'self-assessment', message, late: false } as const];
  });

const inDays = (days: number): string => (days === 0 ? 'today' : `in ${days} ${days === 1 ? 'day' : 'days'}`);
