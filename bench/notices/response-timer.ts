import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact } from '../../src/model/fact.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import type { Threshold } from '../../src/model/threshold.ts';
import { plus, type Millis } from '../../src/model/time.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import { troubles, type Gauge, type MadeUpTrouble } from './made-up-trouble.ts';

/** How long one response took, from the end of the hold until the last of its files was on disk. */
export interface Response {
  readonly milliseconds: number;
  readonly files: number;
}

/** A response of which everything so far has been written. */
interface Underway {
  readonly openedAt: Millis;
  readonly due: Millis;
  writtenAt: number;
  readonly files: string[];
}

export interface TimerParts {
  readonly rehearsal: Rehearsal;
  readonly trouble: MadeUpTrouble;
  readonly incidents: number;
  readonly done: () => void;
}

/** Lets one trouble after the other happen, each once the one before is resolved, and times the response to each from the facts as they are told. */
export class ResponseTimer {
  readonly #parts: TimerParts;
  readonly #thresholds: readonly Threshold[];
  readonly #responses: (Underway & { readonly incident: string })[] = [];
  #begun = 0;
  #beyondSince: Millis | null = null;
  #underway: (Underway & { readonly incident: string }) | null = null;

  constructor(parts: TimerParts) {
    this.#parts = parts;
    this.#thresholds = parts.rehearsal.playbooks.flatMap(thresholdsOf);
  }

  follow(fact: Fact): void {
    switch (fact.fact) {
      case 'load-started':
        this.#next();
        break;
      case 'frame':
        this.#endResponse();
        this.#followSymptom(fact.signals[this.#symptom] ?? null, fact.at);
        break;
      case 'incident-opened':
        this.#begin(fact.incident, fact.at);
        break;
      case 'notices-composed':
        this.#write(fact);
        break;
      case 'phase-changed':
        if (fact.phase === 'resolved') this.#next();
        break;
      default:
        break;
    }
  }

  /**
   * The responses of a run that is over.
   * @throws Error when a file that was told of is not in the run's folder.
   */
  responsesIn(folder: string): readonly Response[] {
    return this.#responses.map(({ due, writtenAt, files }) => {
      for (const file of files) statSync(join(folder, file));
      return { milliseconds: writtenAt - due, files: files.length };
    });
  }

  get #trouble(): readonly Gauge[] {
    return troubles[(this.#begun - 1) % troubles.length] ?? [];
  }

  get #symptom(): Gauge | '' {
    return this.#trouble[0] ?? '';
  }

  #next(): void {
    if (this.#responses.length >= this.#parts.incidents) {
      this.#parts.done();
      return;
    }
    this.#begun += 1;
    this.#beyondSince = null;
    this.#parts.trouble.raise(this.#trouble);
  }

  /** The judge's hold begins with the first frame that shows the signal beyond its level. */
  #followSymptom(value: number | null, at: Millis): void {
    const { level } = this.#threshold.fire;
    if (value !== null && value > level) this.#beyondSince ??= at;
  }

  get #threshold(): Threshold {
    const threshold = this.#thresholds.find(({ signal }) => signal === this.#symptom);
    if (threshold === undefined) throw new Error(`no shipped playbook has a threshold for ${this.#symptom}`);
    return threshold;
  }

  #begin(incident: string, at: Millis): void {
    const due = plus(this.#beyondSince ?? at, this.#threshold.hold);
    this.#underway = { incident, openedAt: at, due, writtenAt: Number.NaN, files: [] };
  }

  /** One look may bring several updates of one incident, such as its opening and its cause: they are one response. */
  #write({ incident, at, playbook, notices }: Extract<Fact, { readonly fact: 'notices-composed' }>): void {
    const underway = this.#underway;
    if (underway?.incident !== incident || underway.openedAt !== at) return;
    underway.writtenAt = Date.now();
    underway.files.push(playbook, ...notices);
  }

  #endResponse(): void {
    if (this.#underway === null) return;
    this.#responses.push(this.#underway);
    this.#underway = null;
    this.#parts.trouble.raise([]);
  }
}
