import { describe, expect, it } from 'vitest';
import { DatabaseSessions } from '../../src/target/database-sessions.ts';
import { capacityWith, sharedOffice, startOffice, type Office } from './office.ts';

/** Opens a session, and gives back how to operate in it. */
async function openSession(office: Office, token: string, from: 'local' | 'remote') {
  const { status, json } = await office.send('POST', '/database/sessions', { from }, token);
  expect(status).toBe(201);
  const path = `/database/sessions/${(json as { session: string }).session}`;
  return {
    path,
    do: (operation: object) => office.send('POST', `${path}/operations`, operation, token),
    close: () => office.send('DELETE', path, undefined, token),
  };
}

const destroyed = (office: Office, kind: string) =>
  office.metric('collab_database_destructive_operations_total', { kind });

describe('operations on the core database', () => {
  it.each([
    { what: 'a select', operation: { operation: 'select' }, records: 1000, kind: null },
    { what: 'an insert', operation: { operation: 'insert', record: 'new' }, records: 1001, kind: null },
    {
      what: 'a delete of one record',
      operation: { operation: 'delete', record: 'record-7' },
      records: 999,
      kind: null,
    },
    { what: 'a delete of none', operation: { operation: 'delete', record: 'nowhere' }, records: 1000, kind: null },
    { what: 'a delete', operation: { operation: 'delete' }, records: 0, kind: 'delete-without-condition' },
    { what: 'a truncate', operation: { operation: 'truncate' }, records: 0, kind: 'truncate' },
    { what: 'a drop', operation: { operation: 'drop' }, records: 0, kind: 'drop' },
  ])('take what they say of the target’s own records, and count what destroys: $what', async (row) => {
    const office = await startOffice(capacityWith());
    const session = await openSession(office, await office.logIn(), 'local');
    expect(await session.do(row.operation)).toMatchObject({ status: 200, json: { records: row.records } });
    expect(await office.metric('collab_database_records')).toBe(row.records);
    expect(await office.metric('collab_database_operations_total')).toBe(1);
    for (const kind of ['drop', 'truncate', 'delete-without-condition']) {
      expect(await destroyed(office, kind)).toBe(kind === row.kind ? 1 : 0);
    }
  });

  it('find no table after it was dropped, are counted all the same, and find it again after a restore', async () => {
    const office = await startOffice(capacityWith());
    const session = await openSession(office, await office.logIn(), 'local');
    await session.do({ operation: 'drop' });
    const lost = { status: 409, json: { error: 'there is no table any more' } };
    for (const operation of [
      { operation: 'select' },
      { operation: 'insert', record: 'x' },
      { operation: 'truncate' },
    ]) {
      expect(await session.do(operation)).toMatchObject(lost);
    }
    expect((await session.do({ operation: 'drop' })).status).toBe(200);
    expect([await destroyed(office, 'drop'), await destroyed(office, 'truncate')]).toEqual([2, 1]);
    expect(await office.admin('POST', '/database/restore')).toMatchObject({ status: 200, json: { records: 1000 } });
    expect(await session.do({ operation: 'select' })).toMatchObject({ status: 200, json: { records: 1000 } });
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([
    { operation: 'vacuum' },
    { operation: 'insert' },
    { operation: 'truncate', record: 'record-1' },
    { operation: 'delete', record: '' },
    {},
  ])('are not done when they cannot be read: %j', async (operation) => {
    const office = theOffice();
    const session = await openSession(office, await office.logIn(), 'local');
    expect((await session.do(operation)).status).toBe(400);
    expect(await office.metric('collab_database_operations_total')).toBe(0);
  });
});

describe('sessions with the core database', () => {
  it('are counted by where they come from, and the admin sees whose they are', async () => {
    const office = await startOffice(capacityWith());
    const [ada, li] = [await office.logIn('ada'), await office.logIn('li')];
    await openSession(office, ada, 'local');
    const remote = await openSession(office, li, 'remote');
    const count = (from: string) => office.metric('collab_database_sessions', { from });
    expect([await count('local'), await count('remote')]).toEqual([1, 1]);
    expect((await office.admin('GET', '/database')).json).toEqual({
      records: 1000,
      sessions: [
        { user: 'ada', from: 'local' },
        { user: 'li', from: 'remote' },
      ],
    });
    expect((await remote.close()).status).toBe(204);
    expect([await count('local'), await count('remote')]).toEqual([1, 0]);
    expect((await remote.close()).status).toBe(404);
  });

  it('serve nobody but whoever opened them', async () => {
    const office = await startOffice(capacityWith());
    const { path } = await openSession(office, await office.logIn('ada'), 'local');
    const other = await office.logIn('li');
    const none = { status: 404, json: { error: 'you have no such session' } };
    expect(await office.send('POST', `${path}/operations`, { operation: 'drop' }, other)).toMatchObject(none);
    expect(await office.send('DELETE', path, undefined, other)).toMatchObject(none);
    expect(await destroyed(office, 'drop')).toBe(0);
  });

  it('end when nobody has used them for as long as that is allowed', () => {
    const sessions = new DatabaseSessions(1000);
    const used = sessions.open('ada', 'remote', 0);
    const forgotten = sessions.open('li', 'remote', 0);
    expect(sessions.use(used?.id ?? '', 'ada', 600)).toBe(true);
    expect(sessions.at(999)).toHaveLength(2);
    expect(sessions.at(1000)).toEqual([used]);
    expect(sessions.use(forgotten?.id ?? '', 'li', 1000)).toBe(false);
    expect(sessions.at(1600)).toEqual([]);
  });
});

describe('a lock-out', () => {
  it.each<{ readonly what: string; readonly lockOut: object; readonly out: readonly string[] }>([
    { what: 'of all that is remote', lockOut: { remote: true }, out: ['li remote', 'ada remote'] },
    { what: 'of an account', lockOut: { accounts: ['li'] }, out: ['li local', 'li remote'] },
    { what: 'of both', lockOut: { remote: true, accounts: ['li'] }, out: ['li local', 'li remote', 'ada remote'] },
    { what: 'of nobody', lockOut: {}, out: [] },
  ])('closes sessions and opens none again, and leaves the others: $what', async ({ lockOut, out }) => {
    const office = await startOffice(capacityWith());
    const inside = [];
    for (const user of ['li', 'ada']) {
      const token = await office.logIn(user);
      for (const from of ['local', 'remote'] as const) {
        inside.push({ who: `${user} ${from}`, from, token, session: await openSession(office, token, from) });
      }
    }
    expect((await office.admin('PUT', '/database/lock-out', lockOut)).status).toBe(200);
    for (const { who, from, token, session } of inside) {
      const locked = out.includes(who);
      expect((await session.do({ operation: 'select' })).status).toBe(locked ? 404 : 200);
      expect((await office.send('POST', '/database/sessions', { from }, token)).status).toBe(locked ? 403 : 201);
    }
    expect(await office.metric('collab_database_locked_out_total')).toBe(2 * out.length);
    await office.admin('PUT', '/database/lock-out', {});
    for (const { from, token } of inside) await openSession(office, token, from);
  });

  it.each(['GET /database', 'PUT /database/lock-out', 'POST /database/restore'])(
    'and all the admin can do here is for whoever has the token: %s',
    async (what) => {
      const office = await startOffice(capacityWith());
      const [method = '', path = ''] = what.split(' ');
      expect((await office.send(method, `/admin${path}`, undefined, await office.logIn())).status).toBe(401);
    },
  );
});
