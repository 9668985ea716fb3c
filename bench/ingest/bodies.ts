import { pushBody, type PushedSeries } from '../../test/collect/write-request-body.ts';

/** So many series stand in a body, one sample each. */
export const seriesInBody = 5000;

/** The names of the series, as many of each: counters and gauges in turn. */
export const seriesNames = Array.from({ length: 10 }, (_, place) =>
  place % 2 === 0 ? `service_part_${place}_requests_total` : `service_part_${place}_connections`,
);

/** A body as a Prometheus server sends it: series with eight labels each. Bodies of another `kind` hold other series. */
export const bodyAt = (at: number, kind = 0): Uint8Array =>
  pushBody(Array.from({ length: seriesInBody }, (_, place) => seriesAt(at, kind, place)));

function seriesAt(at: number, kind: number, place: number): PushedSeries {
  const name = seriesNames[place % seriesNames.length] ?? '';
  const pod = Math.floor(place / 50);
  return {
    labels: [
      ['__name__', name],
      ['cluster', `office-${kind}`],
      ['container', 'service'],
      ['instance', `10.${kind}.${pod}.17:8080`],
      ['job', 'office/service'],
      ['namespace', 'office'],
      ['pod', `service-6d5f7c9b8-${pod}`],
      ['route', `/rooms/{room}/part-${Math.floor((place % 50) / 10)}`],
    ],
    floats: [{ at, value: Math.round(at / 100) + place }],
  };
}
