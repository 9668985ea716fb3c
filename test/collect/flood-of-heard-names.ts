import { SeriesHeard } from '../../src/collect/series-heard.ts';

// Run by itself, with little memory: names are pieces of pages, and must keep neither those nor all of their flood.
const heard = new SeriesHeard([]);
for (let page = 0; page < 2000; page += 1) {
  const text = `a_series_of_page_${page} 1\n`.repeat(5000);
  heard.hearName(text.slice(0, text.indexOf(' ')));
}
for (let name = 0; name < 1_500_000; name += 1) heard.hearName(`series_of_a_flood_${name}`);
process.stdout.write('still there');
