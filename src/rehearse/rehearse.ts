import { join } from 'node:path';
import { openJournal } from '../journal/journal.ts';
import { makeRunFolder } from '../journal/run-folder.ts';
import { openSampleRecord } from '../journal/sample-record.ts';
import type { People } from '../model/plan.ts';
import { totalArrivals } from '../scenario/rate-curve.ts';
import { compressionOf, describeSurge } from '../scenario/surge-shape.ts';
import { Chronicle } from './chronicle.ts';
import { finishRun } from './finish-run.ts';
import { openRun, type OpenRun } from './open-run.ts';
import type { RehearseOptions } from './rehearse-options.ts';
import type { RunResult } from './result.ts';
import { runLoad, type LoadEnd } from './run-load.ts';
import { inScratchFolder } from './scratch-folder.ts';
import { placeTarget } from './target-process.ts';

/** How a rehearsal ended, beside what it found. */
export interface Rehearsed {
  readonly end: 'judged' | 'interrupted' | 'engine-failed';
  /** The run's folder, absolute. */
  readonly folder: string;
  readonly result: RunResult;
  /** Writes the result anew, with what has become known of it since. */
  readonly rewrite: (result: RunResult) => void;
}

/**
 * Rehearses one scenario: starts its target, puts the load on, watches, judges, responds, and compares with what was expected. All it starts
 * has ended when it returns. The run's folder is complete also when the run was interrupted.
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsed> {
  const { rehearsal, clock } = options;
  const folder = await makeRunFolder(options.runs, rehearsal.scenario.id, clock.now(), options.random);
  const journal = openJournal(join(folder.path, 'journal.ndjson'), {
    secrets: Object.values(rehearsal.secrets),
    names: namesOf(rehearsal.people),
  });
  const record = openSampleRecord(join(folder.path, 'samples.ndjson.gz'));
  try {
    return await inScratchFolder(async (scratch) => {
      const place = await placeTarget(rehearsal.profile);
      const run = openRun(options, folder, record, new Chronicle(journal, options.show), place, scratch);
      tellStart(run);
      const end = await runLoad(run);
      const result = finishRun(run, end);
      const rewrite = (known: RunResult): void => {
        folder.write('run.json', `${JSON.stringify(known, null, 2)}\n`);
      };
      rewrite(result);
      return { end: howEnded(end), folder: folder.path, result, rewrite };
    });
  } finally {
    await record.close();
    journal.close();
  }
}

function tellStart({ options, folder, chronicle, place, pieces, skipped, thresholds }: OpenRun): void {
  const { rehearsal, engine, clock } = options;
  const { scenario, profile } = rehearsal;
  chronicle.tell({
    at: clock.now(),
    fact: 'run-started',
    run: folder.run,
    scenario: scenario.id,
    title: scenario.title,
    drill: true,
    engine: { name: engine.name, version: engine.version, model: engine.model },
    target: { id: profile.id, url: place.url },
    surge: {
      description: describeSurge(scenario.surge),
      arrivals: Math.round(totalArrivals(pieces)),
      pieces,
      compression: compressionOf(scenario.surge),
    },
    skipped,
    thresholds,
    expectations: scenario.expect,
  });
}

function howEnded(end: LoadEnd): Rehearsed['end'] {
  if (end.kind === 'stopped') return 'interrupted';
  return end.kind === 'failed' ? 'engine-failed' : 'judged';
}

/** What a list of people says of them: names, accounts. Made-up people are nobody. */
const namesOf = (people: People): readonly string[] =>
  people.kind === 'listed'
    ? [...new Set(people.people.flatMap((person) => Object.values(person)))].filter((value) => value.length > 1)
    : [];
