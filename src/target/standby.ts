import { z } from 'zod';
import { refuse, type Entrance } from './entrance.ts';
import { gaugeOf } from './meter.ts';

const addSchema = z.strictObject({ add: z.int().min(1).max(32) });
const releaseSchema = z.strictObject({ ids: z.array(z.int()).max(32) });

/**
 * Worker processes beyond those that are always there: so many stand by, are started when they are asked for, and go back when they are released, once they
 * have served whom they have. Who asks for more than are left gets none.
 */
export function addStandby({ admin, service }: Entrance): void {
  const { pool, capacity, metrics } = service;
  const left = (): number => Math.max(0, capacity.standby - Math.max(0, pool.size - capacity.workers));
  gaugeOf(metrics.registry, 'collab_standby_workers_left', 'standby workers that can still be started', left);

  admin.get('/workers', (_request, response) => {
    response.json({ workers: pool.workers, standbyLeft: left() });
  });
  admin.post('/workers', async (request, response) => {
    const { add } = addSchema.parse(request.body);
    if (add > left()) refuse(response, 409, `${left()} standby workers are left`);
    else response.status(201).json({ ids: await pool.add(add) });
  });
  admin.delete('/workers/:id', (request, response) => {
    if (pool.remove(Number(request.params.id))) response.status(202).json({ draining: true });
    else refuse(response, 404, 'there is no such worker');
  });
  admin.post('/workers/release', (request, response) => {
    const { ids } = releaseSchema.parse(request.body);
    response.status(202).json({ draining: ids.filter((id) => pool.remove(id)) });
  });
}
