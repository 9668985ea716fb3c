import { Counter, Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import { DatabaseSessions, origins } from './database-sessions.ts';
import { refuse, sessionOf, type Entrance } from './entrance.ts';
import { counterOf, gaugeOf } from './meter.ts';
import { destructionKinds, destructionOf, operationSchema, RecordTable } from './record-table.ts';
import { work } from './service.ts';

/** Sessions that nobody has used for so long are closed. */
const idleMs = 60_000;

const openSchema = z.strictObject({ from: z.enum(origins) });
const lockOutSchema = z.strictObject({
  remote: z.boolean().default(false),
  accounts: z.array(z.string().min(1).max(128)).max(1000).default([]),
});

/**
 * The core database as those who administer it use it: sessions from inside or over the VPN, and operations in them. One that destroys is counted by its
 * kind when it is asked for, as an audit log writes a statement down also when nothing was left to take. The admin interface tells who is inside,
 * locks out, and restores.
 */
export function addCoreDatabase({ app, admin, service, known }: Entrance): void {
  const table = new RecordTable();
  const sessions = new DatabaseSessions(idleMs);
  const counted = databaseMetrics(service.metrics.registry, table, sessions);
  app.post('/database/sessions', known, (request, response) => {
    const { from } = openSchema.parse(request.body);
    const session = sessions.open(sessionOf(response).user, from, performance.now());
    if (session !== null) response.status(201).json({ session: session.id });
    else {
      counted.lockedOut.inc();
      refuse(response, 403, 'you are locked out of the database');
    }
  });
  app.post('/database/sessions/:id/operations', known, async (request, response) => {
    const operation = operationSchema.parse(request.body);
    await work(service, 'db');
    // Looked up after the wait for a slot: whoever was locked out meanwhile does nothing more.
    if (!sessions.use(String(request.params['id']), sessionOf(response).user, performance.now())) {
      refuse(response, 404, noSession);
      return;
    }
    counted.operations.inc();
    const kind = destructionOf(operation);
    if (kind !== null) counted.destructive.inc({ kind });
    if (table.apply(operation)) response.json({ records: table.size });
    else refuse(response, 409, 'there is no table any more');
  });
  app.delete('/database/sessions/:id', known, (request, response) => {
    const { user } = sessionOf(response);
    if (sessions.close(String(request.params['id']), user, performance.now())) response.status(204).end();
    else refuse(response, 404, noSession);
  });
  admin.get('/database', (_request, response) => {
    const inside = sessions.at(performance.now()).map(({ user, from }) => ({ user, from }));
    response.json({ records: table.size, sessions: inside });
  });
  admin.put('/database/lock-out', (request, response) => {
    const lockOut = lockOutSchema.parse(request.body);
    counted.lockedOut.inc(sessions.lockOut(lockOut));
    response.json(lockOut);
  });
  admin.post('/database/restore', (_request, response) => {
    table.restore();
    response.json({ records: table.size });
  });
}

const noSession = 'you have no such session';

function databaseMetrics(registry: Registry, table: RecordTable, sessions: DatabaseSessions) {
  new Gauge({
    name: 'collab_database_sessions',
    help: 'sessions with the core database now, by where they come from',
    labelNames: ['from'],
    registers: [registry],
    collect() {
      const inside = sessions.at(performance.now());
      for (const origin of origins) this.set({ from: origin }, inside.filter(({ from }) => from === origin).length);
    },
  });
  gaugeOf(registry, 'collab_database_records', 'records there are in the core database', () => table.size);
  const destructive = new Counter({
    name: 'collab_database_destructive_operations_total',
    help: 'operations on the core database that take away more than they name',
    labelNames: ['kind'],
    registers: [registry],
  });
  // Shown as zero from the start: the first of its kind is an increase.
  for (const kind of destructionKinds) destructive.inc({ kind }, 0);
  return {
    destructive,
    operations: counterOf(registry, 'collab_database_operations_total', 'operations on the core database'),
    lockedOut: counterOf(
      registry,
      'collab_database_locked_out_total',
      'sessions with the core database that were closed or refused by a lock-out',
    ),
  };
}
