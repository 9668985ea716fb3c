import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError, problem } from '../model/problem.ts';
import type { Capacity } from './capacity.ts';
import { httpInterface } from './http.ts';
import { createService } from './service.ts';
import { serveSockets } from './sockets.ts';

export interface TargetOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly capacity: Capacity;
  /** Whoever has it may add workers, throttle and shed. */
  readonly adminToken: string;
}

/** A target that serves. */
export interface RunningTarget {
  readonly url: string;
  /** Ends the service and every worker. */
  close(): Promise<void>;
}

/** Clients keep connections for a minute or so. Whoever closes first can cut a request in two that was just being sent; that must not be us. */
const keepAliveTimeout = 120_000;

/**
 * Starts the built-in collaboration service with its worker processes.
 * @throws InputError when the address cannot be listened on.
 */
export async function startTarget(options: TargetOptions): Promise<RunningTarget> {
  const service = createService(options.capacity);
  const server = createServer({ keepAliveTimeout }, httpInterface(service, options.adminToken));
  const cutSockets = serveSockets(server, service);
  try {
    await listen(server, options);
  } catch (error) {
    await service.pool.close();
    throw new InputError([problem(`cannot listen on ${options.host}:${options.port}: ${reason(error)}`)]);
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${options.host}:${port}`,
    close: async () => {
      server.closeAllConnections();
      cutSockets();
      await Promise.all([
        service.diversion.close(),
        service.pool.close(),
        new Promise((resolve) => server.close(resolve)),
      ]);
    },
  };
}

function listen(server: Server, { host, port }: TargetOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // A crowd arrives at once: the queue of connections not yet accepted must not be what breaks.
    server.listen({ port, host, backlog: 4096 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
