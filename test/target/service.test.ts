import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseExposition } from '../../src/collect/exposition.ts';
import { InputError } from '../../src/model/problem.ts';
import { instant } from '../../src/model/time.ts';
import { startTarget } from '../../src/target/start.ts';
import { capacityWith, forEver, sharedOffice, startOffice, type Office } from './office.ts';

describe('messages', () => {
  it('are accepted at once and delivered to everyone in the room, in their order', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: 20 } }));
    const token = await office.logIn('li');
    const inside = await Promise.all([1, 2].map(() => office.listen('/rooms/7/events', token)));
    const outside = await office.listen('/rooms/8/events', token);
    const texts = ['早上好', 'good morning', '早安'];
    for (const text of texts) {
      expect((await office.send('POST', '/rooms/7/messages', { text }, token)).status).toBe(201);
    }
    for (const listener of inside) {
      for (const text of texts) expect(await listener.next()).toEqual({ room: '7', user: 'li', text });
    }
    await office.send('POST', '/rooms/8/messages', { text: 'only here' }, token);
    expect(await outside.next()).toEqual({ room: '8', user: 'li', text: 'only here' });
    expect(await office.metric('collab_messages_delivered_total')).toBe(4);
  });

  it('are accepted while the database has no slot for them, and not delivered before it has', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: forEver } }));
    const token = await office.logIn();
    const statuses = await Promise.all(
      ['a', 'b', 'c'].map(async (text) => (await office.send('POST', '/rooms/1/messages', { text }, token)).status),
    );
    expect(statuses).toEqual([201, 201, 201]);
    expect(await office.metric('collab_messages_accepted_total')).toBe(3);
    expect(await office.metric('collab_messages_delivered_total')).toBe(0);
    expect(await office.metric('collab_db_queue')).toBe(2);
  });

  it('that the full queue has no place for are lost after they were accepted, and counted', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: forEver, queue: 1 } }));
    const token = await office.logIn();
    for (const text of ['held', 'waits', 'lost']) {
      expect((await office.send('POST', '/rooms/1/messages', { text }, token)).status).toBe(201);
    }
    expect(await office.metric('collab_rejected_total', { stage: 'db' })).toBe(1);
  });

  it('reach a room whatever its name is', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const room = encodeURIComponent('早会 50%');
    const listener = await office.listen(`/rooms/${room}/events`, token);
    await office.send('POST', `/rooms/${room}/messages`, { text: 'here' }, token);
    expect(await listener.next()).toMatchObject({ room: '早会 50%', text: 'here' });
  });
});

describe('a full queue', () => {
  it('turns requests away with 503, tells when to come again, and counts them', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: forEver, queue: 1 } }));
    const token = await office.logIn();
    const held = [1, 2].map(() => office.send('POST', '/attendance', undefined, token).catch(() => 'cut'));
    await office.metricBecomes('collab_db_queue', 1);
    const refused = await office.send('POST', '/attendance', undefined, token);
    expect(refused).toMatchObject({ status: 503, json: { error: 'the db queue is full' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await office.metric('collab_rejected_total', { stage: 'db' })).toBe(1);
    await office.close();
    expect(await Promise.all(held)).toEqual(['cut', 'cut']);
  });
});

describe('too many people', () => {
  it('throw out whoever has been connected longest, who is told to try again later', async () => {
    const office = await startOffice(capacityWith({}, { people: 2 }));
    const token = await office.logIn();
    const first = await office.listen('/rooms/1/events', token);
    const second = await office.listen('/meetings/1/media', token);
    const third = await office.listen('/rooms/2/events', token);
    expect(await first.closed).toBe(1013);
    expect([second.socket.readyState, third.socket.readyState]).toEqual([1, 1]);
    expect(await office.metric('collab_sessions_thrown_out_total')).toBe(1);
    expect(await office.metric('collab_sessions')).toBe(2);
    expect(await office.metric('collab_sessions_limit')).toBe(2);
  });

  it('are not those who have left', async () => {
    const office = await startOffice(capacityWith({}, { people: 1 }));
    const token = await office.logIn();
    const first = await office.listen('/rooms/1/events', token);
    first.socket.close(1000);
    expect(await first.closed).toBe(1000);
    await office.metricBecomes('collab_sessions', 0);
    const second = await office.listen('/rooms/1/events', token);
    await office.send('POST', '/rooms/1/messages', { text: 'still here' }, token);
    expect(await second.next()).toMatchObject({ text: 'still here' });
    expect(await office.metric('collab_sessions_thrown_out_total')).toBe(0);
  });
});

