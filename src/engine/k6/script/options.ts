import type { Plan, RatePiece } from '../../../model/plan.ts';

/** k6 takes whole numbers of arrivals, so rates are given by the hour: an error of 0.0003 arrivals a second at most. */
const perHour = (rate: number): number => Math.round(rate * 3600);

interface Stage {
  readonly target: number;
  readonly duration: string;
}

/** The plan's surge as k6's options: an open model with ramping arrivals, and nothing k6 would judge by itself. */
export function surgeOptions(plan: Plan): object {
  return {
    scenarios: {
      surge: {
        executor: 'ramping-arrival-rate',
        startRate: perHour(plan.pieces[0]?.from ?? 0),
        timeUnit: '1h',
        stages: stagesOf(plan.pieces),
        preAllocatedVUs: plan.atOnce.ready,
        maxVUs: plan.atOnce.most,
        gracefulStop: `${plan.grace}ms`,
      },
    },
    discardResponseBodies: true,
    // An answer is taken as it stands: following it could lead the load to a host nobody allowed.
    maxRedirects: 0,
    systemTags: ['name'],
    summaryTrendStats: ['count'],
    thresholds: {},
  };
}

/** A jump between two pieces is a stage that takes no time. */
function stagesOf(pieces: readonly RatePiece[]): readonly Stage[] {
  let rate = pieces[0]?.from ?? 0;
  return pieces.flatMap((piece) => {
    const jump = piece.from === rate ? [] : [{ target: perHour(piece.from), duration: '0s' }];
    rate = piece.to;
    return [...jump, { target: perHour(piece.to), duration: `${piece.lasting}ms` }];
  });
}
