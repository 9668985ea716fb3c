import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import { openSampleRecord } from '../../src/journal/sample-record.ts';
import type { Outcome } from '../../src/model/fact.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import { instant } from '../../src/model/time.ts';
import { draw } from '../../src/scenario/draw.ts';

/** What a made-up run is like. */
export interface MadeUpFolder {
  readonly run: string;
  readonly scenario?: string;
  readonly model?: 'open' | 'closed';
  readonly outcome?: Outcome;
  readonly score?: number | null;
  /** How long its requests take, in seconds. */
  readonly duration?: number;
  /** Days after the first. */
  readonly day?: number;
  readonly seed?: number;
}

const seconds = 20;
const perSecond = 30;
const second = 1000;

/** Writes a run as `rehearse` leaves one: twenty seconds of thirty requests each, an incident that took so long, and a score. */
export async function writeRun(runs: string, made: MadeUpFolder): Promise<void> {
  const { run, scenario = 'steady', outcome = 'expected', score = 80, duration = 0.1, day = 0, seed = 1 } = made;
  const folder = join(runs, run);
  const began = Date.UTC(2026, 0, 5 + day, 9);
  const engine = { name: 'k6', version: '2.2.0', model: made.model ?? 'open' };
  const incident = { incident: 'slow-1', playbook: 'slow', update: 1, nextUpdateAt: began, reason: 'slow' };
  const pieces = [{ from: perSecond, to: perSecond, over: seconds * second }];
  mkdirSync(folder, { recursive: true });
  const frames = Array.from({ length: seconds }, (_, nth) => ({
    ...{ v: 1, at: began + (nth + 1) * second, fact: 'frame', people: 1 },
    signals: { 'database-saturation': 0.5 },
    arrivals: { planned: (nth + 1) * perSecond, started: (nth + 1) * perSecond, dropped: 0 },
  }));
  const facts = [
    {
      ...{ v: 1, at: began, fact: 'run-started', run, scenario, title: 'Steady & <calm>', drill: true, engine },
      target: { id: 'office', url: 'http://127.0.0.1:1' },
      surge: { description: 'steady', arrivals: seconds * perSecond, pieces, compression: null },
      ...{ skipped: [], thresholds: [] },
    },
    { v: 1, at: began, fact: 'load-started' },
    ...frames,
    {
      v: 1,
      at: began + 9 * second,
      fact: 'incident-opened',
      ...incident,
      severity: 'major',
      onsetAt: began + 5 * second,
    },
    { v: 1, at: began + 15 * second, fact: 'phase-changed', ...incident, phase: 'resolved', cause: null },
    { v: 1, at: began + seconds * second, fact: 'load-ended', end: { kind: 'completed' } },
    { v: 1, at: began + seconds * second, fact: 'run-finished', outcome, reasons: [], arrivals: {} },
  ];
  writeFileSync(join(folder, 'journal.ndjson'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
  const incidents = [
    {
      ...{ id: 'slow-1', playbook: 'slow', timeToDetectMs: 4 * second, timeToNotifyMs: null },
      onsetAt: new Date(began + 5 * second).toISOString(),
      resolvedAt: new Date(began + 15 * second).toISOString(),
    },
  ];
  const result = { v: 1, run, scenario, engine, outcome, incidents, score: score === null ? null : { total: score } };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(result));
  await writeSamples(join(folder, 'samples.ndjson.gz'), began, duration, seed);
}

async function writeSamples(file: string, began: number, duration: number, seed: number): Promise<void> {
  const record = openSampleRecord(file);
  const requests = new BucketCounter();
  const bornAt = instant(began);
  for (let nth = 0; nth < seconds; nth += 1) {
    for (let one = 0; one < perSecond; one += 1) requests.observe(duration * (0.8 + 0.4 * draw(seed, nth, one)));
    const at = instant(began + (nth + 1) * second);
    const labels = { journey: 'office', outcome: 'completed' };
    record.append({
      at,
      samples: [
        {
          ...{ kind: 'histogram', series: loadSeries.requestDuration, labels: { name: 'send' }, at, bornAt },
          buckets: requests.snapshot(),
        },
        { kind: 'counter', series: loadSeries.finished, labels, at, bornAt, value: (nth + 1) * perSecond },
      ],
    });
  }
  await record.close();
}
