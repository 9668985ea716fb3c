import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rehearse, workspace } from '../cli/surgebook.ts';
import { certify } from '../peers/private-authority.ts';
import { profileOf, scenarioOf } from './contract-service.ts';

/** A service over HTTPS, known to that authority alone. */
async function secureService(): Promise<{ readonly url: string; readonly ca: string; readonly asked: () => number }> {
  const { ca, key, cert } = certify(workspace());
  let pages = 0;
  const server = createServer({ key, cert }, (request, response) => {
    if (request.url === '/page') pages += 1;
    response.writeHead(200, { 'content-type': 'text/plain' }).end('up 1\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: readFileSync(ca, 'utf8'),
    asked: () => pages,
  };
}

describe('a service that only a private authority vouches for', () => {
  it.each(['k6', 'autocannon'])('is rehearsed by %s when its profile names the authority', async (engine) => {
    const service = await secureService();
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url, 'tls: { ca: office-ca.pem }'),
      'scenarios/targets/office-ca.pem': service.ca,
      'scenarios/private.yaml': scenarioOf('private', '{ to: 10/s, over: 2s }'),
    });
    const { code, result, stderr } = await rehearse(['private', '--engine', engine], root);
    expect(result.reasons, stderr).toEqual(['no incident opened']);
    expect(result.arrivals.started).toBe(service.asked());
    expect(service.asked()).toBeGreaterThan(5);
    expect(code).toBe(0);
  });

  it('is not trusted otherwise, and no load is put on it', async () => {
    const service = await secureService();
    const root = workspace({
      'scenarios/targets/there.yaml': profileOf(service.url),
      'scenarios/private.yaml': scenarioOf('private', '{ to: 10/s, over: 2s }'),
    });
    const { code, result } = await rehearse(['private'], root);
    expect(result.error).toMatch(/not ready within 2 s: .*(certificate|self-signed|unable to verify)/);
    expect(service.asked()).toBe(0);
    expect(code).toBe(3);
  });
});
