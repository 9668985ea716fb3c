import type { CauseId } from '../model/id.ts';
import { phases, type Incident, type PhaseName } from '../model/incident.ts';
import { locales, type Locale } from '../model/locale.ts';
import type { Audience } from '../model/notice.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import { duration, instant, minus, plus } from '../model/time.ts';
import { mostSegments, smsFits } from './channels/sms.ts';
import { compositionOf } from './compose.ts';
import type { NoticeTemplate } from './template.ts';

/** A short message that has no room for what every notice must say. */
export interface LengthFault {
  readonly locale: Locale;
  readonly message: string;
}

/** An instant whose times are as long to write as any: two digits everywhere. */
const now = instant(Date.UTC(2026, 10, 24, 14, 48));

/** The short messages of a playbook that could not be sent: in some phase their beginning and the time of the next update do not fit. */
export function lengthFaults(
  playbook: Playbook,
  templates: Readonly<Record<Locale, NoticeTemplate>>,
  settings: Settings,
): readonly LengthFault[] {
  const input = { playbook, thresholds: [], templates, settings, now, drill: true };
  return locales.flatMap((locale) =>
    playbook.notices.audiences.flatMap((audience) => {
      const tooLong = phases.filter((phase) =>
        causesIn(playbook, phase).some(
          (cause) => !smsFits(compositionOf({ ...input, incident: madeUp(playbook, phase, cause) }, locale, audience)),
        ),
      );
      return tooLong.length === 0 ? [] : [{ locale, message: told(audience, locale, tooLong) }];
    }),
  );
}

const told = (audience: Audience, locale: Locale, tooLong: readonly PhaseName[]): string =>
  `the short message to ${audience} in ${locale} (${tooLong.join(', ')}) does not fit into ${mostSegments} segments, not even its subject and the next update`;

const causesIn = ({ causes }: Playbook, phase: PhaseName): readonly (CauseId | null)[] =>
  phase === 'investigating' ? [null] : [null, ...Object.keys(causes)];

function madeUp(playbook: Playbook, phase: PhaseName, cause: CauseId | null): Incident {
  const began = minus(now, duration(11 * 3_600_000));
  const common = {
    ...{ id: `${playbook.id}-10`, playbook: playbook.id, severity: playbook.severity, onsetAt: began },
    ...{ openedAt: began, breaches: [], cause, update: 10, nextUpdateAt: plus(now, playbook.notices['next-update']) },
  };
  switch (phase) {
    case 'investigating':
      return { ...common, phase };
    case 'identified':
      return { ...common, phase, identifiedAt: began, cause: cause ?? '' };
    case 'monitoring':
      return { ...common, phase, monitoringAt: now };
    case 'resolved':
      return { ...common, phase, resolvedAt: now };
  }
}
