import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../../src/journal/journal.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { ActionFact, Fact, Told } from '../../../src/model/fact.ts';
import type { Incident } from '../../../src/model/incident.ts';
import { playbookSchema, type Playbook } from '../../../src/model/playbook.ts';
import { settingsSchema } from '../../../src/model/settings.ts';
import type { Signal } from '../../../src/model/signal.ts';
import { targetProfileSchema } from '../../../src/model/target-profile.ts';
import { instant, type Millis } from '../../../src/model/time.ts';
import { ActionDesk } from '../../../src/rehearse/act/action-desk.ts';
import type { Mark } from '../../../src/rehearse/act/left-over.ts';
import { spawnLeashed } from '../../../src/rehearse/leash.ts';
import { systemClock } from '../../../src/rehearse/system-clock.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

// The leash's keeper is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

/** A step as it is written, without what every step has. */
export type WrittenStep = Readonly<Record<string, unknown>> & { readonly id: string };

const said = { 'zh-CN': '做', 'zh-TW': '做', en: 'do it' };

/** A playbook of these steps; its incidents are opened by `delay`. */
export const playbookOf = (steps: readonly WrittenStep[]): Playbook =>
  playbookSchema.parse({
    version: 1,
    id: 'slow',
    title: said,
    severity: 'major',
    triggers: { 'delay-high': { signal: 'delay', above: '1s', hold: '1s', clear: { below: '500ms', hold: '1s' } } },
    when: { any: ['delay-high'] },
    causes: { queue: { when: { any: ['delay-high'] }, say: said } },
    owners: { command: 'sre', words: 'comms' },
    steps: steps.map((step) => ({ do: said, ...step })),
    notices: { audiences: ['users'] },
  });

/** An incident of that playbook. */
export const incidentOf = (
  id = 'slow-1',
  more: { readonly cause?: string | null; readonly phase?: 'investigating' | 'resolved' } = {},
): Incident => ({
  ...{ id, playbook: 'slow', severity: 'major', cause: more.cause ?? null, breaches: [], update: 1 },
  ...{ onsetAt: instant(0), openedAt: instant(0), nextUpdateAt: instant(900_000) },
  ...(more.phase === 'resolved' ? { phase: 'resolved', resolvedAt: instant(0) } : { phase: 'investigating' }),
});

/** What the signal `delay` reads, in seconds. */
export const delayOf = (value: number | null): readonly Signal[] => [
  { id: 'delay', unit: 'seconds', at: instant(0), value },
];

/** What a case says of its desk; the rest is as in a drill on this machine. */
export interface DeskCase {
  readonly steps: readonly WrittenStep[];
  readonly url: string;
  readonly actions?: Readonly<Record<string, unknown>>;
  readonly allow?: { readonly hosts?: string[]; readonly actions?: string[]; readonly commands?: string[] };
  readonly secrets?: Readonly<Record<string, string>>;
  readonly drill?: boolean;
  readonly clock?: Clock;
}

/** A desk, and all it has told. */
export interface WatchedDesk {
  readonly desk: ActionDesk;
  readonly facts: readonly Fact[];
  /** Facts without what every fact has: what happened, to which step, how. */
  readonly told: () => readonly string[];
  /** Whether the run is marked now. */
  readonly marked: () => boolean;
  /** The journal as it stands on disk. */
  readonly journal: () => string;
  readonly folder: string;
  /** Looks with this delay. */
  readonly look: (delay: number | null, now?: number, incidents?: readonly Incident[]) => void;
  /** Resolves with the fact that is told of this step, also if it has been told already. */
  readonly tells: <K extends ActionFact['fact']>(fact: K, step: string) => Promise<Extract<Fact, { fact: K }>>;
}

/** A desk that writes to a real journal; it is gone with the test. */
export function watchedDesk(of: DeskCase): WatchedDesk {
  const folder = temporaryFolder();
  const { secrets = {}, clock = systemClock, drill = true } = of;
  const file = join(folder, 'journal.ndjson');
  const journal = openJournal(file, { secrets: Object.values(secrets), names: [] });
  const facts: Fact[] = [];
  const waiting: (() => void)[] = [];
  let isMarked = false;
  const mark: Mark = {
    set: () => {
      isMarked = true;
    },
    clear: () => {
      isMarked = false;
    },
  };
  const tell = (fact: Told<ActionFact>): void => {
    facts.push(journal.append(fact));
    for (const look of waiting) look();
  };
  const desk = new ActionDesk({
    profile: targetProfileSchema.parse({
      ...{ version: 1, id: 'there', url: of.url, signals: {}, actions: of.actions ?? {} },
    }),
    ...{ targetUrl: of.url, playbooks: [playbookOf(of.steps)], secrets, drill, mark, tell },
    settings: settingsSchema.parse({ version: 1, allow: of.allow ?? {} }),
    context: { spawn: spawnLeashed, clock, cwd: folder, ca: null },
  });
  const happened = (fact: Fact): string => {
    switch (fact.fact) {
      case 'action-started':
        return `${fact.step} started`;
      case 'action-ended':
      case 'action-verified':
      case 'action-undone':
        return `${fact.step} ${fact.fact.replace('action-', '')} ${fact.outcome}`;
      default:
        return fact.fact;
    }
  };
  return {
    ...{ desk, facts, folder },
    told: () => facts.map(happened),
    marked: () => isMarked,
    journal: () => readFileSync(file, 'utf8'),
    look: (delay, now = 0, incidents = [incidentOf()]) => {
      desk.look(incidents, delayOf(delay), instant(now));
    },
    tells: (kind, step) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = facts.find((one) => one.fact === kind && one.step === step);
          // What the desk does right after telling is done too.
          if (found !== undefined) setImmediate(resolve, found as Extract<Fact, { fact: typeof kind }>);
        };
        waiting.push(look);
        look();
      }),
  };
}

/** A clock at which all who wait go on at once when the test says so. */
export class HeldClock implements Clock {
  #release: (() => void)[] = [];
  #now: Millis = instant(0);

  now(): Millis {
    return this.#now;
  }

  wait(until: Millis, stop: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      stop.addEventListener('abort', () => {
        resolve();
      });
      this.#release.push(() => {
        this.#now = until;
        resolve();
      });
    });
  }

  release(): void {
    for (const one of this.#release.splice(0)) one();
  }
}