describe('meeting heartbeats', () => {
  it.each([
    { what: 'in time are not late', mediaDeadlineMs: 60_000, media: {}, late: 0 },
    { what: 'after their deadline are late', mediaDeadlineMs: 1, media: { serviceMs: 20 }, late: 1 },
  ])('answered $what', async ({ mediaDeadlineMs, media, late }) => {
    const office = await startOffice(capacityWith({ media }, { mediaDeadlineMs }));
    const person = await office.listen('/meetings/1/media', await office.logIn());
    person.socket.send('{"type":"heartbeat"}');
    expect(await person.next()).toEqual({ type: 'heartbeat' });
    expect(await office.metric('collab_media_total')).toBe(1);
    expect(await office.metric('collab_media_late_total')).toBe(late);
  });

  it('that no queue has a place for are late', async () => {
    const office = await startOffice(capacityWith({ media: { slots: 1, serviceMs: forEver, queue: 0 } }));
    const person = await office.listen('/meetings/1/media', await office.logIn());
    for (let beat = 0; beat < 3; beat += 1) person.socket.send('beat');
    await office.metricBecomes('collab_media_late_total', 2);
    expect(await office.metric('collab_media_total')).toBe(2);
    expect(await office.metric('collab_rejected_total', { stage: 'media' })).toBe(2);
  });
});

describe('documents', () => {
  it('are saved by whoever has seen the newest version, and by nobody else', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const save = async (text: string, version: number) => {
      const { status, json } = await office.send('PUT', '/documents/plan', { text, version }, token);
      return { status, json };
    };
    expect((await office.send('GET', '/documents/plan', undefined, token)).json).toEqual({ version: 0, text: '' });
    expect(await save('mine', 0)).toEqual({ status: 200, json: { version: 1 } });
    expect(await save('yours', 0)).toEqual({ status: 409, json: { error: 'the document is at version 1' } });
    expect((await office.send('GET', '/documents/plan', undefined, token)).json).toEqual({ version: 1, text: 'mine' });
    expect(await office.metric('collab_document_conflicts_total')).toBe(1);
    expect(await office.metric('collab_documents_saved_total')).toBe(1);
  });

  it('saved twice at once from one version are saved once', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const saves = await Promise.all(
      ['a', 'b', 'c'].map(
        async (text) => (await office.send('PUT', '/documents/x', { text, version: 0 }, token)).status,
      ),
    );
    expect(saves.sort()).toEqual([200, 409, 409]);
  });
});

describe('throttling', () => {
  it('turns a tenant’s requests away with 429 and leaves the others', async () => {
    const office = await startOffice(capacityWith());
    const [loud, quiet] = [await office.logIn('a', 'loud'), await office.logIn('b', 'quiet')];
    expect((await office.admin('PUT', '/throttle', { perTenant: 0.001 })).json).toEqual({ perTenant: 0.001 });
    const check = async (token: string) => office.send('POST', '/attendance', undefined, token);
    expect((await check(loud)).status).toBe(201);
    const refused = await check(loud);
    expect(refused).toMatchObject({ status: 429, json: { error: 'too many requests' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await office.send('POST', '/sessions', { user: 'c', tenant: 'loud' })).status).toBe(429);
    expect((await check(quiet)).status).toBe(201);
    expect(await office.metric('collab_throttled_total')).toBe(2);
    await office.admin('PUT', '/throttle', {});
    expect((await check(loud)).status).toBe(201);
  });
});

describe('shedding video', () => {
  it('closes meetings, refuses new ones and leaves rooms, until it is over', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const meeting = await office.listen('/meetings/1/media', token);
    const room = await office.listen('/rooms/1/events', token);
    expect((await office.admin('PUT', '/shed', { video: true })).json).toEqual({ video: true });
    expect(await meeting.closed).toBe(1013);
    await expect(office.listen('/meetings/2/media', token)).rejects.toThrow('503');
    await office.send('POST', '/rooms/1/messages', { text: 'we go on' }, token);
    expect(await room.next()).toMatchObject({ text: 'we go on' });
    await office.admin('PUT', '/shed', { video: false });
    expect((await office.listen('/meetings/2/media', token)).socket.readyState).toBe(1);
  });
});

