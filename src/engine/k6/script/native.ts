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

export const options = surgeOptions(plan);

export const setup = (): unknown => script.setup?.();

export const teardown = (data: unknown): unknown => script.teardown?.(data);

export default async function arrive(data: unknown): Promise<void> {
  started.add(1, tags);
  try {
    await script.default(data);
    finished.add(1, { ...tags, outcome: 'completed' });
  } catch (error) {
    exceptions.add(1, tags);
    finished.add(1, { ...tags, outcome: 'broken' });
    throw error;
  }
}
