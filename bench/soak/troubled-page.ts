import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of metrics whose service is in trouble at the beginning of each stretch of time. */
export interface TroubledPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Seconds of one stretch, and how many of them are trouble. */
export interface Troubles {
  readonly every: number;
  readonly lasting: number;
}

/** Serves the page on this machine; the first stretch begins quiet, so that the load is steady before the first trouble. */
export async function serveTroubledPage({ every, lasting }: Troubles): Promise<TroubledPage> {
  const begun = performance.now();
  const server = createServer((_request, response) => {
    const second = (performance.now() - begun) / 1000;
    const late = second % every >= every - lasting;
    response.setHeader('content-type', 'text/plain');
    response.end(`message_delay_seconds ${late ? 30 : 0.1}\nslots_in_use ${late ? 10 : 2}\nslots 10\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
