import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { scrape } from '../../../src/collect/sources/scrape.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { SourceReading } from '../../../src/model/source.ts';
import { between } from '../../../src/model/time.ts';
import {
  askedServer,
  askedSourceContract,
  began,
  every,
  inShort,
  matching,
  readingsOf,
} from './asked-source-contract.ts';

const page =
  (text: string, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
  };

/** When a counter is known to have been born, in seconds into the run. */
const birth = (sample: Sample | undefined): number | null =>
  sample?.kind === 'counter' && sample.bornAt !== null ? between(began, sample.bornAt) / 1000 : null;

describe('scrape', () => {
  askedSourceContract({
    source: ({ url, ...asking }) => scrape({ ...asking, url: `${url}/metrics` }),
    answer: (value) => page(`people ${value}\n`),
    beginning: 'people 1\n',
    words: { asked: 'the metrics page', answer: 'the metrics page' },
    mostBytes: 16 * 2 ** 20,
  });

  const given = askedServer(page('people 1\n'));
  const watch = (): (() => Promise<SourceReading>) => {
    const { server, clock } = given();
    return readingsOf(scrape({ url: `${server.url}/metrics`, every, ca: null, clock }), given());
  };

  it.each<[name: string, answer: RequestListener, why: string | RegExp]>([
    ['an error', page('people 1\n', 500), 'the metrics page answered 500'],
    ['that there is no page', page('', 404), 'the metrics page answered 404'],
    [
      'nonsense',
      page('people 1\n<html>'),
      'the metrics page cannot be read: line 2, column 1: expected the name of a metric',
    ],
    ['bytes that are no text', page('\u0000\u0001'), /cannot be read: line 1, column 1/],
  ])('tells why when the target answers %s, and goes on', async (_name, answer, why) => {
    const { server } = given();
    server.answer = answer;
    const next = watch();
    expect(inShort(await next())).toEqual(matching(why));
    server.answer = page('people 2\n');
    expect(inShort(await next())).toEqual([2]);
  });

  it('knows of a counter that the page before did not have that it was born since', async () => {
    const { server } = given();
    server.answer = page('old_total{a="1",b="2"} 7\n');
    const next = watch();
    const births = async (): Promise<(number | null)[]> => {
      const reading = await next();
      return reading.kind === 'samples' ? reading.samples.map(birth) : [];
    };
    expect(await births()).toEqual([null]);
    server.answer = page('old_total{b="2",a="1"} 8\nold_total{a="1"} 1\nnew_total 3\npeople 4\n');
    expect(await births()).toEqual([null, 0, 0, null]);
    server.answer = page('new_total 3\n');
    expect(await births()).toEqual([null]);
    server.answer = page('', 500);
    await next();
    server.answer = page('new_total 3\nold_total{a="1",b="2"} 1\n');
    // Since the last page that was read, not since the last that was asked for.
    expect(await births()).toEqual([null, 2]);
  });
});
