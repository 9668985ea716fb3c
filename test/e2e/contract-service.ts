import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How a service behaves. */
export interface Behaviour {
  /** The page at /metrics. */
  readonly metrics: string | number;
  /** The status and body for everything else. */
  readonly answer: readonly [status: number, body: string];
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A service on a socket of this machine, that does as it is told and keeps the time of each request. */
export interface ContractService {
  readonly port: number;
  readonly url: string;
  readonly requestsAt: readonly number[];
}

export const well: Behaviour = { metrics: 'up 1\n', answer: [200, '{"token":"t"}'], headers: {} };

/** Starts such a service; it is closed with the test. */
export async function contractService(behaviour: Behaviour): Promise<ContractService> {
  const requestsAt: number[] = [];
  const server: Server = createServer((request, response) => {
    request.resume();
    if (request.url === '/metrics') {
      if (typeof behaviour.metrics === 'number') response.writeHead(behaviour.metrics).end();
      else response.writeHead(200, { 'content-type': 'text/plain' }).end(behaviour.metrics);
      return;
    }
    if (request.url !== '/readyz') requestsAt.push(performance.now());
    const [status, body] = behaviour.answer;
    response
      .writeHead(request.url === '/readyz' ? 200 : status, { 'content-type': 'application/json', ...behaviour.headers })
      .end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, requestsAt };
}

/** A port of this machine on which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A target profile for a service that is already there. */
export const profileOf = (url: string, more = ''): string => `version: 1
id: there
url: ${url}
ready: /readyz
ready-within: 2s
metrics: [{ scrape: /metrics, every: 1s }]
${more}
signals:
  message-delay: { of: load.request.duration, stat: p95, over: 3s, unit: seconds }
  database-saturation: { used: slots_in_use, limit: slots }
`;

/** One request an arrival. */
export const scenarioOf = (
  id: string,
  stages: string,
  expect = '{ no-incident: true }',
  more = '',
): string => `version: 1
id: ${id}
title: ${id}
target: there
surge: { stages: [${stages}] }
${more}
journeys: [{ id: look, steps: [{ get: /page, name: look }] }]
expect: [${expect}]
`;
