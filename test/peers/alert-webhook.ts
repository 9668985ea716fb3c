import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** An alert of which Alertmanager told. */
export interface ToldAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  /** When the request that told of it arrived, in milliseconds of the machine's clock. */
  readonly at: number;
}

/** A webhook for an Alertmanager, on the loopback interface. */
export interface AlertWebhook {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens for what an Alertmanager tells (version 4 of its webhook), alert by alert. */
export async function listenForAlerts(hear: (alert: ToldAlert) => void): Promise<AlertWebhook> {
  const server = createServer((request, response) => {
    const at = Date.now();
    void json(request).then((body) => {
      response.writeHead(200).end();
      const { alerts } = body as { readonly alerts: readonly Omit<ToldAlert, 'at'>[] };
      for (const { status, labels } of alerts) hear({ status, labels, at });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
