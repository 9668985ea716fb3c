import { describe, expect, it } from 'vitest';
import { capacityWith, sharedOffice, startOffice, type Office } from './office.ts';

const left = (office: Office): Promise<number | undefined> => office.metric('collab_standby_workers_left');

/** Asks for the workers again and again until they are so many. */
async function workersBecome(office: Office, count: number): Promise<void> {
  while ((await office.workers()).length !== count);
}

describe('workers that stand by', () => {
  it('are started while there are any; who asks for more than are left gets none', async () => {
    const office = await startOffice(capacityWith({}, { workers: 1, standby: 3 }));
    expect([await left(office), (await office.admin('GET', '/workers')).json]).toEqual([
      3,
      expect.objectContaining({ standbyLeft: 3 }),
    ]);
    expect(await office.admin('POST', '/workers', { add: 2 })).toMatchObject({ status: 201, json: { ids: [2, 3] } });
    expect(await left(office)).toBe(1);
    expect(await office.admin('POST', '/workers', { add: 2 })).toMatchObject({
      status: 409,
      json: { error: '1 standby workers are left' },
    });
    expect([await left(office), await office.workers()]).toEqual([1, expect.objectContaining({ length: 3 })]);
    expect(await office.admin('POST', '/workers', { add: 1 })).toMatchObject({ status: 201, json: { ids: [4] } });
    expect(await left(office)).toBe(0);
    expect((await office.admin('POST', '/workers', { add: 1 })).status).toBe(409);
  });

  it('go back when they are released, and can be started again', async () => {
    const office = await startOffice(capacityWith({}, { workers: 1, standby: 2 }));
    await office.admin('POST', '/workers', { add: 2 });
    expect(await office.admin('POST', '/workers/release', { ids: [3, 9, 2] })).toMatchObject({
      status: 202,
      json: { draining: [3, 2] },
    });
    expect(await left(office)).toBe(2);
    await workersBecome(office, 1);
    expect(await office.admin('POST', '/workers/release', { ids: [2, 3] })).toMatchObject({ json: { draining: [] } });
    expect(await office.admin('POST', '/workers', { add: 2 })).toMatchObject({ status: 201, json: { ids: [4, 5] } });
  });

  it('are no more when one that is always there has gone', async () => {
    const office = await startOffice(capacityWith({}, { workers: 2, standby: 1 }));
    await office.admin('DELETE', '/workers/1');
    expect(await left(office)).toBe(1);
  });
});

describe('what is not understood changes nothing', () => {
  const office = sharedOffice(capacityWith({}, { workers: 1, standby: 2 }));
  it.each([{}, { ids: 'all' }, { ids: [1.5] }, { ids: [1], more: true }, { ids: Array.from({ length: 33 }, () => 1) }])(
    '%j',
    async (body) => {
      expect((await office().admin('POST', '/workers/release', body)).status).toBe(400);
      expect(await office().workers()).toHaveLength(1);
    },
  );

  it('nor what is asked without the token', async () => {
    expect((await office().send('POST', '/admin/workers/release', { ids: [1] })).status).toBe(401);
    expect(await office().workers()).toHaveLength(1);
  });
});

describe('is undone', () => {
  it('throttling: with nothing set everybody is let in again', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const twice = async (): Promise<readonly number[]> => [
      (await office.send('GET', '/documents/1', undefined, token)).status,
      (await office.send('GET', '/documents/1', undefined, token)).status,
    ];
    expect((await office.admin('PUT', '/throttle', { perTenant: 0.001 })).status).toBeLessThan(300);
    expect(await twice()).toContain(429);
    expect((await office.admin('PUT', '/throttle', {})).status).toBeLessThan(300);
    expect(await twice()).toEqual([200, 200]);
  });

  it('shedding: a meeting lets people in again', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    expect((await office.admin('PUT', '/shed', { video: true })).status).toBeLessThan(300);
    await expect(office.listen('/meetings/1/media', token)).rejects.toThrow('503');
    expect((await office.admin('PUT', '/shed', { video: false })).status).toBeLessThan(300);
    const { socket } = await office.listen('/meetings/1/media', token);
    socket.terminate();
  });
});
