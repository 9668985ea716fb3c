import { describe, expect, it } from 'vitest';
import { queriesOfReport } from '../../src/target/reports.ts';
import { capacityWith, forEver, startOffice } from './office.ts';

describe('reports', () => {
  it('are accepted at once and ask the database many questions each', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 2, serviceMs: forEver } }));
    const token = await office.logIn();
    expect((await office.send('POST', '/reports', undefined, token)).status).toBe(202);
    expect((await office.send('POST', '/reports', undefined, token)).status).toBe(202);
    expect(await office.metric('collab_db_queue')).toBe(2 * queriesOfReport - 2);
    expect(await office.metric('collab_reports_total')).toBe(2);
    expect(await office.metric('collab_reports_made_total')).toBe(0);
  });

  it('are made when every question has been answered', async () => {
    const office = await startOffice(capacityWith({ db: { slots: queriesOfReport, serviceMs: 2 } }));
    await office.send('POST', '/reports', undefined, await office.logIn());
    await office.metricBecomes('collab_reports_made_total', 1);
  });

  it('are not made when the full queue has no place for one of their questions', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: 1, queue: queriesOfReport - 2 } }));
    const token = await office.logIn();
    await office.send('POST', '/reports', undefined, token);
    await office.metricBecomes('collab_db_queue', 0);
    expect(await office.metric('collab_rejected_total', { stage: 'db' })).toBe(1);
    expect((await office.send('POST', '/attendance', undefined, token)).status).toBe(201);
    expect(await office.metric('collab_reports_made_total')).toBe(0);
  });
});
