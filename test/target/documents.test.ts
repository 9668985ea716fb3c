import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, startOffice } from './office.ts';

describe('document metrics', () => {
  it('count conflicts against tries, so that their ratio is the share of saves that was in vain', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    for (const version of [0, 0, 1, 1]) {
      await office.send('PUT', '/documents/plan', { text: 'mine', version }, token);
    }
    expect(await office.metric('collab_document_save_tries_total')).toBe(4);
    expect(await office.metric('collab_document_conflicts_total')).toBe(2);
    expect(await office.metric('collab_documents_saved_total')).toBe(2);
  });

  it('count no try that still waits for the database', async () => {
    const office = await startOffice(capacityWith({ db: { slots: 1, serviceMs: forEver } }));
    const token = await office.logIn();
    const saves = [1, 2].map((document) =>
      office.send('PUT', `/documents/${document}`, { text: '', version: 0 }, token).catch(() => 'cut'),
    );
    await office.metricBecomes('collab_db_queue', 1);
    expect(await office.metric('collab_document_save_tries_total')).toBe(0);
    await office.close();
    expect(await Promise.all(saves)).toEqual(['cut', 'cut']);
  });

  it('show how many are at the one document that most are at: whoever opens it, and whoever saves it', async () => {
    const office = await startOffice(capacityWith());
    const [ada, li, wang] = await Promise.all(['ada', 'li', 'wang'].map((user) => office.logIn(user)));
    expect(await office.metric('collab_document_editors_most')).toBe(0);
    await office.send('GET', '/documents/plan', undefined, ada);
    await office.send('PUT', '/documents/plan', { text: '', version: 0 }, ada);
    await office.send('PUT', '/documents/plan', { text: '', version: 1 }, li);
    await office.send('GET', '/documents/other', undefined, wang);
    expect(await office.metric('collab_document_editors_most')).toBe(2);
  });
});

describe('the version of a document', () => {
  it.each([
    { version: 0, status: 200 },
    { version: '0', status: 200 },
    { version: '1', status: 409 },
    { version: '', status: 400 },
    { version: '0x0', status: 400 },
    { version: -1, status: 400 },
  ])('may be a number, or one as text: $version', async ({ version, status }) => {
    const office = await startOffice(capacityWith());
    const answer = await office.send('PUT', '/documents/x', { text: '', version }, await office.logIn());
    expect(answer.status).toBe(status);
  });
});
