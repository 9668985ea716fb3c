import { describe, expect, it } from 'vitest';
import { capacityWith, sharedOffice, startOffice, type Office } from './office.ts';

const submit = (office: Office, token: string, more: object = {}) =>
  office.send('POST', '/health-form', { temperature: 36.5, ...more }, token);
const agree = (office: Office, token: string, agreed: boolean) =>
  office.send('PUT', '/health-form/consent', { agreed }, token);

describe('health forms', () => {
  it('are taken with consent and without, and those without are counted', async () => {
    const office = await startOffice(capacityWith());
    const [ada, li] = [await office.logIn('ada'), await office.logIn('li')];
    expect((await agree(office, ada, true)).json).toEqual({ agreed: true });
    for (const token of [ada, li, ada]) expect((await submit(office, token)).status).toBe(201);
    expect(await office.metric('collab_health_submissions_total')).toBe(3);
    expect(await office.metric('collab_health_without_consent_total')).toBe(1);
    expect(await office.metric('collab_health_records')).toBe(3);
  });

  it('are without consent before it is given, and once it is withdrawn', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const withoutConsent = () => office.metric('collab_health_without_consent_total');
    await submit(office, token);
    await agree(office, token, true);
    await submit(office, token);
    expect(await withoutConsent()).toBe(1);
    await agree(office, token, false);
    await submit(office, token);
    expect(await withoutConsent()).toBe(2);
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([{ temperature: 29 }, { temperature: 46 }, { temperature: 36.5, name: 'ada' }, { keepForSeconds: -1 }])(
    'are not taken with %j',
    async (body) => {
      const office = theOffice();
      expect((await submit(office, await office.logIn(), body)).status).toBe(400);
      expect(await office.metric('collab_health_records')).toBe(0);
    },
  );
});

describe('health records', () => {
  it.each([
    { what: 'masked', query: '', user: '𠮷***', unmasked: 0 },
    { what: 'masked when that is said', query: '?unmasked=false', user: '𠮷***', unmasked: 0 },
    { what: 'unmasked, which is counted', query: '?unmasked=true', user: '𠮷田', unmasked: 1 },
  ])('are read $what', async ({ query, user, unmasked }) => {
    const office = await startOffice(capacityWith());
    await submit(office, await office.logIn('𠮷田'));
    const read = await office.send('GET', `/health-form/records${query}`, undefined, await office.logIn('hr'));
    expect(read.json).toEqual({ records: [{ user, temperature: 36.5 }] });
    expect(await office.metric('collab_health_reads_total')).toBe(1);
    expect(await office.metric('collab_health_unmasked_reads_total')).toBe(unmasked);
  });

  it('are shown the newest 20 at once', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    for (let n = 0; n < 21; n += 1) await submit(office, token, { temperature: 36 + n / 100 });
    const { json } = await office.send('GET', '/health-form/records', undefined, token);
    const { records } = json as { records: { temperature: number }[] };
    expect(records.map(({ temperature }) => temperature)).toEqual(
      Array.from({ length: 20 }, (_, n) => 36 + (n + 1) / 100),
    );
  });

  it('whose day has come are overdue until they are deleted, and the others stay', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    await submit(office, token);
    for (const keepForSeconds of [0, 0]) await submit(office, token, { keepForSeconds });
    expect(await office.metric('collab_health_overdue')).toBe(2);
    const deletion = () => office.send('DELETE', '/health-form/records/overdue', undefined, token);
    expect((await deletion()).json).toEqual({ deleted: 2 });
    expect(await office.metric('collab_health_overdue')).toBe(0);
    expect(await office.metric('collab_health_records')).toBe(1);
    expect((await deletion()).json).toEqual({ deleted: 0 });
  });
});
