import { z } from 'zod';
import type { Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { work } from './service.ts';

const approvalSchema = z.object({ subject: z.string().min(1).max(1000) });

/**
 * What people apply for (leave, travel, expenses): taken in at once, and decided when the approval engine has come to it. Who applies does not wait for
 * an answer, so a backlog is seen in how many wait and for how long, and in nothing else.
 */
export function addApprovals({ app, known, service }: Entrance): void {
  /** When each was submitted that is not decided yet, the earliest first. */
  const undecided = new Map<number, number>();
  const { registry } = service.metrics;
  const submitted = counterOf(registry, 'collab_approvals_total', 'approvals submitted');
  const decided = counterOf(registry, 'collab_approvals_decided_total', 'approvals decided');
  gaugeOf(registry, 'collab_approvals_waiting', 'approvals submitted and not decided yet', () => undecided.size);
  gaugeOf(
    registry,
    'collab_approval_oldest_seconds',
    'how long the oldest of the approvals not decided yet has waited; 0 when there is none',
    () => {
      const [oldest] = undecided.values();
      return oldest === undefined ? 0 : (performance.now() - oldest) / 1000;
    },
  );
  let last = 0;

  app.post('/approvals', known, (request, response) => {
    approvalSchema.parse(request.body);
    const id = (last += 1);
    undecided.set(id, performance.now());
    submitted.inc();
    work(service, 'approvals')
      .then(
        () => {
          decided.inc();
        },
        // One that the full queue had no place for is lost, as such a message is; it is counted as rejected.
        () => undefined,
      )
      .finally(() => undecided.delete(id));
    response.status(202).json({ id });
  });
}
