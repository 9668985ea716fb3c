import type { Scorecard } from '../score/scorecard.ts';

/** What a report takes from a run's result beyond its facts. */
export interface RecordedResult {
  readonly score: Scorecard | null;
  /** On what it ran, by name. */
  readonly machine: Readonly<Record<string, string>>;
}

const nothing: RecordedResult = { score: null, machine: {} };

/** Reads what `run.json` holds; of a run that was cut short, of an earlier version, or in another form there is nothing. */
export function readRecordedResult(text: string | null): RecordedResult {
  if (text === null) return nothing;
  try {
    const result = JSON.parse(text) as unknown;
    if (!isRecord(result)) return nothing;
    const { score, machine } = result;
    return { score: isScorecard(score) ? score : null, machine: isRecord(machine) ? textsOf(machine) : {} };
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

const textsOf = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