describe('what cannot be served', () => {
  const theOffice = sharedOffice(capacityWith());
  interface Refusal {
    readonly what: string;
    readonly ask: (office: Office, token: string) => ReturnType<Office['send']>;
    readonly status: number;
    readonly error: string | RegExp;
  }
  const hugeText = JSON.stringify({ text: 'x'.repeat(3_000_000) });
  it.each<Refusal>([
    {
      what: 'an unknown path',
      ask: (office) => office.send('GET', '/nowhere'),
      status: 404,
      error: 'there is nothing here',
    },
    {
      what: 'an unknown method',
      ask: (office, token) => office.send('DELETE', '/documents/1', undefined, token),
      status: 404,
      error: 'there is nothing here',
    },
    {
      what: 'a body that is no JSON',
      ask: (office) => office.send('POST', '/sessions', '{"user":'),
      status: 400,
      error: 'the body is no JSON',
    },
    { what: 'no body', ask: (office) => office.send('POST', '/sessions'), status: 400, error: /^body: / },
    {
      what: 'a body without what is needed',
      ask: (office) => office.send('POST', '/sessions', { tenant: 'a' }),
      status: 400,
      error: /^body\.user: /,
    },
    {
      what: 'a name too long',
      ask: (office) => office.send('POST', '/sessions', { user: 'x'.repeat(129) }),
      status: 400,
      error: /^body\.user: /,
    },
    {
      what: 'a body of many megabytes',
      ask: (office, token) => office.send('PUT', '/documents/1', hugeText, token),
      status: 413,
      error: 'the body is too large',
    },
    {
      what: 'a message longer than a message may be',
      ask: (office, token) => office.send('POST', '/rooms/1/messages', { text: 'x'.repeat(20_001) }, token),
      status: 400,
      error: /^body\.text: /,
    },
    {
      what: 'a path that cannot be read',
      ask: (office, token) => office.send('GET', '/documents/%E0%A4%A', undefined, token),
      status: 400,
      error: 'the request cannot be read',
    },
    {
      what: 'a person who has not logged in',
      ask: (office) => office.send('POST', '/attendance'),
      status: 401,
      error: 'log in first',
    },
    {
      what: 'a token nobody was given',
      ask: (office) => office.send('POST', '/attendance', undefined, 'made-up'),
      status: 401,
      error: 'log in first',
    },
    {
      what: 'a limit that is none',
      ask: (office) => office.admin('PUT', '/throttle', { perSecond: 0 }),
      status: 400,
      error: /^body\.perSecond: /,
    },
    {
      what: 'a setting there is not',
      ask: (office) => office.admin('PUT', '/shed', { video: true, audio: true }),
      status: 400,
      error: /audio/,
    },
  ])('is answered with one JSON error and nothing of what is inside: $what', async ({ ask, status, error }) => {
    const office = theOffice();
    const answer = await ask(office, await office.logIn());
    expect(answer).toMatchObject({
      status,
      json: { error: typeof error === 'string' ? error : (expect.stringMatching(error) as string) },
    });
    expect(Object.keys(answer.json as object)).toEqual(['error']);
    expect(answer.text).not.toMatch(/node_modules|\.ts:|\bat .*:\d+/);
    expect(answer.headers.has('x-powered-by')).toBe(false);
  });

  it.each(['GET /workers', 'POST /workers', 'DELETE /workers/1', 'PUT /throttle', 'PUT /shed'])(
    'is the admin interface for whoever lacks its token: %s',
    async (what) => {
      const office = theOffice();
      const [method = '', path = ''] = what.split(' ');
      const token = await office.logIn();
      for (const given of [undefined, token, '']) {
        const answer = await office.send(method, `/admin${path}`, undefined, given);
        expect(answer).toMatchObject({ status: 401, json: { error: 'the admin token is needed' } });
      }
      expect(await office.workers()).toHaveLength(1);
    },
  );

  it.each([
    { what: 'without a log-in', path: '/rooms/1/events', token: 'made-up', status: '401' },
    { what: 'on an unknown path', path: '/elsewhere', token: null, status: '404' },
    { what: 'in a room whose name cannot be read', path: '/rooms/%E0%A4%A/events', token: null, status: '404' },
  ])('is a WebSocket $what', async ({ path, token, status }) => {
    const office = theOffice();
    await expect(office.listen(path, token ?? (await office.logIn()))).rejects.toThrow(status);
  });

  it('is a message over a WebSocket that is too long: it closes, and the service goes on', async () => {
    const office = theOffice();
    const person = await office.listen('/meetings/1/media', await office.logIn());
    person.socket.send('x'.repeat(100_000));
    expect(await person.closed).toBe(1009);
    expect((await office.send('GET', '/healthz')).json).toEqual({ status: 'ok' });
  });
});

