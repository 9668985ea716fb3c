import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { redact } from '../notice/personal-data.ts';
import { factVersion, type Fact, type Telling, type Told } from '../model/fact.ts';
import { masking } from './masking.ts';

/** A run's facts, one JSON object a line, in the order in which they happened. */
export interface Journal {
  /** Writes a fact, and returns it as it is written; then it outlives this process. */
  append<T extends Telling>(told: Told<T>): Fact & Told<T>;
  close(): void;
}

/** What must not be written. */
export interface Unwritten {
  /** Masked in every text. */
  readonly secrets: readonly string[];
  /** Of people: masked, with any other personal data, in what was said outside of surgebook. */
  readonly names: readonly string[];
}

/** The fields of facts that hold what others said: programs quote whom they served. */
const personalFields: ReadonlySet<string> = new Set(['message', 'lastWords', 'why']);

/** Opens a new journal. What must not be written is masked before it is. */
export function openJournal(file: string, { secrets, names }: Unwritten): Journal {
  const descriptor = openSync(file, 'ax');
  const mask = masking(secrets);
  const maskSaid = (text: string): string => redact(mask(text), names);
  return {
    append: (told) => {
      const line = JSON.stringify({ v: factVersion, ...told }, (key, value: unknown) =>
        // What kind of fact it is, no secret can have told.
        typeof value !== 'string' || key === 'fact' ? value : personalFields.has(key) ? maskSaid(value) : mask(value),
      );
      // One write of one whole line: a kill between two facts leaves no half of one.
      writeFileSync(descriptor, `${line}\n`);
      return JSON.parse(line) as Fact & typeof told;
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** Reads a journal back up to its last complete fact; a torn line at the end, of a run that was killed, is left out. */
export function readJournal(file: string): readonly Fact[] {
  const text = readFileSync(file, 'utf8');
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fact);
}
