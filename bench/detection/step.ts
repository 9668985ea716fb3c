import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceWord, Step } from './stepping-service.ts';

// Answers every request after so many milliseconds as its parent said last. A request that had begun before a step is answered as it would have been.

let milliseconds = 1;

const server = createServer((request, response) => {
  request.resume();
  setTimeout(() => response.end('{}'), milliseconds);
});

const tell = (word: ServiceWord): void => {
  process.send?.(word);
};

process.on('message', (step: Step) => {
  ({ milliseconds } = step);
  tell({ since: Date.now() });
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  tell({ port: (server.address() as AddressInfo).port });
});
