import { phases } from '../../model/incident.ts';
import type { Notice } from '../../model/notice.ts';
import { thresholdsOf, type Playbook } from '../../model/playbook.ts';
import type { Settings } from '../../model/settings.ts';
import { duration, minus, type Millis } from '../../model/time.ts';
import { composeNotices, type ComposeInput } from '../../notice/compose.ts';
import { asKnown } from '../../notice/field-values.ts';
import { madeUpIncident } from '../../notice/made-up-incident.ts';

/** What the whole book of notices is made from. */
export interface BookInput {
  readonly playbooks: readonly Playbook[];
  readonly templates: ReadonlyMap<Playbook['id'], ComposeInput['templates']>;
  readonly settings: Settings;
  readonly channels: ComposeInput['channels'];
  readonly drill: boolean;
  readonly now: Millis;
  /** Which of them are wanted. */
  readonly wanted: (notice: Notice) => boolean;
}

/** A notice of the book: whose it is, and for which cause where its playbook knows several. */
export interface BookNotice {
  readonly playbook: Playbook;
  readonly notice: Notice;
}

/** A trouble that is told of has lasted so long. */
const lasted = duration(20 * 60_000);

/** Every notice that the playbooks declare, as they would be for a made-up incident whose first cause is the one; in the order of the incident's life. */
export function bookNotices({
  playbooks,
  templates,
  settings,
  channels,
  drill,
  now,
  wanted,
}: BookInput): readonly BookNotice[] {
  return playbooks.flatMap((playbook) => {
    const ofPlaybook = templates.get(playbook.id);
    if (ofPlaybook === undefined) return [];
    const cause = Object.keys(playbook.causes)[0] ?? null;
    return phases.flatMap((phase, place) => {
      const incident = madeUpIncident(playbook, { phase, cause, onsetAt: minus(now, lasted), now, update: place + 1 });
      return composeNotices({
        ...{ incident, playbook, thresholds: thresholdsOf(playbook), settings, channels, templates: ofPlaybook },
        ...{ now, drill, again: false, set: asKnown, revision: null },
      })
        .filter(wanted)
        .map((notice) => ({ playbook, notice }));
    });
  });
}
