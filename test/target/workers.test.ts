import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { stageNames } from '../../src/target/capacity.ts';
import { StageFailure, WorkerPool } from '../../src/target/worker-pool.ts';
import { capacityWith, forEver, loader, sharedOffice, startOffice, type Office } from './office.ts';
import { alive, startFront } from './processes.ts';

/** Asks for the workers again and again until they are so. */
async function workersBecome(office: Office, count: number): Promise<void> {
  while ((await office.workers()).length !== count);
}

const checkIns = (office: Office, token: string, count: number) =>
  Array.from({ length: count }, () => office.send('POST', '/attendance', undefined, token));

describe('a worker that is added', () => {
  const theOffice = sharedOffice(capacityWith());
  it('adds its slots, its people and its share of the work', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 2, serviceMs: forEver } }, { people: 30 }));
    const token = await office.logIn();
    const held = checkIns(office, token, 6).map((answer) => answer.catch(() => 'cut'));
    await office.metricBecomes('collab_db_queue', 4);
    expect(await office.admin('POST', '/workers', { add: 2 })).toMatchObject({ status: 201, json: { ids: [2, 3] } });
    expect(await office.metric('collab_workers')).toBe(3);
    expect(await office.metric('collab_db_slots')).toBe(6);
    expect(await office.metric('collab_sessions_limit')).toBe(90);
    const fresh = checkIns(office, token, 4).map((answer) => answer.catch(() => 'cut'));
    await office.metricBecomes('collab_db_slots_in_use', 6);
    expect(await office.metric('collab_db_queue')).toBe(4);
    await office.close();
    await Promise.all([...held, ...fresh]);
  });

  it.each([{ add: 0 }, { add: 33 }, { add: 1.5 }, {}, { add: 1, more: true }])('is not added for %j', async (body) => {
    const office = theOffice();
    expect((await office.admin('POST', '/workers', body)).status).toBe(400);
    expect(await office.workers()).toHaveLength(1);
  });
});

describe('a worker that is removed', () => {
  it('finishes what it has, takes nothing new, and ends', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: 400 } }));
    const token = await office.logIn();
    const [first] = await office.workers();
    const before = checkIns(office, token, 2);
    await office.metricBecomes('collab_db_queue', 1);
    await office.admin('POST', '/workers', { add: 1 });
    expect((await office.admin('DELETE', '/workers/1')).status).toBe(202);
    expect(await office.metric('collab_workers')).toBe(1);
    expect((await Promise.all([...before, ...checkIns(office, token, 2)])).map(({ status }) => status)).toEqual([
      201, 201, 201, 201,
    ]);
    await workersBecome(office, 1);
    expect((await office.workers()).map(({ id }) => id)).toEqual([2]);
    expect(alive(first?.pid ?? 0)).toBe(false);
  });

  it('is no longer there to be removed, as one that never was', async () => {
    const office = await startOffice(capacityWith({}, { workers: 2 }));
    await office.admin('DELETE', '/workers/1');
    await workersBecome(office, 1);
    for (const id of ['1', '9', 'x']) {
      expect(await office.admin('DELETE', `/workers/${id}`)).toMatchObject({
        status: 404,
        json: { error: 'there is no such worker' },
      });
    }
  });

  it('leaves nobody to do the work when it was the last: requests are turned away, not kept', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    await office.admin('DELETE', '/workers/1');
    const [refused] = await Promise.all(checkIns(office, token, 1));
    expect(refused).toMatchObject({ status: 503, json: { error: 'the db queue is full' } });
  });
});

describe('a worker that is killed', () => {
  it('has its jobs answered with 503, and the service goes on with the others', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: forEver } }));
    const token = await office.logIn();
    const jobs = checkIns(office, token, 4);
    await office.metricBecomes('collab_db_queue', 3);
    const [only] = await office.workers();
    process.kill(only?.pid ?? 0, 'SIGKILL');
    for (const answer of await Promise.all(jobs)) {
      expect(answer).toMatchObject({ status: 503, json: { error: 'a worker was lost with its db job' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    await office.admin('POST', '/workers', { add: 1 });
    expect((await office.send('GET', '/documents/1', undefined, token)).status).toBe(200);
  });

  it('fails the jobs that are handed to it before anybody knows, and them alone', async () => {
    const pool = new WorkerPool(capacityWith({ api: { slots: 500, serviceMs: 1 } }));
    await pool.run('api');
    process.kill(pool.workers[0]?.pid ?? 0, 'SIGKILL');
    const outcomes: string[] = [];
    for (let round = 0; round < 200; round += 1) {
      pool.run('api').then(
        () => outcomes.push('done'),
        (error: unknown) => outcomes.push(error instanceof StageFailure ? error.kind : String(error)),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    while (pool.workers.length > 0) await new Promise((resolve) => setImmediate(resolve));
    await pool.run('api').catch(() => undefined);
    expect(outcomes).toHaveLength(200);
    expect(outcomes).not.toContain('done');
    await pool.close();
  });
});

describe('worker processes end', () => {
  it('all of them when the service is closed, one that no longer answers too', async () => {
    const office = await startOffice(capacityWith({}, { workers: 3 }));
    const pids = (await office.workers()).map(({ pid }) => pid);
    await office.logIn();
    process.kill(pids[1] ?? 0, 'SIGSTOP');
    expect(pids.map(alive)).toEqual([true, true, true]);
    await office.close();
    expect(pids.map(alive)).toEqual([false, false, false]);
  });

  it('when their front is killed', async () => {
    const { office, kill } = await startFront({ workers: 3 });
    expect(await office.workers()).toHaveLength(3);
    expect(await kill()).toBe('SIGKILL');
  });

  it('when their front is gone before they listen for it', async () => {
    const program = fileURLToPath(new URL('../../src/target/worker.ts', import.meta.url));
    const worker = fork(program, [JSON.stringify(capacityWith())], { execArgv: [...loader] });
    worker.disconnect();
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });
});

describe('work', () => {
  it('is shared evenly over the workers', async () => {
    const pool = new WorkerPool(capacityWith({ db: { slots: 1, serviceMs: forEver, queue: 4 } }, { workers: 4 }));
    const jobs = Array.from({ length: 20 }, () => pool.run('db'));
    const ends = Promise.allSettled(jobs);
    await expect(pool.run('db')).rejects.toMatchObject({ kind: 'full', message: 'the db queue is full' });
    expect(pool.use('db')).toMatchObject({ slots: 4, waiting: 16 });
    await pool.close();
    expect((await ends).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'));
  });

  it.each(stageNames)('of one stage takes nothing from the others: %s', async (stage) => {
    const blocked = { slots: 1, serviceMs: forEver, queue: 0 };
    const pool = new WorkerPool(capacityWith({ [stage]: blocked }));
    const held = pool.run(stage).catch(() => 'ended');
    await expect(pool.run(stage)).rejects.toMatchObject({ kind: 'full' });
    await Promise.all(stageNames.filter((other) => other !== stage).map((other) => pool.run(other)));
    await pool.close();
    expect(await held).toBe('ended');
  });
});
