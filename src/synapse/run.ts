import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpawnLeashed } from '../model/engine.ts';
import { freePort } from './free-port.ts';
import { startHomeserver } from './homeserver.ts';
import type { SynapsePlace } from './release.ts';

export interface SynapseOptions {
  /** The prepared home; it stays as it is. */
  readonly prepared: string;
  /** An empty folder for what this server gathers; it is the caller's to remove. */
  readonly scratch: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly metricsPort: number;
  readonly place: SynapsePlace;
  readonly spawn: SpawnLeashed;
  /** Aborted when it is to end. */
  readonly stop: AbortSignal;
  /** Told where it is, once it answers. */
  readonly ready: (url: string, metrics: string) => void;
}

/**
 * Runs Synapse on a copy of a prepared home until `stop` is aborted: each server begins alike.
 * @throws Error when it ends by itself.
 */
export async function runSynapse({ prepared, ready, ...options }: SynapseOptions): Promise<void> {
  const home = join(options.scratch, 'home');
  await cp(prepared, home, { recursive: true });
  const port = options.port === 0 ? await freePort() : options.port;
  const metricsPort = options.metricsPort === 0 ? await freePort() : options.metricsPort;
  const server = await startHomeserver({ ...options, home, port, metricsPort });
  ready(server.url, `http://127.0.0.1:${metricsPort}/metrics`);
  const why = await Promise.race([server.vanished, aborted(options.stop)]);
  await server.kill();
  if (why !== null) throw new Error(why);
}

function aborted(stop: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const tell = (): void => {
      resolve(null);
    };
    if (stop.aborted) tell();
    stop.addEventListener('abort', tell, { once: true });
  });
}
