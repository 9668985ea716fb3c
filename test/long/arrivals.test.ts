import { describe, expect, it } from 'vitest';
import { readSampleRecord } from '../../src/journal/sample-record.ts';
import { readJournal } from '../../src/journal/journal.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import { between, duration } from '../../src/model/time.ts';
import { arrivalsBy, lengthOf, peakRate } from '../../src/scenario/rate-curve.ts';
import { join } from 'node:path';
import { rehearse, workspace } from '../cli/surgebook.ts';
import { contractService, profileOf, well } from '../e2e/contract-service.ts';

const headcount = `version: 1
id: headcount
title: headcount
target: there
surge: { people: 3000, around: "09:00", spread: 6s }
journeys: [{ id: look, steps: [{ get: /page, name: look }] }]
expect: [{ no-incident: true }]
`;

/** When the script had counted how many starts, in milliseconds from the start of the load. */
async function startsOverTime(folder: string): Promise<readonly (readonly [at: number, starts: number])[]> {
  const loadAt = readJournal(join(folder, 'journal.ndjson')).find(({ fact }) => fact === 'load-started')!.at;
  const readings: (readonly [number, number])[] = [[0, 0]];
  for await (const { samples } of readSampleRecord(join(folder, 'samples.ndjson.gz'))) {
    for (const sample of samples) {
      if (sample.kind === 'counter' && sample.series === loadSeries.started) {
        readings.push([between(loadAt, sample.at), sample.value]);
      }
    }
  }
  return readings;
}

describe('below the capacity of the target', () => {
  it('starts per second, counted by the script, follow the planned curve: none dropped, error under 5 % of the peak', async () => {
    const service = await contractService(well);
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/headcount.yaml': headcount,
    });
    const { code, result } = await rehearse(['headcount'], root);
    expect(code).toBe(0);
    expect(result.arrivals.dropped).toBe(0);
    expect(result.arrivals.planned - result.arrivals.started).toBeLessThanOrEqual(1);
    // Every start the script counted was a request the service saw.
    expect(service.requestsAt).toHaveLength(result.arrivals.started);

    const folder = join(root, result.run);
    const started = readJournal(join(folder, 'journal.ndjson')).find((fact) => fact.fact === 'run-started')!;
    const { pieces } = started.surge;
    const readings = await startsOverTime(folder);
    const bins = readings.slice(1).flatMap(([at, starts], place) => {
      const [before, startsBefore] = readings[place]!;
      const seconds = (at - before) / 1000;
      if (seconds < 0.5 || at > lengthOf(pieces)) return [];
      const planned = arrivalsBy(pieces, duration(at)) - arrivalsBy(pieces, duration(before));
      return [(starts - startsBefore - planned) / seconds];
    });
    expect(bins.length).toBeGreaterThan(20);
    const error = Math.sqrt(bins.reduce((sum, bin) => sum + bin ** 2, 0) / bins.length);
    expect(error / peakRate(pieces)).toBeLessThan(0.05);
  });
});
