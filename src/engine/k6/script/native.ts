import type { Plan } from '../../../model/plan.ts';
import { surgeOptions } from './options.ts';
import { exceptions, finished, started } from './series.ts';

// Runs a k6 script of the user's own under the plan's surge: one call of its default function is one arrival.

interface NativeScript {
  readonly default: (data: unknown) => unknown;
  readonly setup?: () => unknown;
  readonly teardown?: (data: unknown) => unknown;
}

const plan = JSON.parse(open(__ENV['SURGEBOOK_PLAN'] ?? '')) as Plan;
const script = globalThis.require(__ENV['SURGEBOOK_SCRIPT'] ?? '') as NativeScript;
const tags = { journey: 'script' };
const completed = { ...tags, outcome: 'completed' };
const broken = { ...tags, outcome: 'broken' };

export const options = surgeOptions(plan);

export const setup = (): unknown => script.setup?.();

export const teardown = (data: unknown): unknown => script.teardown?.(data);

export default function arrive(data: unknown): Promise<void> | undefined {
  started.add(1, tags);
  try {
    const going = script.default(data);
    // A script that waits for nothing is not made to: in k6 a promise costs as much as a short iteration's own code.
    if (going instanceof Promise) return going.then(complete, breakOff);
    complete();
  } catch (error) {
    breakOff(error);
  }
  return undefined;
}

const complete = (): void => finished.add(1, completed);

function breakOff(error: unknown): never {
  exceptions.add(1, tags);
  finished.add(1, broken);
  throw error;
}
