import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rehearse, workspace } from '../cli/surgebook.ts';
import { profileOf, scenarioOf } from './contract-service.ts';

/** A certificate authority of our own, and a certificate for this machine's loopback address that it has signed. */
function makeCertificates(folder: string): { readonly ca: string; readonly key: string; readonly cert: string } {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
  const fresh = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...fresh,
    '-days',
    '1',
    '-subj',
    '/CN=office CA',
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
  );
  openssl(
    'req',
    ...fresh,
    '-subj',
    '/CN=office',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    at('key.pem'),
    '-out',
    at('csr.pem'),
  );
  const signing = ['-req', '-in', at('csr.pem'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'];
  openssl('x509', ...signing, '-days', '1', '-copy_extensions', 'copy', '-out', at('cert.pem'));
  return { ca: at('ca.pem'), key: readFileSync(at('key.pem'), 'utf8'), cert: readFileSync(at('cert.pem'), 'utf8') };
}

/** A service over HTTPS, known to that authority alone. */
async function secureService(): Promise<{ readonly url: string; readonly ca: string; readonly asked: () => number }> {
  const { ca, key, cert } = makeCertificates(workspace());
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
