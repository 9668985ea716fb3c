import type { Incident } from '../model/incident.ts';
import type { LocalText } from '../model/locale.ts';
import type { Obligation, ObligationClock } from '../model/obligation.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Settings } from '../model/settings.ts';
import { instant, millisecondsOfDay, plus, type DurationMs, type Millis } from '../model/time.ts';

/** One clock of a duty, as it stands for an incident: who must be told by when, or until when records are kept. */
export interface DutyClock {
  readonly obligation: Obligation;
  /** Null for what is kept rather than told. */
  readonly to: LocalText | null;
  readonly kind: 'by' | 'kept-until';
  /** Null while what it counts from has not happened. */
  readonly due: Millis | null;
}

/** The obligations of a playbook that bind this operator: one of another jurisdiction does not get its duties. */
export function bindingObligations(
  playbook: Playbook,
  obligations: readonly Obligation[],
  { operator }: Pick<Settings, 'operator'>,
): readonly Obligation[] {
  return playbook.obligations.flatMap((id) =>
    obligations.filter(
      (one) => one.id === id && (one.jurisdictions === undefined || one.jurisdictions.includes(operator.jurisdiction)),
    ),
  );
}

/** Every clock of the obligations that bind, in the order in which the playbook names them. */
export function dutyClocks(
  incident: Incident,
  binding: readonly Obligation[],
  settings: Settings,
): readonly DutyClock[] {
  return binding.flatMap((obligation): readonly DutyClock[] => [
    ...obligation.clocks.map((clock): DutyClock => {
      const from = startOf(clock, incident);
      const due = from === null ? null : plus(from, limitOf(clock, settings));
      return { obligation, to: clock.to, kind: 'by', due };
    }),
    ...(obligation.keep === undefined
      ? []
      : [{ obligation, to: null, kind: 'kept-until', due: keptUntil(incident, obligation.keep.months) } as const]),
  ]);
}

function startOf({ from }: ObligationClock, incident: Incident): Millis | null {
  switch (from) {
    case 'onset':
      return incident.onsetAt;
    case 'opened':
      return incident.openedAt;
    case 'resolved':
      return incident.phase === 'resolved' ? incident.resolvedAt : null;
  }
}

/** The clock of an authority follows who the operator is; that of a contract what was promised. */
function limitOf({ within }: ObligationClock, { operator, sla }: Settings): DurationMs {
  if (typeof within === 'number') return within;
  return 'promise' in within ? sla[within.promise] : within[operator.kind];
}

/** Records of the last moment of an incident are kept as long as those of its first: the months count from its end, or while it lasts from its onset. */
const keptUntil = (incident: Incident, months: number): Millis =>
  monthsAfter(incident.phase === 'resolved' ? incident.resolvedAt : incident.onsetAt, months);

/** So many calendar months later, which is 181 to 184 days for six: the same day of the month, or its last where there is no such day (UTC). */
export function monthsAfter(at: Millis, months: number): Millis {
  const from = new Date(at);
  const month = from.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), lastDay);
  return instant(Date.UTC(from.getUTCFullYear(), month, day) + (at % millisecondsOfDay));
}
