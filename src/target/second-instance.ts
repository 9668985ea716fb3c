import express from 'express';
import type { AddressInfo } from 'node:net';
import { httpInterface } from './http.ts';
import type { Session } from './people.ts';
import { keyHeader, sessionHeader, type FromSecond, type SecondSettings } from './second-protocol.ts';
import { createService } from './service.ts';

// A second instance of the service, a process with workers of its own, for the front to divert requests to. People are connected to the
// front: whose a request is comes with it, and what is delivered goes back to their rooms. It ends when the front does, however that ended.

/** So often it looks whether what it has is finished, once it is to end. */
const lookEveryMs = 50;

const { capacity, key } = JSON.parse(process.argv[2] ?? '{}') as SecondSettings;

function tell(message: FromSecond): void {
  if (process.connected) process.send?.(message);
}

const service = createService(capacity, {
  delivered: (room, message, seconds) => {
    tell({ delivered: { room, message, seconds } });
  },
  lost: () => {
    tell({ lost: true });
  },
});

/** What anybody may read of it. */
const open: ReadonlySet<string> = new Set(['/metrics', '/readyz', '/healthz']);

const app = express()
  .disable('x-powered-by')
  .use((request, response, next) => {
    const { [keyHeader]: shown, [sessionHeader]: session, authorization } = request.headers;
    if (shown === key && typeof session === 'string') {
      service.people.know(authorization, JSON.parse(decodeURIComponent(session)) as Session);
      next();
    } else if (open.has(request.path)) next();
    else response.status(401).json({ error: 'requests come by way of the front' });
  })
  .use(httpInterface(service, key));

process.on('disconnect', () => process.exit(0));
// The front may have ended before anybody listened for it.
if (!process.connected) process.exit(0);
// The front ends us; the terminal's Ctrl-C is meant for it.
process.on('SIGINT', () => undefined);
// The one thing the front has to say (`ToSecond`): to leave.
process.once('message', () => {
  setInterval(() => {
    // Closing the channel ends us, after what was told has been sent.
    if (service.pool.isIdle && process.connected) process.disconnect();
  }, lookEveryMs);
});

const server = app.listen(0, '127.0.0.1', () => {
  tell({ port: (server.address() as AddressInfo).port });
});
// Whoever closes first can cut a request in two that was just being sent; that must not be us.
server.keepAliveTimeout = 120_000;
