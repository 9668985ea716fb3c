import type { Fact } from '../model/fact.ts';
import { locales } from '../model/locale.ts';
import type { ChannelName } from '../model/notice.ts';
import { audiencesIn, type Playbook } from '../model/playbook.ts';
import { between, type DurationMs } from '../model/time.ts';
import type { ScoredIncident } from './scored-incident.ts';

/** How many updates called for notices, and for how many of them everything was there in time. */
export interface NoticesReady {
  readonly called: number;
  readonly ready: number;
}

/** What is asked of an update's notices. */
export interface NoticesAsked {
  readonly channels: readonly ChannelName[];
  readonly within: DurationMs;
}

/**
 * Counts the updates whose notices were all there: one for each audience that the playbook speaks to in that phase, in each language, for each channel, at most
 * `within` after what called for them. Each was composed within its channel's limits, or there would be none.
 */
export function noticesReady(
  facts: readonly Fact[],
  incidents: readonly ScoredIncident[],
  playbooks: readonly Playbook[],
  { channels, within }: NoticesAsked,
): NoticesReady {
  const composed = facts.filter((fact) => fact.fact === 'notices-composed');
  const updates = incidents.flatMap((one) => one.updates.map((update) => ({ ...update, notifiedAt: one.notifiedAt })));
  const ready = updates.filter(({ incident, at, notifiedAt }) => {
    const playbook = playbooks.find(({ id }) => id === incident.playbook);
    const told = composed.find((fact) => fact.incident === incident.id && fact.update === incident.update);
    if (playbook === undefined || told === undefined) return false;
    const declared = audiencesIn(playbook, incident.phase).length * locales.length * channels.length;
    // Of the first it is known when they were on disk.
    const readyAt = incident.update === 1 && notifiedAt !== null ? notifiedAt : told.at;
    return new Set(told.notices).size >= declared && between(at, readyAt) <= within;
  });
  return { called: updates.length, ready: ready.length };
}
