import { listenForRemoteWrite } from '../collect/sources/remote-write.ts';
import type { EngineEnd } from '../model/engine.ts';
import { duration } from '../model/time.ts';
import { spawnLeashed } from './leash.ts';
import { madeSecrets } from './made-secrets.ts';
import { metricSources } from './metric-sources.ts';
import type { OpenRun } from './open-run.ts';
import { openToPeople } from './people/open-to-people.ts';
import { readyTarget, TargetError } from './target-process.ts';

const defaultSettle = duration(15_000);

/** How the load ended, or why there was none. */
export type LoadEnd = EngineEnd | { readonly kind: 'no-target'; readonly why: string };

/**
 * Has the target ready, lets people have their say, and puts the load on until all has settled or `stop` is aborted. The target's own ending is told;
 * whatever was started for the load has ended, and actions are taken back, when it returns.
 */
export async function runLoad(run: OpenRun): Promise<LoadEnd> {
  const { options, place, live } = run;
  const { rehearsal, clock, self, cwd, stop } = options;
  try {
    const target = await readyTarget(rehearsal.profile, place, {
      spawn: spawnLeashed,
      clock,
      self,
      ca: rehearsal.ca,
      cwd,
      env: madeSecrets(rehearsal),
      stop,
    });
    let stopping = false;
    void target.vanished.then((why) => {
      if (!stopping) live.note('target', why, clock.now());
    });
    try {
      return stop.aborted ? { kind: 'stopped' } : await loadWithPeople(run);
    } finally {
      await run.desk?.close();
      stopping = true;
      await target.stop();
    }
  } catch (error) {
    if (error instanceof TargetError) return { kind: 'no-target', why: error.message };
    throw error;
  }
}

/** People have their say as long as the load is on and its end is waited for. */
async function loadWithPeople(run: OpenRun): Promise<EngineEnd> {
  const { options, people, folder, live } = run;
  if (people === null || options.people === null) return drive(run);
  const open = await openToPeople(people, folder, options.people.token);
  try {
    live.note('people', open.told, options.clock.now());
    options.people.meet(people);
    return await drive(run);
  } finally {
    await open.close();
  }
}

/** The load under watch: whoever tells samples is followed from before it begins until it has settled. */
async function drive(run: OpenRun): Promise<EngineEnd> {
  const { options, place, plan, live, watch, context } = run;
  const { rehearsal, clock, stop } = options;
  const pushed = await listenForRemoteWrite({ clock });
  const unwatch = new AbortController();
  const sources = [pushed, ...metricSources(rehearsal, place, clock)];
  const following = sources.map((source) => live.follow(source, unwatch.signal));
  try {
    const end = await live.drive(plan, { ...context, remoteWriteUrl: pushed.url });
    await live.settle(rehearsal.scenario.settle ?? defaultSettle, stop);
    if (end.kind === 'stopped' && live.stoppedBecause !== null && !stop.aborted) return { kind: 'completed' };
    return end.kind === 'completed' && watch.arrivals.started === 0 ? nothingRan : end;
  } finally {
    unwatch.abort();
    await Promise.all(following);
    await pushed.close();
  }
}

/** An engine that says it is done although nobody arrived has not run: a green run must prove that it ran. */
const nothingRan: EngineEnd = {
  kind: 'failed',
  why: 'the engine ended well, but not one arrival began',
  lastWords: '',
};
