import { describe, expect, it } from 'vitest';
import { capacityWith, sharedOffice, startOffice, type Office } from './office.ts';

const send = (office: Office, token: string) =>
  office.send('POST', '/workplace-monitoring/samples', { window: 'plan.docx', activeSeconds: 30 }, token);
const agree = (office: Office, token: string, agreed: boolean) =>
  office.send('PUT', '/workplace-monitoring/consent', { agreed }, token);

describe('samples of the monitoring agent', () => {
  it('are taken of everybody, and those of people who have not agreed are counted', async () => {
    const office = await startOffice(capacityWith());
    const [ada, li] = [await office.logIn('ada'), await office.logIn('li')];
    await agree(office, ada, true);
    for (const token of [ada, ada, li]) expect((await send(office, token)).status).toBe(202);
    expect(await office.metric('collab_monitoring_samples_total')).toBe(3);
    expect(await office.metric('collab_monitoring_without_consent_total')).toBe(1);
    await agree(office, ada, false);
    await send(office, ada);
    expect(await office.metric('collab_monitoring_without_consent_total')).toBe(2);
  });

  it('have a consent of their own: one to the health form is none to this', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    await office.send('PUT', '/health-form/consent', { agreed: true }, token);
    await send(office, token);
    expect(await office.metric('collab_monitoring_without_consent_total')).toBe(1);
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([{ window: 'x' }, { window: 'x', activeSeconds: -1 }, { window: 'x', activeSeconds: 1, keys: 'secret' }])(
    'are not taken as %j',
    async (body) => {
      const office = theOffice();
      const answer = await office.send('POST', '/workplace-monitoring/samples', body, await office.logIn());
      expect(answer.status).toBe(400);
      expect(await office.metric('collab_monitoring_samples_total')).toBe(0);
    },
  );
});
