import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, sharedOffice, startOffice, type Office } from './office.ts';

const translate = (office: Office, token: string) =>
  office.send('POST', '/translations', { text: '早上好', to: 'en' }, token);

const refused = { status: 503, json: { error: 'the vendor refused the call' } };

describe('a vendor', () => {
  it('answers as many calls at once as were agreed, lets as many wait, and refuses what is beyond', async () => {
    const vendor = { slots: 2, serviceMs: forEver, queue: 1, callsInAMinute: 100 };
    const office = await startOffice(capacityWith({}, { vendor }));
    const token = await office.logIn();
    const held = [1, 2, 3].map(() => translate(office, token).catch(() => 'cut'));
    await office.metricBecomes('collab_vendor_quota_used', 3);
    const answer = await translate(office, token);
    expect(answer).toMatchObject(refused);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await office.metric('collab_vendor_calls_in_use')).toBe(2);
    expect(await office.metric('collab_vendor_calls_limit')).toBe(2);
    expect(await office.metric('collab_vendor_calls_total')).toBe(1);
    expect(await office.metric('collab_vendor_failures_total', { why: 'calls-at-once' })).toBe(1);
    expect(await office.metric('collab_vendor_failures_total', { why: 'quota' })).toBe(0);
    await office.close();
    expect(await Promise.all(held)).toEqual(['cut', 'cut', 'cut']);
  });

  it('answers as many in a minute as were agreed, and refuses what is beyond without taking it off the quota', async () => {
    const vendor = { slots: 2, serviceMs: 1, queue: 1, callsInAMinute: 3 };
    const office = await startOffice(capacityWith({}, { vendor }));
    const token = await office.logIn();
    for (let call = 0; call < 3; call += 1) {
      expect(await translate(office, token)).toMatchObject({ status: 200, json: { text: '早上好', to: 'en' } });
    }
    for (let call = 0; call < 2; call += 1) expect(await translate(office, token)).toMatchObject(refused);
    expect(await office.metric('collab_vendor_failures_total', { why: 'quota' })).toBe(2);
    expect(await office.metric('collab_vendor_calls_total')).toBe(5);
    expect(await office.metric('collab_vendor_quota_used')).toBe(3);
    expect(await office.metric('collab_vendor_quota')).toBe(3);
  });

  it('is the same however many workers there are', async () => {
    const vendor = { slots: 2, serviceMs: 1, queue: 1, callsInAMinute: 3 };
    const office = await startOffice(capacityWith({}, { vendor, workers: 3 }));
    expect(await office.metric('collab_vendor_calls_limit')).toBe(2);
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([{ text: '', to: 'en' }, { text: 'x', to: 'fr' }, { to: 'en' }])('is not called for %j', async (body) => {
    const office = theOffice();
    expect((await office.send('POST', '/translations', body, await office.logIn())).status).toBe(400);
    expect(await office.metric('collab_vendor_calls_total')).toBe(0);
  });
});
