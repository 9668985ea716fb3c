import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import { Collector } from '../../src/collect/collector.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { makeRunFolder } from '../../src/journal/run-folder.ts';
import { openSampleRecord } from '../../src/journal/sample-record.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import type { Labels, Sample } from '../../src/model/sample.ts';
import { instant, plus, duration, type Millis } from '../../src/model/time.ts';
import { Chronicle } from '../../src/rehearse/chronicle.ts';
import { applicable, forDrill, measurable } from '../../src/rehearse/rules.ts';
import { blindAfter, memoryFor, Watch } from '../../src/rehearse/watch.ts';
import { planScenario } from '../../src/scenario/plan.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';

/** The target profile whose signals are measured from the series below. */
export const profile = `version: 1
id: made-up
url: http://127.0.0.1:9
signals:
  message-delay: { of: load.delivery.duration, stat: p95, over: 5s, unit: seconds }
  request-duration: { of: load.request.duration, stat: p95, over: 10s, unit: seconds }
  app-exit-ratio: { ratio: [load.sockets.lost, load.sockets.opened], over: 10s }
  error-rate: { rate: errors_total, over: 60s }
  database-saturation: { used: slots_in_use, limit: slots }
`;

export const scenario = (seconds: number): string => `version: 1
id: hour
title: hour
target: made-up
surge: { from: 10/s, stages: [{ to: 10/s, over: ${seconds}s }] }
journeys: [{ id: office, steps: [{ get: / }] }]
expect: [{ playbook: message-delay, within: 60s }]
`;

const start = instant(Date.UTC(2026, 0, 5, 1));

/** How many series of each kind; a hundred all together. */
const series = { deliveries: 10, requests: 20, sockets: 10, errors: 29, databases: 10 };

/** One run of so many seconds on a virtual clock, through the real watch, journal and record; gives its folder. A trouble lasts for a sixth of it. */
export async function writeRun(rehearsal: Rehearsal, runs: string, seconds: number): Promise<string> {
  const folder = await makeRunFolder(runs, rehearsal.scenario.id, start, '0');
  const journal = openJournal(join(folder.path, 'journal.ndjson'), { secrets: [], names: [] });
  const record = openSampleRecord(join(folder.path, 'samples.ndjson.gz'));
  const chronicle = new Chronicle(journal, () => undefined);
  const { pieces } = planScenario({ ...rehearsal, url: rehearsal.profile.url, seed: 1 });
  const by = forDrill(rehearsal, null);
  const rules = { thresholds: measurable(by), playbooks: applicable(by), blindAfter };
  const watch = new Watch(new Collector(by.definitions, memoryFor(by.definitions)), rules, pieces);
  const service = new MadeUpService(seconds);
  tellStart(chronicle, rehearsal, folder.run, pieces);
  watch.loadStarted(start);
  chronicle.tell({ at: start, fact: 'load-started' });
  for (let half = 1; half <= 2 * seconds; half += 1) {
    const at = plus(start, duration(500 * half));
    if (half % 2 === 0) watch.receive(service.second(at, half / 2));
    const look = watch.look(at);
    record.append({ at, samples: look.samples });
    for (const fact of look.facts) chronicle.tell(fact);
    // So that what is compressed is written before there is too much of it.
    if (half % 50 === 0) await turn();
  }
  const end = plus(start, duration(1000 * seconds));
  chronicle.tell({ at: end, fact: 'load-ended', end: { kind: 'completed' } });
  await record.close();
  journal.close();
  return folder.path;
}

function tellStart(
  chronicle: Chronicle,
  { scenario: { id, title }, profile: target }: Rehearsal,
  run: string,
  pieces: ReturnType<typeof planScenario>['pieces'],
): void {
  chronicle.tell({
    ...{ at: start, fact: 'run-started', run, scenario: id, title, drill: true },
    engine: { name: 'k6', version: '0', model: 'open' },
    target: { id: target.id, url: target.url },
    surge: { description: title, arrivals: 0, pieces, compression: null },
    ...{ skipped: [], thresholds: [] },
  });
}

/** A service and its load: every series is told once a second. */
class MadeUpService {
  readonly #seconds: number;
  readonly #durations = Array.from({ length: series.deliveries + series.requests }, () => new BucketCounter());

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  second(at: Millis, second: number): readonly Sample[] {
    const troubled = second > this.#seconds / 3 && second < this.#seconds / 2;
    const { sockets, errors, databases, deliveries } = series;
    const counter = (name: string, value: number, labels: Labels): Sample => ({
      ...{ kind: 'counter', series: name, labels, at, value, bornAt: start },
    });
    const gauge = (name: string, value: number, labels: Labels): Sample => ({
      kind: 'gauge',
      series: name,
      labels,
      at,
      value,
    });
    return [
      counter(loadSeries.started, 10 * second, { journey: 'office' }),
      ...times(sockets, (name) => counter(loadSeries.socketsOpened, second * 3, { name })),
      ...times(sockets, (name) => counter(loadSeries.socketsLost, Math.floor(second / 100), { name })),
      ...times(errors, (host) => counter('errors_total', Math.floor(second / 30), { host })),
      ...times(databases, (host) => gauge('slots_in_use', troubled ? 9 : 2, { host })),
      ...times(databases, (host) => gauge('slots', 10, { host })),
      ...this.#durations.map((counts, place): Sample => {
        for (let one = 0; one < 20; one += 1)
          counts.observe((troubled ? 3 : 0.02) * (1 + ((one * 7 + second) % 13) / 5));
        const [name, of] =
          place < deliveries ? [loadSeries.deliveryDuration, place] : [loadSeries.requestDuration, place - deliveries];
        const labels = { name: `step-${of}` };
        return { kind: 'histogram', series: name, labels, at, buckets: counts.snapshot(), bornAt: start };
      }),
    ];
  }
}

const times = (count: number, one: (name: string) => Sample): readonly Sample[] =>
  Array.from({ length: count }, (_, place) => one(`part-${place}`));
