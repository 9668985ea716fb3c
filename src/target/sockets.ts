import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { work, type Service } from './service.ts';

/** A person says nothing longer than this over a socket. */
const mostBytes = 64 * 1024;

/** The paths on which the service speaks WebSocket. */
const places = [
  { place: 'room', pattern: /^\/rooms\/([^/]+)\/events$/ },
  { place: 'meeting', pattern: /^\/meetings\/([^/]+)\/media$/ },
] as const;

interface Place {
  readonly place: (typeof places)[number]['place'];
  readonly room: string;
}

/**
 * The service over WebSocket: a room's messages, and a meeting's media, whose heartbeats are answered when a worker has had time for them.
 * Gives back how to cut every connection: the server does not know of those that have become WebSockets.
 */
export function serveSockets(server: Server, service: Service): () => void {
  const upgrader = new WebSocketServer({ noServer: true, maxPayload: mostBytes, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    const place = placeOf(request);
    const refusal = refusalOf(request, place, service);
    if (place === null || refusal !== null) {
      refuse(socket, refusal ?? '404 Not Found');
      return;
    }
    upgrader.handleUpgrade(request, socket, head, (accepted) => {
      // A client that breaks off closes; there is nothing else to do about it.
      accepted.on('error', () => undefined);
      if (place.place === 'room') service.rooms.enter(place.room, accepted);
      else keepMedia(accepted, service);
      service.people.connect(accepted);
    });
  });
  return () => {
    for (const client of upgrader.clients) client.terminate();
  };
}

function placeOf(request: IncomingMessage): Place | null {
  const path = request.url?.split('?')[0] ?? '';
  for (const { place, pattern } of places) {
    const room = decoded(pattern.exec(path)?.[1]);
    if (room !== null) return { place, room };
  }
  return null;
}

/** A part of a path as the person meant it; null when there is none, or it cannot be read. */
function decoded(part: string | undefined): string | null {
  try {
    return part === undefined ? null : decodeURIComponent(part);
  } catch {
    return null;
  }
}

function refusalOf(request: IncomingMessage, place: Place | null, service: Service): string | null {
  if (service.people.byAuthorization(request.headers.authorization) === null) return '401 Unauthorized';
  return place?.place === 'meeting' && service.shed.video ? '503 Service Unavailable' : null;
}

const refuse = (socket: Duplex, status: string): void => {
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
};

function keepMedia(socket: WebSocket, service: Service): void {
  const { metrics, capacity, meetings } = service;
  meetings.add(socket);
  socket.once('close', () => meetings.delete(socket));
  socket.on('message', () => {
    const heardAt = performance.now();
    const answered = (late: boolean): void => {
      metrics.media.inc();
      if (late) metrics.mediaLate.inc();
    };
    work(service, 'media').then(
      () => {
        answered(performance.now() - heardAt > capacity.mediaDeadlineMs);
        if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"heartbeat"}');
      },
      () => {
        answered(true);
      },
    );
  });
}
