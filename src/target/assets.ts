import express from 'express';
import { refuse, type Entrance } from './entrance.ts';
import { counterOf } from './meter.ts';
import { work } from './service.ts';

/** An asset is no larger than this; what a design tool sends is cut into parts of this size. */
const mostBytes = 8 * 2 ** 20;

/** Design assets: an upload holds a slot of the storage for its service time, whatever its size, and is answered when it is stored. */
export function addAssets({ app, known, service }: Entrance): void {
  /** How large each asset is; its bytes are wanted by nobody again. */
  const assets = new Map<string, number>();
  const { registry } = service.metrics;
  const uploaded = counterOf(registry, 'collab_uploads_total', 'assets stored');
  const bytesStored = counterOf(registry, 'collab_upload_bytes_total', 'bytes of the assets stored');
  const body = express.raw({ type: () => true, limit: mostBytes });

  app.get('/assets/:id', known, async (request, response) => {
    await work(service, 'api');
    response.json({ bytes: assets.get(String(request.params['id'])) ?? 0 });
  });
  app.put('/assets/:id', known, body, async (request, response) => {
    const bytes = sizeOf(request.body);
    if (bytes === 0) {
      refuse(response, 400, 'body: an asset has at least one byte');
      return;
    }
    await work(service, 'uploads');
    assets.set(String(request.params['id']), bytes);
    uploaded.inc();
    bytesStored.inc(bytes);
    response.status(201).json({ bytes });
  });
}

/** JSON has been read before it comes here; it counts as it is written at its shortest. */
function sizeOf(sent: unknown): number {
  if (sent === undefined) return 0;
  return Buffer.isBuffer(sent) ? sent.length : Buffer.byteLength(JSON.stringify(sent));
}
