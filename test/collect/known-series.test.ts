import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownSeries, type NamedSeries } from '../../src/collect/known-series.ts';
import { WriteRequestDecoder } from '../../src/collect/write-request.ts';
import type { Labels, Sample } from '../../src/model/sample.ts';
import { pushBody, type PushedSeries } from './write-request-body.ts';

const named = (name: string): NamedSeries => ({ name, labels: {}, parts: 1 });

describe('known series', () => {
  it('are those that were remembered, by the bytes that name them', () => {
    const known = new KnownSeries(10_000);
    known.remember('a', named('a'));
    known.remember('b', named('b'));
    expect(['a', 'b', 'c'].map((bytes) => known.get(bytes)?.name ?? null)).toEqual(['a', 'b', null]);
  });

  it('that are asked for stay, whatever flood of others comes between', () => {
    const known = new KnownSeries(10_000);
    known.remember('asked for', named('asked for'));
    for (let other = 0; other < 1000; other += 1) {
      known.remember(`other ${other}`, named('other'));
      if (other % 20 === 0) expect(known.get('asked for')?.name).toBe('asked for');
    }
  });

  it('are forgotten when they are not asked for: a flood leaves no more than there is room for', () => {
    const known = new KnownSeries(10_000);
    const names = Array.from({ length: 1000 }, (_, place) => `series ${place}`);
    for (const name of names) known.remember(name, named(name));
    const kept = names.filter((name) => known.get(name) !== null);
    expect(kept.length).toBeGreaterThan(0);
    // Each takes 200 bytes beside its name, and there is room for twice 10,000.
    expect(kept.length).toBeLessThanOrEqual(100);
  });

  it('come next in the order in which they were first asked for, where their bytes stand', () => {
    const known = new KnownSeries(10_000);
    for (const bytes of ['a', 'bc', 'd']) known.remember(bytes, named(bytes));
    const push = Buffer.from('abcd');
    const next = (from: number): string | null => known.getNext(push, from)?.series.name ?? null;
    expect(next(0)).toBeNull();
    expect(known.get('a')?.name).toBe('a');
    expect([next(2), next(1), next(4), next(3), next(4)]).toEqual([null, 'bc', null, 'd', null]);
  });

  it('that are forgotten do not come next', () => {
    const known = new KnownSeries(500);
    known.remember('a', named('a'));
    known.remember('b', named('b'));
    expect(known.get('a')?.name).toBe('a');
    known.remember('c', named('c'));
    expect(known.getNext(Buffer.from('b'), 0)).toBeNull();
  });

  it('are none of very long labels', () => {
    const known = new KnownSeries(1_000_000);
    const long = 'l'.repeat(20_000);
    known.remember(long, named('long'));
    expect(known.get(long)).toBeNull();
  });
});

describe('a decoder that has read series before', () => {
  const limits = { unpackedBytes: 2 ** 20, parts: 1000 };
  const label = fc.tuple(
    fc.constantFrom('__name__', '__proto__', 'job', 'host', ''),
    fc.constantFrom('a', 'b', 'ü'.repeat(80)),
  );
  const series = fc.record({
    labels: fc.array(label, { maxLength: 5 }).map((labels) => [['__name__', 'some'] as const, ...labels]),
    floats: fc.array(fc.record({ at: fc.integer(), value: fc.integer() }), { maxLength: 3 }),
  });

  it('reads what one reads that has not', () => {
    fc.assert(
      fc.property(fc.array(fc.array(series, { maxLength: 5 }), { maxLength: 8 }), (pushes) => {
        const decoder = new WriteRequestDecoder(limits);
        const bodies = pushes.flatMap((push) => [
          pushBody(push as readonly PushedSeries[]),
          pushBody(push.slice(1) as readonly PushedSeries[]),
        ]);
        const outcome = (read: () => readonly Sample[]): unknown => {
          try {
            return read().map((sample) => ({ ...sample, labels: Object.entries(sample.labels) }));
          } catch (error) {
            return String(error);
          }
        };
        for (const body of [...bodies, ...bodies]) {
          expect(outcome(() => decoder.decode(body))).toEqual(
            outcome(() => new WriteRequestDecoder(limits).decode(body)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('counts labels it knows against what one request may hold', () => {
    const decoder = new WriteRequestDecoder({ ...limits, parts: 3 });
    const labels = [['__name__', 'a'] as const, ['job', 'b'] as const];
    expect(decoder.decode(pushBody([{ labels }]))).toEqual([]);
    expect(() => decoder.decode(pushBody([{ labels }, { labels }]))).toThrow('more than 3 labels');
  });

  it('gives all samples of a series the same labels, and none the labels of another', () => {
    const decoder = new WriteRequestDecoder(limits);
    const push = (job: string, at: number): Labels | undefined =>
      decoder.decode(
        pushBody([
          {
            labels: [
              ['__name__', 'a'],
              ['job', job],
            ],
            floats: [{ at, value: 1 }],
          },
        ]),
      )[0]?.labels;
    const first = push('b', 1);
    expect(push('b', 2)).toBe(first);
    expect(push('c', 3)).toEqual({ job: 'c' });
    expect(first).toEqual({ job: 'b' });
  });
});
