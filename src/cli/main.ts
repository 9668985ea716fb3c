#!/usr/bin/env node
import { callSurgebook } from './call.ts';

// Whoever reads us may have enough (`| head`): what we would still say is then said to nobody, and that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

await callSurgebook(process.argv.slice(2));
