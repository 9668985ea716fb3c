import type { Clock } from '../../model/clock.ts';
import type { Answered, Declaration, Said } from '../../model/declaration.ts';
import { factVersion, type PersonFact, type Told } from '../../model/fact.ts';
import type { Incident } from '../../model/incident.ts';
import type { Locale } from '../../model/locale.ts';
import { didYouMean } from '../../model/nearest.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { SimulatedPeople } from '../../model/simulated-people.ts';
import type { Millis } from '../../model/time.ts';
import { followSteps, markRefusal, newlyDue, type PersonStep, type StepMark } from '../../playbook/person-steps.ts';
import { marksToCome, wordsToCome, type Scene } from './simulated-words.ts';

/** What a desk knows of its run. */
export interface PeopleDeskParts {
  readonly playbooks: readonly Playbook[];
  /** In which steps are shown. */
  readonly locale: Locale;
  /** Null where the people are real. */
  readonly simulated: SimulatedPeople | null;
  readonly clock: Clock;
  /** Tells a fact, and returns it as it is on disk then. */
  readonly tell: (fact: Told<PersonFact>) => Told<PersonFact>;
}

/** What became of a person's word: taken, about something that is not there, or refused as things stand. */
export type Reply =
  | { readonly reply: 'taken' }
  | { readonly reply: 'unknown'; readonly why: string }
  | { readonly reply: 'refused'; readonly why: string };

/** A person's word on a step. */
export interface StepWord {
  readonly incident: string;
  readonly step: string;
  readonly mark: StepMark;
  /** The role that says so; null for the one whose step it is. */
  readonly who: string | null;
  /** Why it is skipped. */
  readonly why: string | null;
}

/** A person's word on an incident; `who` is null for the role that leads the response. */
export interface IncidentWord {
  readonly who: string | null;
  readonly declaration: Declaration;
}

/** Where people have their say in a run. */
export interface PeopleSay {
  mark(word: StepWord): Reply;
  /** Answers when the word has been judged. */
  declare(word: IncidentWord): Promise<Reply>;
  readonly incidents: readonly Incident[];
  readonly steps: readonly PersonStep[];
}

const taken: Reply = { reply: 'taken' };
const unknown = (what: string, id: string, known: Iterable<string>): Reply => ({
  reply: 'unknown',
  why: `there is no ${what} "${id}"${didYouMean(id, known)}`,
});
const over: Reply = { reply: 'refused', why: 'the run is over' };

/**
 * Shows people their steps, takes what they say of them, and keeps what they say of incidents until it is judged. A name that is no role of a playbook leaves
 * no trace: it is masked before anything is told.
 */
export class PeopleDesk implements PeopleSay {
  readonly #parts: PeopleDeskParts;
  readonly #roles: ReadonlySet<string>;
  readonly #simulatedSaid = new Set<number>();
  #incidents: readonly Incident[] = [];
  #steps: readonly PersonStep[] = [];
  #waiting: { readonly said: Said; readonly answer: (reply: Reply) => void }[] = [];
  #judging: ((reply: Reply) => void)[] = [];
  #heard: () => void = () => undefined;
  #loadAt: Millis | null = null;
  #closed = false;

  constructor(parts: PeopleDeskParts) {
    this.#parts = parts;
    this.#roles = new Set(parts.playbooks.flatMap(rolesOf));
  }

  get incidents(): readonly Incident[] {
    return this.#incidents;
  }

  get steps(): readonly PersonStep[] {
    return this.#steps;
  }

  /** Tells whoever judges that there is something to judge. */
  whenHeard(heard: () => void): void {
    this.#heard = heard;
  }

  loadStarted(at: Millis): void {
    this.#loadAt = at;
  }

