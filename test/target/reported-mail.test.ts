import { describe, expect, it } from 'vitest';
import { capacityWith, sharedOffice, startOffice, type Office } from './office.ts';

const report = (office: Office, token: string, sender: string) =>
  office.send('POST', '/reported-mails', { sender, subject: 'Please confirm' }, token);

describe('mails that people report', () => {
  it.each([
    { what: 'as many senders name none', senders: ['a@x.cn', 'b@x.cn', 'c@x.cn'], same: 0 },
    { what: 'one sender, from the second on', senders: ['a@x.cn', 'a@x.cn', 'a@x.cn'], same: 2 },
    { what: 'one sender however it is written', senders: ['Pay@x.cn', ' pay@X.cn'], same: 1 },
    { what: 'one that is not the most reported', senders: ['a@x.cn', 'a@x.cn', 'a@x.cn', 'b@x.cn', 'b@x.cn'], same: 2 },
    { what: 'one that has caught up', senders: ['a@x.cn', 'a@x.cn', 'b@x.cn', 'b@x.cn'], same: 2 },
  ])('are counted, and those with the sender most reported: $what', async ({ senders, same }) => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    for (const sender of senders) {
      expect(await report(office, token, sender)).toMatchObject({ status: 201, json: { received: true } });
    }
    expect(await office.metric('collab_reported_mails_total')).toBe(senders.length);
    expect(await office.metric('collab_reported_mails_same_sender_total')).toBe(same);
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([
    { what: 'without a sender', body: { subject: 'x' } },
    { what: 'with a sender longer than an address', body: { sender: 'x'.repeat(321), subject: 'x' } },
    { what: 'with a subject longer than a line', body: { sender: 'a@x.cn', subject: 'x'.repeat(999) } },
    { what: 'with more than is asked', body: { sender: 'a@x.cn', subject: 'x', password: 'secret' } },
  ])('are not taken and not counted $what', async ({ body }) => {
    const office = theOffice();
    expect((await office.send('POST', '/reported-mails', body, await office.logIn())).status).toBe(400);
    expect(await office.metric('collab_reported_mails_total')).toBe(0);
  });

  it('are reported by people who are logged in', async () => {
    expect((await report(theOffice(), 'made-up', 'a@x.cn')).status).toBe(401);
  });
});
