import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, sharedOffice, startOffice, type Office } from './office.ts';
import { alive, startFront } from './processes.ts';

interface Told {
  readonly share: number;
  readonly second: { readonly url: string; readonly pid: number } | null;
}

const divert = async (office: Office, share: number): Promise<Told> =>
  (await office.admin('PUT', '/divert', { share })).json as Told;

const secondOf = ({ second }: Told): NonNullable<Told['second']> => {
  if (second === null) throw new Error('there is no second instance');
  return second;
};

/** Asks again and again until a process is no more. */
async function ends(pid: number): Promise<void> {
  while (alive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

const small = { secondWorkers: 1 };
const checkIn = (office: Office, token: string) => office.send('POST', '/attendance', undefined, token);

describe('requests that are diverted', () => {
  it.each([
    { share: 1, of: 6, diverted: 6 },
    { share: 0.5, of: 6, diverted: 3 },
    { share: 0.25, of: 8, diverted: 2 },
  ])('are the share that was asked for, evenly: $share of $of', async ({ share, of, diverted }) => {
    const office = await startOffice(capacityWith({}, small));
    const token = await office.logIn();
    expect(await divert(office, share)).toMatchObject({ share });
    expect(await office.metric('collab_divert_share')).toBe(share);
    for (let sent = 0; sent < of; sent += 1) expect((await checkIn(office, token)).status).toBe(201);
    expect(await office.metric('collab_diverted_total')).toBe(diverted);
    expect(await office.metric('collab_check_ins_total')).toBe(of);
  });

  it('are answered by another process with workers of its own, while every slot here is taken', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: 100 } }, small));
    const token = await office.logIn();
    const { url, pid } = secondOf(await divert(office, 1));
    expect(pid).not.toBe(process.pid);
    expect(new URL(url).host).not.toBe(new URL(office.url).host);
    expect((await checkIn(office, token)).status).toBe(201);
    expect(await office.metric('collab_db_slots_in_use')).toBe(0);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('\ncollab_check_ins_total 1\n');
  });

  it('reach the people in their room, who are connected here, and count here', async () => {
    const office = await startOffice(capacityWith({}, small));
    const token = await office.logIn('李');
    const listener = await office.listen('/rooms/7/events', token);
    await divert(office, 1);
    expect((await office.send('POST', '/rooms/7/messages', { text: '早上好' }, token)).status).toBe(201);
    expect(await listener.next()).toEqual({ room: '7', user: '李', text: '早上好' });
    expect([
      await office.metric('collab_diverted_total'),
      await office.metric('collab_messages_accepted_total'),
      await office.metric('collab_messages_delivered_total'),
      await office.metric('collab_message_delivery_seconds_count'),
    ]).toEqual([1, 1, 1, 1]);
    listener.socket.terminate();
  });

  it('are answered as they would be here: what is not understood, and whom nobody knows', async () => {
    const office = await startOffice(capacityWith({}, small));
    const token = await office.logIn();
    await divert(office, 1);
    expect(await office.send('POST', '/rooms/7/messages', {}, token)).toMatchObject({ status: 400 });
    expect(await office.send('POST', '/rooms/7/messages', { text: 'a' }, 'nobody')).toMatchObject({ status: 401 });
    expect((await office.send('POST', '/reports', undefined, token)).status).toBe(202);
    expect(await office.metric('collab_diverted_total')).toBe(2);
    expect(await office.metric('collab_messages_accepted_total')).toBe(0);
    expect(await office.metric('collab_reports_total')).toBe(1);
  });

  it('that find its queue full are turned away with the time to wait; a message that is lost there is counted here', async () => {
    const full = { slots: 1, serviceMs: forEver, queue: 0 };
    const office = await startOffice(capacityWith({ db: full }, small));
    const token = await office.logIn();
    await divert(office, 1);
    const say = (text: string) => office.send('POST', '/rooms/7/messages', { text }, token);
    expect([(await say('kept')).status, (await say('lost')).status]).toEqual([201, 201]);
    await office.metricBecomes('collab_rejected_total', 1);
    const refused = await checkIn(office, token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  });
});

