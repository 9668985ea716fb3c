import { promql } from '../collect/sources/promql.ts';
import { scrape } from '../collect/sources/scrape.ts';
import type { Clock } from '../model/clock.ts';
import { promqlSeries } from '../model/signal.ts';
import type { Source } from '../model/source.ts';
import { compile, fill } from '../scenario/template.ts';
import type { Rehearsal } from '../workspace/workspace.ts';
import type { TargetPlace } from './target-process.ts';

/** Where a run asks for the target's metrics: its pages, and the Prometheus server that knows it. */
export function metricSources(rehearsal: Rehearsal, { url, metrics }: TargetPlace, clock: Clock): readonly Source[] {
  const { ca } = rehearsal;
  const pages = metrics.map(({ scrape: page, every }) =>
    scrape({ url: new URL(page, `${url}/`).href, every, ca, clock }),
  );
  return [...pages, ...queries(rehearsal, clock)];
}

/** Each signal that is asked of Prometheus is a source of its own: they are asked side by side, and one that fails is told by itself. */
function queries({ profile, secrets, ca }: Rehearsal, clock: Clock): readonly Source[] {
  if (profile.prometheus === undefined) return [];
  const { url, every, headers } = profile.prometheus;
  const values = new Map(Object.entries(secrets).map(([name, value]) => [`secret.${name}`, value]));
  const filled = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, fill(compile(text), values)]));
  return Object.entries(profile.signals).flatMap(([id, measure]) =>
    'promql' in measure
      ? [promql({ ...{ url, every, ca, clock, headers: filled }, query: measure.promql, series: promqlSeries(id) })]
      : [],
  );
}