  mark({ incident, step: id, mark, who, why }: StepWord): Reply {
    if (this.#closed) return over;
    const ofIncident = this.#steps.filter((one) => one.incident === incident);
    const step = ofIncident.find((one) => one.step === id);
    if (ofIncident.length === 0)
      return unknown(
        'incident',
        incident,
        this.#incidents.map((one) => one.id),
      );
    if (step === undefined)
      return unknown(
        `step of ${incident} that is shown`,
        id,
        ofIncident.map((one) => one.step),
      );
    const refusal = markRefusal(step, mark);
    if (refusal !== null) return { reply: 'refused', why: refusal };
    this.#tell(step, mark, this.#roleOf(who ?? step.person), why);
    return taken;
  }

  declare({ who, declaration }: IncidentWord): Promise<Reply> {
    if (this.#closed) return Promise.resolve(over);
    const missing = this.#missing(declaration);
    if (missing !== null) return Promise.resolve(missing);
    return new Promise((answer) => {
      this.#waiting.push({ said: { who: this.#roleOf(who ?? this.#leaderOf(declaration)), declaration }, answer });
      this.#heard();
    });
  }

  /** What people have said of incidents since it was last taken. */
  take(now: Millis): readonly Said[] {
    const simulated = this.#simulatedWords(now);
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#judging = [...waiting.map(({ answer }) => answer), ...simulated.map(() => () => undefined)];
    return [...waiting.map(({ said }) => said), ...simulated];
  }

  /** Follows what was judged: answers those whose words were taken, and shows the steps that are to be done now. */
  look(incidents: readonly Incident[], answers: readonly Answered[], now: Millis): void {
    this.#incidents = incidents;
    answers.forEach(({ refused }, place) => {
      this.#judging[place]?.(refused === null ? taken : { reply: 'refused', why: refused });
    });
    this.#judging = [];
    for (const incident of incidents) this.#showSteps(incident, now);
    const { simulated } = this.#parts;
    if (simulated === null) return;
    for (const { step, mark, at } of marksToCome(simulated, this.#scene).toSorted((a, b) => a.at - b.at))
      if (at <= now) this.mark({ incident: step.incident, step: step.step, mark, who: null, why: null });
  }

  /** Whether a simulated person will have something to say by then. */
  isAwaited(until: Millis): boolean {
    const { simulated } = this.#parts;
    if (simulated === null) return false;
    const words = wordsToCome(simulated, this.#scene, this.#simulatedSaid);
    return [...marksToCome(simulated, this.#scene), ...words].some(({ at }) => at <= until);
  }

  /** Nothing more is taken; whoever still waits is told so. */
  close(): void {
    this.#closed = true;
    for (const { answer } of this.#waiting) answer(over);
    this.#waiting = [];
  }

  get #scene(): Scene {
    return { loadAt: this.#loadAt, incidents: this.#incidents, steps: this.#steps };
  }

  #simulatedWords(now: Millis): readonly Said[] {
    const { simulated } = this.#parts;
    if (simulated === null) return [];
    const due = wordsToCome(simulated, this.#scene, this.#simulatedSaid).filter(({ at }) => at <= now);
    for (const { place } of due) this.#simulatedSaid.add(place);
    return due.map(({ declaration }) => ({ who: this.#leaderOf(declaration), declaration }));
  }

  #showSteps(incident: Incident, now: Millis): void {
    const playbook = this.#parts.playbooks.find(({ id }) => id === incident.playbook);
    if (playbook === undefined) return;
    const shown = new Set(this.#steps.filter((one) => one.incident === incident.id).map(({ step }) => step));
    const steps = newlyDue(playbook, incident, shown, this.#parts.locale);
    if (steps.length > 0)
      this.#follow({ at: now, fact: 'steps-due', incident: incident.id, playbook: playbook.id, steps });
  }

  #tell({ incident, playbook, step }: PersonStep, mark: StepMark, who: string, why: string | null): void {
    const about = { incident, playbook, step, who };
    const at = this.#parts.clock.now();
    if (mark === 'skipped') this.#follow({ at, fact: 'step-skipped', ...about, why });
    else this.#follow({ at, fact: `step-${mark}`, ...about });
  }

  #follow(fact: Told<PersonFact>): void {
    // As it was written: what was masked there is shown nowhere else.
    this.#steps = followSteps(this.#steps, { v: factVersion, ...this.#parts.tell(fact) });
  }

  /** What a declaration speaks of and is not there. */
  #missing(declaration: Declaration): Reply | null {
    const { playbooks } = this.#parts;
    const playbook = this.#playbookOf(declaration);
    if (playbook === undefined)
      return declaration.declares === 'incident'
        ? unknown(
            'playbook',
            declaration.playbook,
            playbooks.map((one) => one.id),
          )
        : unknown(
            'incident',
            declaration.incident,
            this.#incidents.map((one) => one.id),
          );
    const cause = 'cause' in declaration ? declaration.cause : null;
    if (cause === null || Object.hasOwn(playbook.causes, cause)) return null;
    return unknown(`cause of ${playbook.id}`, cause, Object.keys(playbook.causes));
  }

  #leaderOf(declaration: Declaration): string {
    return this.#playbookOf(declaration)?.owners.command ?? masked;
  }

  /** The playbook that a declaration names, or that of the incident it speaks of. */
  #playbookOf(declaration: Declaration): Playbook | undefined {
    const id =
      declaration.declares === 'incident'
        ? declaration.playbook
        : this.#incidents.find((one) => one.id === declaration.incident)?.playbook;
    return this.#parts.playbooks.find((one) => one.id === id);
  }

  #roleOf(who: string): string {
    return this.#roles.has(who) ? who : masked;
  }
}

/** Who it was that has no role. */
const masked = '***';

const rolesOf = ({ steps, owners }: Playbook): readonly string[] => [
  ...steps.flatMap((step) => (step.kind === 'person' ? [step.person] : [])),
  ...Object.values(owners),
];
