import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, startOffice, type Office } from './office.ts';

const handIn = async (office: Office, token: string, times: number) => {
  const answers = [];
  for (let nth = 0; nth < times; nth += 1) {
    answers.push(await office.send('POST', '/approvals', { subject: 'two days of leave' }, token));
  }
  return answers;
};

describe('approvals', () => {
  it('are accepted at once, whatever waits before them', async () => {
    const office = await startOffice(capacityWith({ approvals: { slots: 1, serviceMs: forEver } }));
    const answers = await handIn(office, await office.logIn(), 3);
    expect(answers.map(({ status, json }) => ({ status, json }))).toEqual(
      [1, 2, 3].map((id) => ({ status: 202, json: { id } })),
    );
    expect(await office.metric('collab_approvals_total')).toBe(3);
    expect(await office.metric('collab_approvals_waiting')).toBe(3);
    expect(await office.metric('collab_approvals_decided_total')).toBe(0);
  });

  it('wait until they are decided, and then wait no more', async () => {
    const office = await startOffice(capacityWith({ approvals: { slots: 2, serviceMs: 5 } }));
    await handIn(office, await office.logIn(), 5);
    await office.metricBecomes('collab_approvals_decided_total', 5);
    expect(await office.metric('collab_approvals_waiting')).toBe(0);
    expect(await office.metric('collab_approval_oldest_seconds')).toBe(0);
  });

  it('show how long the oldest has waited: it grows while none is decided', async () => {
    const office = await startOffice(capacityWith({ approvals: { slots: 1, serviceMs: forEver } }));
    const token = await office.logIn();
    expect(await office.metric('collab_approval_oldest_seconds')).toBe(0);
    await handIn(office, token, 1);
    const first = (await office.metric('collab_approval_oldest_seconds')) ?? 0;
    await handIn(office, token, 1);
    expect(await office.metric('collab_approval_oldest_seconds')).toBeGreaterThan(first);
    expect(first).toBeGreaterThan(0);
  });

  it('that the full queue has no place for wait no longer, and are counted as rejected', async () => {
    const office = await startOffice(capacityWith({ approvals: { slots: 1, serviceMs: forEver, queue: 1 } }));
    await handIn(office, await office.logIn(), 4);
    expect(await office.metric('collab_approvals_waiting')).toBe(2);
    expect(await office.metric('collab_rejected_total', { stage: 'approvals' })).toBe(2);
  });

  it.each([{}, { subject: '' }])('say what for: %j is none', async (body) => {
    const office = await startOffice(capacityWith());
    expect((await office.send('POST', '/approvals', body, await office.logIn())).status).toBe(400);
    expect(await office.metric('collab_approvals_waiting')).toBe(0);
  });
});
