import type { Plan } from '../../../model/plan.ts';
import { compile, fill, known, type Template } from '../../../scenario/template.ts';

/** A journey cannot go on: an answer was not as expected, none came, or a socket was lost. The service's doing, not the script's. */
export class JourneyFailed extends Error {}

/** One person on a journey: what their templates stand for so far. */
export interface Person {
  readonly values: Map<string, string>;
  /** Their next draw, in [0, 1). */
  readonly chance: () => number;
}

/** Headers that go with every request from the moment all their variables are known. */
export type CommonHeaders = readonly (readonly [name: string, value: Template])[];

export const commonHeaders = (plan: Plan): CommonHeaders =>
  Object.entries(plan.headers).map(([name, value]) => [name, compile(value)]);

/** The headers of one request: those of the plan that can be filled, and the step's own over them. */
export function headersFor(common: CommonHeaders, own: CommonHeaders, person: Person): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of common) if (known(value, person.values)) headers[name] = fill(value, person.values);
  for (const [name, value] of own) headers[name] = fill(value, person.values);
  return headers;
}
