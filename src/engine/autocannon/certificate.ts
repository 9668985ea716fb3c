import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { connect, rootCertificates } from 'node:tls';
import { EngineError } from '../../model/problem.ts';

/** A service that has not shown its certificate after this time does not show it. */
const patienceMs = 10_000;

/**
 * Looks at the certificate of an https target once, since autocannon looks at none: it must come from a public authority or from the private
 * one of the PEM file `ca`, and be for this host.
 * @throws EngineError when it cannot be trusted, or not be seen.
 */
export async function checkCertificate(target: string, ca: string | null, stop: AbortSignal): Promise<void> {
  const url = new URL(target);
  if (url.protocol !== 'https:') return;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  try {
    await handshake({ host, port: Number(url.port === '' ? 443 : url.port), ...(await trusted(ca)) }, stop);
  } catch (error) {
    throw new EngineError(
      `the certificate of ${url.host} cannot be trusted: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A private authority is trusted beside the public ones, not in their place. */
const trusted = async (ca: string | null): Promise<{ ca?: string[] }> =>
  ca === null ? {} : { ca: [...rootCertificates, await readFile(ca, 'utf8')] };

function handshake(place: { host: string; port: number; ca?: string[] }, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...place, ...(isIP(place.host) === 0 ? { servername: place.host } : {}) });
    const giveUp = (why: string) => () => {
      socket.destroy(new Error(why));
    };
    const stopped = giveUp('stopped');
    stop.addEventListener('abort', stopped, { once: true });
    socket.setTimeout(patienceMs, giveUp('the service did not answer'));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('close', () => {
      stop.removeEventListener('abort', stopped);
      reject(new Error('the service closed the connection'));
    });
  });
}
