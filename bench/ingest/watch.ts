import { join } from 'node:path';
import { once } from 'node:events';
import { Collector } from '../../src/collect/collector.ts';
import { listenForRemoteWrite } from '../../src/collect/sources/remote-write.ts';
import { translate } from '../../src/engine/k6/vocabulary.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { makeRunFolder } from '../../src/journal/run-folder.ts';
import { openSampleRecord } from '../../src/journal/sample-record.ts';
import type { Engine } from '../../src/model/engine.ts';
import type { Source, SourceReading } from '../../src/model/source.ts';
import { Chronicle } from '../../src/rehearse/chronicle.ts';
import { LiveRun } from '../../src/rehearse/live-run.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';
import { applicable, measurable } from '../../src/rehearse/rules.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { blindAfter, memoryFor, Watch } from '../../src/rehearse/watch.ts';
import { planScenario } from '../../src/scenario/plan.ts';
import { stopRule } from '../../src/scenario/stop-rule.ts';
import { readRehearsal } from '../workspace.ts';
import type { WatchTask } from './watching.ts';

// A rehearsal from its listener to its journal, without a target and without load: what is pushed is translated, watched, looked at, judged and recorded as in
// any other. Runs as a process of its own; its parent is told where to push to, and what has been taken in whenever it asks.

const { root, maxSeries } = JSON.parse(process.argv[2] ?? '') as WatchTask;
const rehearsal = await readRehearsal(root, 'pushed');
const { scenario, definitions, notices, obligationBook, settings } = rehearsal;
const folder = await makeRunFolder(join(root, 'runs'), scenario.id, systemClock.now(), String(process.pid));
const journal = openJournal(join(folder.path, 'journal.ndjson'), { secrets: [], names: [] });
const record = openSampleRecord(join(folder.path, 'samples.ndjson.gz'));
const [thresholds, playbooks] = [measurable(rehearsal), applicable(rehearsal)];
const plan = planScenario({ ...rehearsal, url: rehearsal.profile.url, seed: 1 });
const watch = new Watch(
  new Collector(definitions, { ...memoryFor(definitions), maxSeries }),
  { thresholds, playbooks, blindAfter },
  plan.pieces,
);

const engine: Engine = {
  name: 'k6',
  version: '0',
  model: 'open',
  skips: () => [],
  memoryFor: () => 0,
  faults: () => Promise.resolve([]),
  translate,
  drive: async function* (_plan, { now, stop }) {
    yield { kind: 'started', at: now() };
    if (!stop.aborted) await once(stop, 'abort');
    yield { kind: 'ended', at: now(), end: { kind: 'stopped' } };
  },
};

let taken = 0;

/** What a source brings, counted once it has been handed on. */
function counted(source: Source): Source {
  return {
    ...source,
    watch: async function* (until) {
      for await (const reading of source.watch(until)) {
        yield reading;
        taken += samplesIn(reading);
      }
    },
  };
}

function samplesIn(reading: SourceReading): number {
  if (reading.kind === 'failure') throw new Error(reading.why);
  return reading.samples.length;
}

const live = new LiveRun({
  ...{ engine, watch, record, folder, clock: systemClock, desk: null, people: null },
  chronicle: new Chronicle(journal, () => undefined),
  stationery: { playbooks, thresholds, templates: notices, obligationBook, settings, drill: true },
  stopRule: stopRule(scenario.expect, thresholds),
});
const stop = new AbortController();
const pushed = await listenForRemoteWrite({ clock: systemClock });
process.on('message', () => process.send?.({ taken, refused: watch.refused }));
process.on('disconnect', () => {
  stop.abort();
});
process.send?.({ url: pushed.url });
const followed = live.follow(counted(pushed), stop.signal);
await live.drive(plan, {
  ...{ scratch: root, remoteWriteUrl: pushed.url, secrets: {}, spawn: spawnLeashed, stop: stop.signal },
  now: () => systemClock.now(),
});
await followed;
await pushed.close();
await record.close();
journal.close();
