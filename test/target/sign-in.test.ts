import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, startOffice } from './office.ts';

describe('sign-in', () => {
  it('is a stage of its own: when it is full nobody comes in, and it takes no slot of others', async () => {
    const office = await startOffice(
      capacityWith({ 'sign-in': { slots: 1, serviceMs: forEver, queue: 1 } }, { workers: 2 }),
    );
    const held = Array.from({ length: 4 }, () => office.logIn().catch(() => 'cut'));
    await office.metricBecomes('collab_sign_in_queue', 2);
    await office.metricBecomes('collab_sign_in_slots_in_use', 2);
    expect(await office.metric('collab_sign_in_slots')).toBe(2);
    const refused = await office.send('POST', '/sessions', { user: 'li' });
    expect(refused).toMatchObject({ status: 503, json: { error: 'the sign-in queue is full' } });
    expect(await office.metric('collab_sessions_opened_total')).toBe(0);
    expect(await office.metric('collab_api_slots_in_use')).toBe(0);
    await office.close();
    expect(await Promise.all(held)).toEqual(['cut', 'cut', 'cut', 'cut']);
  });
});
