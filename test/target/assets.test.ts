import { describe, expect, it } from 'vitest';
import { capacityWith, forEver, startOffice, type Office } from './office.ts';

const upload = (office: Office, id: string, body: unknown, token?: string) =>
  office.send('PUT', `/assets/${id}`, body, token);

describe('assets', () => {
  it.each([
    { what: 'JSON', body: { layers: [1, 2, 3] }, bytes: 18 },
    { what: 'text, whose bytes count and not its characters', body: { text: '早安' }, bytes: 17 },
  ])('are stored whatever they are: $what', async ({ body, bytes }) => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    expect(await upload(office, 'logo', body, token)).toMatchObject({ status: 201, json: { bytes } });
    expect((await office.send('GET', '/assets/logo', undefined, token)).json).toEqual({ bytes });
    expect(await office.metric('collab_uploads_total')).toBe(1);
    expect(await office.metric('collab_upload_bytes_total')).toBe(bytes);
  });

  it('that nobody has uploaded have no bytes', async () => {
    const office = await startOffice(capacityWith());
    expect((await office.send('GET', '/assets/none', undefined, await office.logIn())).json).toEqual({ bytes: 0 });
  });

  it('are not stored before the storage has a slot, and refused when its queue is full', async () => {
    const office = await startOffice(capacityWith({ uploads: { slots: 1, serviceMs: forEver, queue: 1 } }));
    const token = await office.logIn();
    const held = ['a', 'b'].map((id) => upload(office, id, { x: 1 }, token).catch(() => 'cut'));
    await office.metricBecomes('collab_uploads_queue', 1);
    await office.metricBecomes('collab_uploads_slots_in_use', 1);
    expect(await upload(office, 'c', { x: 1 }, token)).toMatchObject({
      status: 503,
      json: { error: 'the uploads queue is full' },
    });
    expect(await office.metric('collab_uploads_total')).toBe(0);
    await office.close();
    expect(await Promise.all(held)).toEqual(['cut', 'cut']);
  });

  it('are refused with nothing in them, too large, or from nobody known', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const refusals = [
      await upload(office, 'a', undefined, token),
      await upload(office, 'a', JSON.stringify('x'.repeat(3_000_000)), token),
      await upload(office, 'a', { x: 1 }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 413, 401]);
    expect(await office.metric('collab_uploads_total')).toBe(0);
  });

  it('that are no JSON may be eight megabytes, and no more', async () => {
    const office = await startOffice(capacityWith());
    const token = await office.logIn();
    const put = async (bytes: number) => {
      const response = await fetch(`${office.url}/assets/raw`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
        body: new Uint8Array(bytes),
      });
      return response.status;
    };
    expect([await put(8 * 2 ** 20), await put(8 * 2 ** 20 + 1)]).toEqual([201, 413]);
    expect(await office.metric('collab_upload_bytes_total')).toBe(8 * 2 ** 20);
  });
});
