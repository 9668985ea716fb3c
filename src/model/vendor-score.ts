import type { Band, Indicator, Vendor, VendorRegister } from './vendor.ts';

/** An indicator with what it counts for. */
export interface ScoredIndicator {
  readonly id: string;
  readonly kind: Indicator['kind'];
  readonly weight: number;
  /** 0 to 100. */
  readonly score: number;
  /** Only a key risk indicator has bands of its own. */
  readonly band: Band | null;
}

/** How a vendor does. */
export interface VendorScore {
  /** 0 to 100; null where nothing is known of it. */
  readonly score: number | null;
  readonly band: Band | null;
  readonly indicators: readonly ScoredIndicator[];
  /** The indicator that scores least, the heaviest of several; null where all have full marks. */
  readonly weakest: ScoredIndicator | null;
}

/**
 * The score of a vendor: the mean of its indicators, each by its weight, Σ weight × score ÷ Σ weight. A control (kcs) that is in place scores 100, one that
 * is not 0; a self-assessment (kcsa) scores what it was given; a risk indicator (kri) scores 100 when green, 50 when amber, 0 when red.
 */
export function vendorScore(
  { indicators: written }: Vendor,
  register: Pick<VendorRegister, 'vendor-bands'>,
): VendorScore {
  const indicators = written.map(scored);
  const weights = indicators.reduce((sum, { weight }) => sum + weight, 0);
  const points = indicators.reduce((sum, { weight, score }) => sum + weight * score, 0);
  const score = indicators.length === 0 ? null : withoutNoise(points / weights);
  const [weakest] = indicators
    .filter((one) => one.score < 100)
    .toSorted((a, b) => a.score - b.score || b.weight - a.weight);
  return { score, band: score === null ? null : bandOfScore(score, register), indicators, weakest: weakest ?? null };
}

/** Weights such as 0.1 are not exact in binary: 80 must not become 79.999…, which is another band. */
const withoutNoise = (score: number): number => Math.round(score * 1e6) / 1e6;

function bandOfScore(score: number, { 'vendor-bands': { green, amber } }: Pick<VendorRegister, 'vendor-bands'>): Band {
  if (score >= green) return 'green';
  return score >= amber ? 'amber' : 'red';
}

function scored(indicator: Indicator): ScoredIndicator {
  const { id, kind, weight } = indicator;
  switch (indicator.kind) {
    case 'kcs':
      return { id, kind, weight, score: indicator.met ? 100 : 0, band: null };
    case 'kcsa':
      return { id, kind, weight, score: indicator.score, band: null };
    case 'kri': {
      const band = riskBand(indicator);
      return { id, kind, weight, score: scoreOfBand[band], band };
    }
  }
}

const scoreOfBand: Readonly<Record<Band, number>> = { green: 100, amber: 50, red: 0 };

/** A level belongs to the worse band: green below 3 is amber at 3. */
function riskBand({ value, worse, green, amber }: Extract<Indicator, { kind: 'kri' }>): Band {
  const within = (level: number): boolean => (worse === 'higher' ? value < level : value > level);
  if (within(green)) return 'green';
  return within(amber) ? 'amber' : 'red';
}