describe('the metrics page', () => {
  it('is in Prometheus’ format and shows of every stage what is used, of how much, and what waits', async () => {
    const office = await startOffice(
      capacityWith({ db: { slots: 3, serviceMs: forEver } }, { workers: 2, people: 50 }),
    );
    const token = await office.logIn();
    const held = Array.from({ length: 7 }, () =>
      office.send('POST', '/attendance', undefined, token).catch(() => 'cut'),
    );
    await office.metricBecomes('collab_db_queue', 1);
    await office.metricBecomes('collab_db_slots_in_use', 6);
    const page = await office.send('GET', '/metrics');
    expect(page.headers.get('content-type')).toContain('version=0.0.4');
    const samples = parseExposition(page.text, instant(0));
    const values = Object.fromEntries(
      samples.flatMap((sample) =>
        sample.kind === 'gauge' || sample.kind === 'counter' ? [[sample.series, sample.value]] : [],
      ),
    );
    expect(values).toMatchObject({
      collab_db_slots: 6,
      collab_db_slots_in_use: expect.closeTo(6, 1) as number,
      collab_db_queue: 1,
      collab_media_slots: 20,
      collab_media_slots_in_use: 0,
      collab_api_slots: 20,
      collab_workers: 2,
      collab_sessions_limit: 100,
      collab_sessions_opened_total: 1,
    });
    await office.close();
    expect(await Promise.all(held)).toEqual(Array.from({ length: 7 }, () => 'cut'));
  });
});

describe('starting and ending', () => {
  it('on a port that is taken is bad input, and leaves no process behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const options = { host: '127.0.0.1', port, capacity: capacityWith({}, { workers: 3 }), adminToken: 'x' };
    const failure = await startTarget(options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    expect(String(failure)).toContain(`cannot listen on 127.0.0.1:${port}: listen EADDRINUSE`);
    taken.close();
  });

  it('is ready while it has a worker', async () => {
    const office = await startOffice(capacityWith());
    expect(await office.send('GET', '/readyz')).toMatchObject({ status: 200, json: { workers: 1 } });
    for (const { id } of await office.workers()) await office.admin('DELETE', `/workers/${id}`);
    expect(await office.send('GET', '/readyz')).toMatchObject({ status: 503, json: { workers: 0 } });
  });

  it('ends while people are connected and requests are under way', async () => {
    const office = await startOffice(capacityWith({ db: { serviceMs: forEver } }));
    const token = await office.logIn();
    const listener = await office.listen('/rooms/1/events', token);
    const request = office.send('POST', '/attendance', undefined, token).catch(() => 'cut');
    await office.metricBecomes('collab_db_slots_in_use', 1);
    await office.close();
    expect(await request).toBe('cut');
    expect(await listener.closed).toBe(1006);
    await expect(fetch(office.url)).rejects.toThrow();
  });
});
