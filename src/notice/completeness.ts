import type { CauseId } from '../model/id.ts';
import { phases, type PhaseName } from '../model/incident.ts';
import { locales, type Locale } from '../model/locale.ts';
import { audiences, channelNames, type Audience, type ChannelName } from '../model/notice.ts';
import { phasesFor, type Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import type { Threshold } from '../model/threshold.ts';
import { duration, instant, minus } from '../model/time.ts';
import { layouts } from './channels/registry.ts';
import type { Composition } from './channels/layout.ts';
import { composed } from './compose.ts';
import { asKnown } from './field-values.ts';
import { noticeFields } from './fields.ts';
import { lateEvening } from './local-time.ts';
import { madeUpIncident } from './made-up-incident.ts';
import type { NoticeTemplate } from './template.ts';

/** A notice that has no room for what every notice must say. */
export interface LengthFault {
  readonly locale: Locale;
  readonly channel: ChannelName;
  readonly message: string;
}

/** What composing everything a playbook declares came to: how many notices, and which of them could not be sent. */
export interface Completeness {
  readonly notices: number;
  readonly faults: readonly LengthFault[];
}

/** A day that is as long to write as any: two digits everywhere. */
const someDay = instant(Date.UTC(2026, 10, 24, 14, 48));

/** So long a trouble lasts that its length has two digits of hours and of minutes. */
const lasted = duration((11 * 60 + 48) * 60_000);

/** Composes every notice that a playbook declares, in every phase, for every audience, language and channel, with values as long as they come. */
export function completeness(
  playbook: Playbook,
  thresholds: readonly Threshold[],
  templates: Readonly<Record<Locale, NoticeTemplate>>,
  settings: Settings,
): Completeness {
  const input = {
    playbook,
    thresholds,
    templates,
    settings,
    drill: true,
    set: asKnown,
    revision: null,
  };
  const all = locales.flatMap((locale) => {
    // A recovery that is expected over midnight names two days.
    const now = lateEvening(someDay, settings['time-zones'][locale]);
    const known = phases
      .flatMap((phase) =>
        causesIn(playbook, phase).map((cause) =>
          madeUpIncident(playbook, thresholds, { phase, cause, onsetAt: minus(now, lasted), now, update: 10 }),
        ),
      )
      .map((incident) => ({ incident, fields: noticeFields({ ...input, incident, locale, now }) }));
    return audiences.flatMap((audience) =>
      known
        .filter(({ incident }) => phasesFor(playbook, audience).includes(incident.phase))
        .flatMap(({ incident, fields }) => {
          const compositions = [false, true].map((again) =>
            composed({ ...input, channels: channelNames, incident, again, now }, fields, locale, audience),
          );
          const { phase } = incident;
          return fitting(compositions).map(({ channel, fits }) => ({ ...{ locale, audience, phase, channel }, fits }));
        }),
    );
  });
  return { notices: all.length, faults: toldOnce(all.filter(({ fits }) => !fits)) };
}

/** Whether each channel has room for each composition. The same words again, told for the second time, have the room they had. */
function fitting(compositions: readonly Composition[]): readonly { channel: ChannelName; fits: boolean }[] {
  const told = new Map<string, readonly { channel: ChannelName; fits: boolean }[]>();
  return compositions.flatMap((composition) => {
    const words = JSON.stringify(composition);
    const known =
      told.get(words) ?? channelNames.map((channel) => ({ channel, fits: layouts[channel].fits(composition) }));
    told.set(words, known);
    return known;
  });
}

interface Composed {
  readonly locale: Locale;
  readonly audience: Audience;
  readonly channel: ChannelName;
  readonly phase: PhaseName;
}

/** One fault for each audience, language and channel, whatever its phases and causes. */
function toldOnce(tooLong: readonly Composed[]): readonly LengthFault[] {
  const grouped = new Map<string, Composed[]>();
  for (const one of tooLong) {
    const key = `${one.audience} ${one.locale} ${one.channel}`;
    grouped.set(key, [...(grouped.get(key) ?? []), one]);
  }
  return [...grouped.values()].flatMap(faultOf);
}

function faultOf(tooLong: readonly Composed[]): readonly LengthFault[] {
  const [first] = tooLong;
  if (first === undefined) return [];
  const { audience, locale, channel } = first;
  const when = phases.filter((phase) => tooLong.some((one) => one.phase === phase)).join(', ');
  const message = `the ${channel} notice to ${audience} in ${locale} (${when}) does not fit into ${layouts[channel].limit}, not even its subject, the recovery and the next update`;
  return [{ locale, channel, message }];
}

const causesIn = ({ causes }: Playbook, phase: PhaseName): readonly (CauseId | null)[] =>
  phase === 'investigating' ? [null] : [null, ...Object.keys(causes)];
