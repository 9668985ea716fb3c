import { draw } from '../../src/scenario/draw.ts';
import { nextUsers } from '../../src/probe/ladder.ts';
import type { MeasuredStep } from '../../src/probe/measured-step.ts';

/** A step in which nothing is amiss. */
export const step = (users: number, throughput: number, more: Partial<MeasuredStep> = {}): MeasuredStep => ({
  users,
  throughput,
  requests: 2 * throughput,
  failed: 0,
  mean: users / (2 * throughput),
  p95: users / throughput,
  answers: [
    { name: 'log-in', p95: 0.01 },
    { name: 'check-in', p95: users / throughput },
  ],
  underWay: users,
  drift: 0,
  generatorBusy: 0.2,
  ...more,
});

/** The steps that a probe takes of a service whose throughput is known. */
export function climbed(throughputOf: (users: number) => number, most = 128): readonly MeasuredStep[] {
  const steps: MeasuredStep[] = [];
  for (let users = nextUsers(steps, most); users !== null; users = nextUsers(steps, most)) {
    steps.push(step(users, throughputOf(users)));
  }
  return steps;
}

/** A service whose every measurement scatters by up to this share, alike with the same seed. */
export const noisy =
  (throughputOf: (users: number) => number, share: number, seed: number): ((users: number) => number) =>
  (users) =>
    throughputOf(users) * (1 + share * (2 * draw(seed, users, 0) - 1));
