import { describe, expect, it } from 'vitest';
import { capacityWith, startOffice, type Office } from './office.ts';

interface Try {
  readonly password?: string;
  readonly place?: string;
  readonly hour?: number;
}

const dialIn = (office: Office, { password = 'ada-secret', place = 'usual', hour = 9 }: Try = {}) =>
  office.send('POST', '/vpn/sessions', { user: 'ada', password, place, hour });

describe('the VPN gateway', () => {
  it('lets in up to its licence, turns others away with 503, and lets in again when somebody has left', async () => {
    const office = await startOffice(capacityWith({}, { vpnLicences: 2 }));
    expect(await dialIn(office)).toMatchObject({ status: 201, json: { session: 1 } });
    expect(await dialIn(office)).toMatchObject({ status: 201, json: { session: 2 } });
    const refused = await dialIn(office);
    expect(refused).toMatchObject({ status: 503, json: { error: 'no licence is free' } });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await office.metric('collab_vpn_sessions')).toBe(2);
    expect(await office.metric('collab_vpn_sessions_limit')).toBe(2);
    expect((await office.send('DELETE', '/vpn/sessions/1')).status).toBe(204);
    expect(await office.metric('collab_vpn_sessions')).toBe(1);
    expect((await dialIn(office)).status).toBe(201);
    expect(await office.metric('collab_vpn_sessions_opened_total')).toBe(3);
    expect(await office.metric('collab_vpn_turned_away_total')).toBe(1);
    expect(await office.metric('collab_vpn_log_ins_total', { place: 'usual', hours: 'office' })).toBe(4);
  });

  it('knows no session twice: who has left cannot leave again', async () => {
    const office = await startOffice(capacityWith());
    await dialIn(office);
    await office.send('DELETE', '/vpn/sessions/1');
    expect(await office.send('DELETE', '/vpn/sessions/1')).toMatchObject({
      status: 404,
      json: { error: 'there is no such session' },
    });
  });

  it('lets nobody in with a wrong password, whose try takes no licence and is counted', async () => {
    const office = await startOffice(capacityWith({}, { vpnLicences: 1 }));
    expect(await dialIn(office, { password: 'letmein', place: 'unusual', hour: 3 })).toMatchObject({
      status: 401,
      json: { error: 'the password is wrong' },
    });
    const where = { place: 'unusual', hours: 'off' };
    expect(await office.metric('collab_vpn_failed_tries_total', where)).toBe(1);
    expect(await office.metric('collab_vpn_tries_total', where)).toBe(1);
    expect(await office.metric('collab_vpn_log_ins_total', where)).toBe(0);
    expect((await dialIn(office)).status).toBe(201);
  });

  it.each([
    { place: 'usual', hour: 7, hours: 'office' },
    { place: 'usual', hour: 19, hours: 'office' },
    { place: 'unusual', hour: 20, hours: 'off' },
    { place: 'unusual', hour: 6, hours: 'off' },
    { place: 'usual', hour: 0, hours: 'off' },
  ])('counts a log-in from the $place place at $hour o’clock under $hours hours', async ({ place, hour, hours }) => {
    const office = await startOffice(capacityWith());
    await dialIn(office, { place, hour });
    const counts = await Promise.all(
      ['usual', 'unusual'].flatMap((one) =>
        ['office', 'off'].map(async (other) => [
          `${one} ${other}`,
          await office.metric('collab_vpn_log_ins_total', { place: one, hours: other }),
        ]),
      ),
    );
    expect(Object.fromEntries(counts)).toEqual({
      ...{ 'usual office': 0, 'usual off': 0, 'unusual office': 0, 'unusual off': 0 },
      [`${place} ${hours}`]: 1,
    });
  });

  it.each([{ place: 'elsewhere' }, { hour: 24 }, { hour: -1 }, { hour: 9.5 }])(
    'takes no try that does not say where from and when: %j',
    async (what) => {
      const office = await startOffice(capacityWith());
      expect((await dialIn(office, what)).status).toBe(400);
    },
  );
});
