import type { IncidentId } from '../model/id.ts';
import { didYouMean } from '../model/nearest.ts';
import { InputError, problem } from '../model/problem.ts';
import { severities } from '../model/threshold.ts';
import { isSettled } from '../playbook/person-steps.ts';
import { stepVerbs, type LocalState } from '../rehearse/people/local-api.ts';

/** What can be said in a rehearsal. */
export type Word = 'acknowledge' | 'done' | 'skip' | 'incident' | 'cause' | 'severity' | 'end';

/** How it is said. */
export interface SayFlags {
  readonly run?: string;
  readonly runs: string;
  readonly incident?: IncidentId;
  readonly severity?: string;
  readonly cause?: string;
  readonly who?: string;
  readonly why?: string;
  readonly json?: true;
}

/** A word as a run's local interface takes it. */
export interface SpokenWord {
  readonly path: string;
  readonly body: object;
  /** What is so once it was taken, for people. */
  readonly told: string;
}

/** The flags that a word takes beside those that every one does. */
const flagsOf: Readonly<Record<Word, readonly (keyof SayFlags)[]>> = {
  acknowledge: ['incident'],
  done: ['incident'],
  skip: ['incident', 'why'],
  incident: ['severity', 'cause'],
  cause: ['incident'],
  severity: ['incident'],
  end: [],
};

/**
 * Finds what a word is about, as things stand.
 * @throws InputError of what is not there, and of what could be several
 */
export function spokenWord(word: Word, what: string | undefined, flags: SayFlags, state: LocalState): SpokenWord {
  refuseOtherFlags(word, flags);
  const { who } = flags;
  switch (word) {
    case 'acknowledge':
    case 'done':
    case 'skip': {
      const step = wanted(what, word, 'step');
      const incident = flags.incident ?? incidentOf(step, state);
      const { why } = flags;
      return {
        path: `${pathOf(incident)}/steps/${encodeURIComponent(step)}/${word}`,
        body: { who, why },
        told: `${step} of ${incident}: ${stepVerbs[word]}`,
      };
    }
    case 'incident': {
      const playbook = wanted(what, word, 'playbook');
      const { severity, cause } = flags;
      if (severity !== undefined) refuseUnknownSeverity(severity);
      return { path: '/incidents', body: { playbook, severity, cause, who }, told: `${playbook}: declared` };
    }
    case 'cause': {
      const cause = wanted(what, word, 'cause');
      const incident = flags.incident ?? openIncident(state, '--incident <id>');
      return { path: `${pathOf(incident)}/cause`, body: { cause, who }, told: `${incident}: its cause is ${cause}` };
    }
    case 'severity': {
      const severity = wanted(what, word, 'severity');
      refuseUnknownSeverity(severity);
      const incident = flags.incident ?? openIncident(state, '--incident <id>');
      return { path: `${pathOf(incident)}/severity`, body: { severity, who }, told: `${incident}: it is ${severity}` };
    }
    case 'end': {
      const incident = what ?? openIncident(state, 'say end <incident>');
      return { path: `${pathOf(incident)}/end`, body: { who }, told: `${incident}: it is over` };
    }
  }
}

const refused = (why: string): InputError => new InputError([problem(why)]);

const pathOf = (incident: IncidentId): string => `/incidents/${encodeURIComponent(incident)}`;

function refuseOtherFlags(word: Word, flags: SayFlags): void {
  const strange = (['incident', 'severity', 'cause', 'why'] as const).find(
    (flag) => flags[flag] !== undefined && !flagsOf[word].includes(flag),
  );
  if (strange !== undefined) throw refused(`say ${word} takes no --${strange}`);
}

function refuseUnknownSeverity(severity: string): void {
  if ((severities as readonly string[]).includes(severity)) return;
  throw refused(
    `there is no severity "${severity}"${didYouMean(severity, severities)}; expected ${severities.join(', ')}`,
  );
}

function wanted(what: string | undefined, word: Word, wants: string): string {
  if (what === undefined) throw refused(`expected what is meant: say ${word} <${wants}>`);
  return what;
}

/** The incident whose step this is: of several the open one, where it is still to be done. */
function incidentOf(step: string, { steps, incidents }: LocalState): IncidentId {
  const all = steps.filter((one) => one.step === step);
  const toDo = all.filter((one) => !isSettled(one));
  const inOpen = toDo.filter((one) => incidents.some(({ id, phase }) => id === one.incident && phase !== 'resolved'));
  const [one, ...more] = [inOpen, toDo].find(({ length }) => length > 0) ?? all.slice(-1);
  if (one === undefined) {
    const shown = steps.map((other) => other.step);
    throw refused(`there is no step "${step}" that is shown${didYouMean(step, shown)}`);
  }
  if (more.length === 0) return one.incident;
  const several = [one, ...more].map(({ incident }) => incident).join(', ');
  throw refused(`${step} is a step of several incidents: say which with --incident <id>: ${several}`);
}

function openIncident({ incidents }: LocalState, say: string): IncidentId {
  const [one, ...more] = incidents.filter(({ phase }) => phase !== 'resolved');
  if (one === undefined) throw refused('no incident is open');
  if (more.length === 0) return one.id;
  throw refused(`several incidents are open: say which with ${say}: ${[one, ...more].map(({ id }) => id).join(', ')}`);
}
