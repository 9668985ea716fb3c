import { listenForRemoteWrite } from '../../src/collect/sources/remote-write.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';

// The listener of a rehearsal in a process of its own: whoever fuzzes it is told where it listens, and what it has taken whenever it asks.

const source = await listenForRemoteWrite({ clock: systemClock });
const stop = new AbortController();
let taken = 0;
let refused = 0;
process.on('message', () => process.send?.({ taken, refused, resident: process.memoryUsage.rss() }));
process.on('disconnect', () => {
  stop.abort();
});
process.send?.({ url: source.url });
for await (const reading of source.watch(stop.signal)) {
  if (reading.kind === 'samples') taken += reading.samples.length;
  else refused += 1;
}
await source.close();
