import { SampleStore } from '../../src/collect/sample-store.ts';
import { duration } from '../../src/model/time.ts';
import { gauge } from './samples.ts';

// Run by itself, with little memory: names that are refused must leave nothing behind.
const store = new SampleStore({ retention: duration(60_000), maxSeries: 10 });
for (let name = 0; name < 1_500_000; name += 1) store.add([gauge(`series_of_a_flood_${name}`, 1, 1)]);
process.stdout.write(String(store.refused));
