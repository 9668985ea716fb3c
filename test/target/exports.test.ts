import { describe, expect, it } from 'vitest';
import { capacityWith, sharedOffice, startOffice } from './office.ts';

describe('exports', () => {
  it.each([
    { what: 'nobody', rows: {}, share: 0 },
    { what: 'one account', rows: { ada: [10, 20] }, share: 1 },
    { what: 'two alike', rows: { ada: [50], li: [20, 30] }, share: 0.5 },
    { what: 'one above all', rows: { ada: [5000, 4500], li: [20], wu: [480] }, share: 0.95 },
  ])('are counted in rows, and the share of whoever took most is shown: $what', async ({ rows, share }) => {
    const office = await startOffice(capacityWith());
    let exported = 0;
    let exports = 0;
    for (const [user, sizes] of Object.entries<number[]>(rows)) {
      const token = await office.logIn(user);
      for (const size of sizes) {
        const answer = await office.send('POST', '/exports', { rows: size }, token);
        expect(answer).toMatchObject({ status: 201, json: { rows: size } });
        exported += size;
        exports += 1;
      }
    }
    expect(await office.metric('collab_exports_total')).toBe(exports);
    expect(await office.metric('collab_export_rows_total')).toBe(exported);
    expect(await office.metric('collab_export_top_share')).toBe(share);
  });

  it('tell nothing of who took them on the metrics page', async () => {
    const office = await startOffice(capacityWith());
    await office.send('POST', '/exports', { rows: 10 }, await office.logIn('a-very-particular-name'));
    expect((await office.send('GET', '/metrics')).text).not.toContain('a-very-particular-name');
  });

  const theOffice = sharedOffice(capacityWith());
  it.each([{ rows: 0 }, { rows: 100_001 }, { rows: 1.5 }, {}])('are none for %j', async (body) => {
    const office = theOffice();
    expect((await office.send('POST', '/exports', body, await office.logIn())).status).toBe(400);
    expect(await office.metric('collab_exports_total')).toBe(0);
  });
});
