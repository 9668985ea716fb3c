import { z } from 'zod';
import { sessionOf, type Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { RecentTally } from './recent-tally.ts';
import { work } from './service.ts';

/** So far back the rows of one account are compared with everybody's. */
const lookBackMs = 10_000;

const exportSchema = z.strictObject({ rows: z.int().min(1).max(100_000) });

/**
 * Exports of rows out of the service. It shows how many rows went out, and which share of those of the last seconds one account took.
 * Accounts are no labels: there would be as many series as people, and the page would itself tell who took what.
 */
export function addExports({ app, service, known }: Entrance): void {
  const { registry } = service.metrics;
  const exports = counterOf(registry, 'collab_exports_total', 'exports made');
  const rowsExported = counterOf(registry, 'collab_export_rows_total', 'rows that were exported');
  const byAccount = new RecentTally(lookBackMs);
  gaugeOf(
    registry,
    'collab_export_top_share',
    'the share of the account that exported most, of the rows of the last 10 seconds; 0 when there are none',
    () => {
      const now = performance.now();
      const total = byAccount.total(now);
      return total === 0 ? 0 : byAccount.most(now) / total;
    },
  );
  app.post('/exports', known, async (request, response) => {
    const { rows } = exportSchema.parse(request.body);
    await work(service, 'db');
    exports.inc();
    rowsExported.inc(rows);
    byAccount.add(sessionOf(response).user, rows, performance.now());
    // What the rows hold is of no use to a rehearsal: their number is told, and nothing leaves.
    response.status(201).json({ rows });
  });
}
