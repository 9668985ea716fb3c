import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a service on 127.0.0.1 shows, and by whom it is vouched for. */
export interface Certified {
  /** The PEM file of the authority. */
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes a certificate authority that nobody knows, and a certificate of it for 127.0.0.1, in this folder. */
export function certify(folder: string): Certified {
  const openssl = (...words: readonly string[]): void => {
    execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = ['-subj', '/CN=test authority', '-days', '2', '-keyout', 'ca.key', '-out', 'ca.pem'];
  openssl('req', '-x509', ...newKey, ...authority);
  const service = ['-subj', '/CN=test service', '-addext', 'subjectAltName=IP:127.0.0.1'];
  openssl('req', ...newKey, ...service, '-keyout', 'key.pem', '-out', 'request.pem');
  const signing = ['-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl('x509', '-req', ...signing, '-days', '2', '-copy_extensions', 'copy', '-out', 'cert.pem');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { ca: join(folder, 'ca.pem'), key: read('key.pem'), cert: read('cert.pem') };
}
