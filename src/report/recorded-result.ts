import type { Scorecard } from '../score/scorecard.ts';
import type { Worth } from '../score/worth.ts';

/** What a report takes from a run's result beyond its facts. */
export interface RecordedResult {
  readonly score: Scorecard | null;
  /** On what it ran, by name. */
  readonly machine: Readonly<Record<string, string>>;
  /** The same surge without the playbooks' own actions: its run, and what they were worth; null where there is none. */
  readonly control: { readonly run: string; readonly worth: readonly Worth[] } | null;
}

const nothing: RecordedResult = { score: null, machine: {}, control: null };

/** Reads what `run.json` holds; of a run that was cut short, of an earlier version, or in another form there is nothing. */
export function readRecordedResult(text: string | null): RecordedResult {
  if (text === null) return nothing;
  try {
    const result = JSON.parse(text) as unknown;
    if (!isRecord(result)) return nothing;
    const { score, machine, control } = result;
    return {
      score: isScorecard(score) ? score : null,
      machine: isRecord(machine) ? textsOf(machine) : {},
      control: isControl(control) ? control : null,
    };
  } catch {
    return nothing;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Our own writing, of this version: every part that is shown is there. */
const isScorecard = (value: unknown): value is Scorecard =>
  isRecord(value) &&
  (value['total'] === null || typeof value['total'] === 'number') &&
  Array.isArray(value['items']) &&
  value['items'].every(
    (item) =>
      isRecord(item) && typeof item['id'] === 'string' && typeof item['target'] === 'number' && 'outcome' in item,
  );

const measures = ['mitigate', 'recover', 'affected', 'peak'];

const isControl = (value: unknown): value is NonNullable<RecordedResult['control']> =>
  isRecord(value) && typeof value['run'] === 'string' && Array.isArray(value['worth']) && value['worth'].every(isWorth);

const isWorth = (value: unknown): boolean =>
  isRecord(value) &&
  measures.includes(String(value['of'])) &&
  ['with', 'without', 'gained'].every((key) => value[key] === null || typeof value[key] === 'number');

const textsOf = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
