import type { CauseId, PlaybookId } from '../../model/id.ts';
import { phases, type PhaseName } from '../../model/incident.ts';
import type { ChannelName, Notice, Revision } from '../../model/notice.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Settings } from '../../model/settings.ts';
import type { Threshold } from '../../model/threshold.ts';
import { duration, minus, type Millis } from '../../model/time.ts';
import { composeNotices, type ComposeInput } from '../../notice/compose.ts';
import { asKnown } from '../../notice/field-values.ts';
import { madeUpIncident } from '../../notice/made-up-incident.ts';

/** What the whole book of notices is made from. */
export interface BookInput {
  readonly playbooks: readonly Playbook[];
  /** Every threshold that these may name, whosever it is: a playbook may know a cause by another's. */
  readonly thresholds: readonly Threshold[];
  readonly templates: ReadonlyMap<PlaybookId, ComposeInput['templates']>;
  readonly settings: Settings;
  readonly channels: ComposeInput['channels'];
  readonly drill: boolean;
  readonly now: Millis;
  /** Which of them are wanted. */
  readonly wanted: (notice: Notice) => boolean;
}

/** How a phase is told of: at first, with nothing new, or to put an earlier update right. */
export const tellings = ['first', 'again', 'correction', 'withdrawal'] as const;
export type Telling = (typeof tellings)[number];

/** When a notice of a phase is what is said: how the phase is told of, and the cause that is known then. */
export interface Occasion {
  readonly telling: Telling;
  readonly cause: CauseId | null;
}

/** A notice of the book: whose it is, and every occasion of its phase on which it is word for word the same. */
export interface BookNotice {
  readonly playbook: Playbook;
  readonly notice: Notice;
  readonly occasions: readonly [Occasion, ...Occasion[]];
}

/** The channels whose notices the page shows as they are read. */
export const pageChannels: readonly ChannelName[] = ['text', 'sms'];

/** A trouble that is told of has lasted so long. */
const lasted = duration(20 * 60_000);

/**
 * Every notice that the playbooks declare, as they would be for a made-up incident, in the order of its life: with each cause, told for the first time; with
 * nothing new, as a correction and as a withdrawal too, for the channels that a run writes or the page shows. What is the same is there once.
 */
export const bookNotices = (input: BookInput): readonly BookNotice[] =>
  input.playbooks.flatMap((playbook) => {
    const templates = input.templates.get(playbook.id);
    if (templates === undefined) return [];
    return phases.flatMap((phase) =>
      saidOnce(
        occasionsOf(playbook, phase).flatMap((occasion) =>
          composed(input, templates, playbook, phase, occasion).map((notice) => ({ playbook, notice, occasion })),
        ),
      ),
    );
  });

/** No cause is known while investigating; of a resolved incident there is no further update. */
function occasionsOf({ causes }: Playbook, phase: PhaseName): readonly Occasion[] {
  const known = phase === 'investigating' ? [] : Object.keys(causes);
  return tellings
    .filter((telling) => telling !== 'again' || phase !== 'resolved')
    .flatMap((telling) => (known.length === 0 ? [null] : known).map((cause) => ({ telling, cause })));
}

function composed(
  { settings, thresholds, channels, drill, now, wanted }: BookInput,
  templates: ComposeInput['templates'],
  playbook: Playbook,
  phase: PhaseName,
  { telling, cause }: Occasion,
): readonly Notice[] {
  const number = phases.indexOf(phase) + 1;
  const revision: Revision | null =
    telling === 'correction' || telling === 'withdrawal' ? { kind: telling, of: number } : null;
  // What is put right was told before.
  const update = revision === null ? number : number + 1;
  const told = { phase, cause, onsetAt: minus(now, lasted), now, update };
  return composeNotices({
    ...{ incident: madeUpIncident(playbook, thresholds, told), playbook, thresholds, settings, templates },
    channels: telling === 'first' ? channels : channels.filter((one) => isReadWhole(one, settings)),
    ...{ now, drill, again: telling === 'again', set: asKnown, revision },
  }).filter(wanted);
}

const isReadWhole = (channel: ChannelName, settings: Settings): boolean =>
  pageChannels.includes(channel) || settings.channels.includes(channel);

/** One playbook and phase at a time. */
function saidOnce(
  all: readonly { readonly playbook: Playbook; readonly notice: Notice; readonly occasion: Occasion }[],
): readonly BookNotice[] {
  const said = new Map<string, BookNotice>();
  for (const { playbook, notice, occasion } of all) {
    const { audience, locale, channel, subject, body, request } = notice;
    const key = JSON.stringify([audience, locale, channel, subject, body, request]);
    const same = said.get(key);
    said.set(
      key,
      same === undefined
        ? { playbook, notice, occasions: [occasion] }
        : { ...same, occasions: [...same.occasions, occasion] },
    );
  }
  return [...said.values()];
}
