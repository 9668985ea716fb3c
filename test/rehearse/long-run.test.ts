import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Collector } from '../../src/collect/collector.ts';
import { parseExposition } from '../../src/collect/exposition.ts';
import { openJournal, readJournal } from '../../src/journal/journal.ts';
import { makeRunFolder } from '../../src/journal/run-folder.ts';
import { openSampleRecord, readSampleRecord } from '../../src/journal/sample-record.ts';
import type { Engine } from '../../src/model/engine.ts';
import type { Sample } from '../../src/model/sample.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { Chronicle } from '../../src/rehearse/chronicle.ts';
import { LiveRun } from '../../src/rehearse/live-run.ts';
import { forDrill, measurable } from '../../src/rehearse/rules.ts';
import { blindAfter, memoryFor, Watch } from '../../src/rehearse/watch.ts';
import { planScenario } from '../../src/scenario/plan.ts';
import { stopRule } from '../../src/scenario/stop-rule.ts';
import { startTarget } from '../../src/target/start.ts';
import { shippedWorkspace } from '../notice/library.ts';
import { capacityWith } from '../target/office.ts';
import { beating, halfSecond, MondayLoad, MovingPage, second, trouble } from './half-hour.ts';
import { VirtualClock } from './virtual-clock.ts';

const start = instant(Date.UTC(2026, 0, 5, 1));
const length = 1800;

/** The pages of the built-in service, read once from the real one. */
async function servicePages(): Promise<readonly (readonly Sample[])[]> {
  const target = await startTarget({ host: '127.0.0.1', port: 0, capacity: capacityWith(), adminToken: 'admin' });
  try {
    const texts = await Promise.all(
      ['/metrics', '/metrics/askers'].map(async (path) => (await fetch(`${target.url}${path}`)).text()),
    );
    return texts.map((text) => parseExposition(text, start));
  } finally {
    await target.close();
  }
}

/** What a folder takes: the bytes of its files, and of the disk, which gives room in blocks. */
function sizeOf(folder: string): { readonly files: number; readonly megabytes: number } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => {
    const { size, blocks } = statSync(join(parentPath, name));
    return sum + Math.max(size, blocks * 512);
  }, 0);
  return { files: files.length, megabytes: bytes / 2 ** 20 };
}

it('half an hour of a Monday morning, with an incident every five minutes, leaves less than 40 MB', async () => {
  const rehearsal = await shippedWorkspace.rehearsal('monday-morning', {});
  const pages = await servicePages();
  const clock = new VirtualClock(start);
  const runs = mkdtempSync(join(tmpdir(), 'half-hour-'));
  onTestFinished(() => {
    rmSync(runs, { recursive: true, force: true });
  });
  const folder = await makeRunFolder(runs, 'half-hour', start, '0');
  const journal = openJournal(join(folder.path, 'journal.ndjson'), { secrets: [], names: [] });
  const record = openSampleRecord(join(folder.path, 'samples.ndjson.gz'));
  const chronicle = new Chronicle(journal, () => undefined);
  const by = forDrill(rehearsal, null);
  const { playbooks } = by;
  const thresholds = measurable(by);
  const pieces = [{ from: 100, to: 100, lasting: duration(length * 1000) }];
  const plan = { ...planScenario({ ...rehearsal, url: 'http://127.0.0.1:9', seed: 1 }), pieces };
  const rules = { thresholds, playbooks, blindAfter };
  const watch = new Watch(new Collector(by.definitions, memoryFor(by.definitions)), rules, pieces);
  const engine: Engine = {
    ...{ name: 'k6', version: '0', model: 'open' },
    skips: () => [],
    memoryFor: () => 0,
    faults: () => Promise.resolve([]),
    // What it pushes here has the names of all engines already.
    translate: () => null,
    drive: async function* (_plan, { stop }) {
      yield { kind: 'started', at: clock.now() };
      await clock.wait(plus(start, duration(length * 1000)), stop);
      yield { kind: 'ended', at: clock.now(), end: { kind: 'completed' } };
    },
  };
  const live = new LiveRun({
    ...{ engine, watch, chronicle, record, folder, clock, desk: null, people: null },
    stationery: {
      ...{ playbooks, thresholds, drill: true, templates: rehearsal.notices },
      ...{ obligationBook: rehearsal.obligationBook, settings: rehearsal.settings },
    },
    stopRule: stopRule(rehearsal.scenario.expect, thresholds),
  });

  const over = new AbortController();
  const load = new MondayLoad(start);
  const sources = [
    beating('k6', clock, halfSecond, (at) => load.read(at)),
    ...pages.map((page) => {
      const moving = new MovingPage(page, start);
      return beating('metrics', clock, second, (at) => moving.read(at));
    }),
  ];
  const rehearse = async (): Promise<void> => {
    const following = sources.map((source) => live.follow(source, over.signal));
    const context = { scratch: runs, remoteWriteUrl: '', secrets: {}, now: () => clock.now(), stop: over.signal };
    const spawn = (): never => {
      throw new Error('nothing is started here');
    };
    await live.drive(plan, { ...context, spawn });
    over.abort();
    await Promise.all(following);
  };
  await clock.passUntil(rehearse());
  await record.close();
  journal.close();

  const facts = readJournal(join(folder.path, 'journal.ndjson'));
  const frames = facts.filter(({ fact }) => fact === 'frame');
  // Looked at as often as a real run is: with each push and each page.
  expect(frames.length / length).toBeGreaterThan(2);
  expect(watch.blind).toEqual([]);
  expect(watch.incidents.map(({ playbook, phase }) => [playbook, phase])).toEqual(
    Array<unknown>(length / trouble.every).fill(['message-delay', 'resolved']),
  );
  let recorded = 0;
  for await (const { samples } of readSampleRecord(join(folder.path, 'samples.ndjson.gz'))) recorded += samples.length;
  expect(recorded / length).toBeGreaterThan(50);
  const { files, megabytes } = sizeOf(folder.path);
  // Its notices are in it: of each update, to some audiences, in three languages, for three channels.
  expect(files).toBeGreaterThan((length / trouble.every) * 4 * 3 * 3);
  expect(megabytes).toBeLessThan(40);
});