describe('a diversion', () => {
  it('that is taken back ends the second instance, once it has delivered what it had accepted', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: 300 } }, small));
    const token = await office.logIn();
    const listener = await office.listen('/rooms/7/events', token);
    const { pid } = secondOf(await divert(office, 1));
    for (const text of ['a', 'b']) await office.send('POST', '/rooms/7/messages', { text }, token);
    expect((await office.admin('DELETE', '/divert')).json).toEqual({ share: 0, second: null });
    expect([(await listener.next()) as object, await listener.next()]).toEqual([
      expect.objectContaining({ text: 'a' }),
      expect.objectContaining({ text: 'b' }),
    ]);
    await ends(pid);
    expect((await checkIn(office, token)).status).toBe(201);
    expect([await office.metric('collab_divert_share'), await office.metric('collab_diverted_total')]).toEqual([0, 2]);
    listener.socket.terminate();
  });

  it('can be changed while it lasts, and begun anew after it was taken back', async () => {
    const office = await startOffice(capacityWith({}, small));
    const first = secondOf(await divert(office, 0.5));
    expect(await divert(office, 0.8)).toEqual({ share: 0.8, second: first });
    await office.admin('DELETE', '/divert');
    await office.admin('DELETE', '/divert');
    const again = secondOf(await divert(office, 0.5));
    expect(again.pid).not.toBe(first.pid);
    expect((await office.admin('GET', '/divert')).json).toEqual({ share: 0.5, second: again });
  });

  it('whose second instance is killed ends: everything stays here again', async () => {
    const office = await startOffice(capacityWith({}, small));
    const token = await office.logIn();
    const { pid } = secondOf(await divert(office, 1));
    process.kill(pid, 'SIGKILL');
    await office.metricBecomes('collab_divert_share', 0);
    expect((await checkIn(office, token)).status).toBe(201);
    expect((await office.admin('GET', '/divert')).json).toEqual({ share: 0, second: null });
  });

  describe('is not begun', () => {
    const office = sharedOffice(capacityWith({}, small));
    it.each([{}, { share: 0 }, { share: 1.1 }, { share: '50%' }, { share: 0.5, more: true }])(
      'for what is not understood: %j',
      async (body) => {
        expect((await office().admin('PUT', '/divert', body)).status).toBe(400);
        expect((await office().admin('GET', '/divert')).json).toEqual({ share: 0, second: null });
      },
    );

    it.each(['GET', 'PUT', 'DELETE'])('nor told of without the token: %s', async (method) => {
      const body = method === 'PUT' ? { share: 1 } : undefined;
      expect((await office().send(method, '/admin/divert', body)).status).toBe(401);
      expect((await office().admin('GET', '/divert')).json).toEqual({ share: 0, second: null });
    });
  });
});

describe('the second instance', () => {
  it('answers nobody but the front', async () => {
    const office = await startOffice(capacityWith({}, small));
    const token = await office.logIn();
    const { url } = secondOf(await divert(office, 1));
    await checkIn(office, token);
    const post = { method: 'POST', headers: { authorization: `Bearer ${token}` } };
    expect((await fetch(`${url}/attendance`, post)).status).toBe(401);
    expect((await fetch(`${url}/admin/workers`)).status).toBe(401);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('ends with the service, one that no longer answers too', async () => {
    const office = await startOffice(capacityWith({}, small));
    const { pid } = secondOf(await divert(office, 1));
    process.kill(pid, 'SIGSTOP');
    await office.close();
    expect(alive(pid)).toBe(false);
  });

  it('ends with its workers when the front is killed', async () => {
    const { office, kill } = await startFront({ secondWorkers: 2 });
    const { pid } = secondOf(await divert(office, 0.5));
    expect(await kill()).toBe('SIGKILL');
    await ends(pid);
  });
});
