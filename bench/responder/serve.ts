import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { endOfRequest } from './request-end.ts';

// The cheapest service there can be: one constant answer to every request, whatever it asks for, and a count of them. It speaks just enough HTTP/1.1 for
// that. Runs as a process of its own; its parent is told the port, and how many requests there were whenever it asks.

const body = '{"token":"f3a9c2d47b1e4c86a05d9e7b28c4f610"}';
const answer = ok('application/json', body);

/** A page of metrics as long as that of a small service. */
const page = [
  'slots_in_use 2',
  'slots 10',
  ...Array.from({ length: 100 }, (_, place) => `process_reading{part="${place}"} ${place}`),
  '',
].join('\n');
const metrics = ok('text/plain', page);

function ok(type: string, content: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(content)}\r\n\r\n`;
  return Buffer.from(head + content);
}

let requests = 0;
let busy = 0;
let lookedAt = 0;
let answered = false;

function serve(socket: Socket): void {
  let pending = '';
  socket.setNoDelay(true);
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    pending += text;
    for (let end = endOfRequest(pending); end !== null; end = endOfRequest(pending)) {
      if (pending.startsWith('GET /metrics ')) {
        socket.write(metrics);
      } else {
        requests += 1;
        answered = true;
        socket.write(answer);
      }
      pending = pending.slice(end);
    }
  });
  socket.on('error', () => socket.destroy());
}

/** Looks for requests without ever sleeping; a turn that found some was busy. */
function lookAgain(): void {
  const now = performance.now();
  if (answered) busy += now - lookedAt;
  lookedAt = now;
  answered = false;
  setImmediate(lookAgain);
}

const server = createServer(serve);
process.on('message', () => process.send?.({ requests, at: performance.now(), busy }));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  if (process.argv.includes('--awake')) lookAgain();
  process.send?.({ port: (server.address() as AddressInfo).port });
});
