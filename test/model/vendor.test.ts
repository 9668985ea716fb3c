import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../src/model/day.ts';
import { partyFor, vendorFor } from '../../src/model/responsibility.ts';
import { settingsSchema, type Settings } from '../../src/model/settings.ts';
import { vendorScore } from '../../src/model/vendor-score.ts';
import { vendorWarnings } from '../../src/model/vendor-warning.ts';

const nameOf = (id: string) => ({ 'zh-CN': id, 'zh-TW': id, en: id });

/** A vendor as YAML would have it, with what a test does not care about filled in. */
const vendor = (changed: object = {}): object => ({
  id: 'yitong',
  name: nameOf('Yitong'),
  contacts: { duty: '555 0100', escalation: '555 0101' },
  contract: { review: '2027-06-01', notice: '90d' },
  ...changed,
});

const settingsWith = (written: object): Settings => settingsSchema.parse({ version: 1, ...written });

const higherIsWorse = { green: { below: 3 }, amber: { below: 10 } };
const lowerIsWorse = { green: { above: 99 }, amber: { above: 95 } };

/** How a vendor with these indicators does. */
function scored(indicators: readonly object[], bands: object = {}) {
  const settings = settingsWith({
    vendors: [vendor({ indicators: indicators.map((one, place) => ({ id: `i${place}`, ...one })) })],
    'vendor-bands': bands,
  });
  return vendorScore(settings.vendors[0]!, settings);
}

describe("a vendor's score", () => {
  it.each<[string, readonly object[], number, string]>([
    ['a control in place', [{ kind: 'kcs', met: true }], 100, 'green'],
    ['a control that is missing', [{ kind: 'kcs', met: false }], 0, 'red'],
    ['a self-assessment', [{ kind: 'kcsa', score: 72.5, on: '2026-01-01' }], 72.5, 'amber'],
    ['a risk that is green', [{ kind: 'kri', value: 2.9, ...higherIsWorse }], 100, 'green'],
    ['a risk at the level of green, which is amber', [{ kind: 'kri', value: 3, ...higherIsWorse }], 50, 'red'],
    ['a risk at the level of amber, which is red', [{ kind: 'kri', value: 10, ...higherIsWorse }], 0, 'red'],
    ['a low risk where lower is worse', [{ kind: 'kri', value: 99.5, ...lowerIsWorse }], 100, 'green'],
    ['a risk at the level where lower is worse', [{ kind: 'kri', value: 95, ...lowerIsWorse }], 0, 'red'],
    [
      'several, each by its weight',
      [
        { kind: 'kcs', met: true, weight: 3 },
        { kind: 'kcsa', score: 80, on: '2026-01-01', weight: 2 },
        { kind: 'kri', value: 4, ...higherIsWorse },
      ],
      85,
      'green',
    ],
    [
      'weights that binary cannot hold',
      [
        { kind: 'kcsa', score: 80, on: '2026-01-01', weight: 0.1 },
        { kind: 'kcsa', score: 80, on: '2026-01-01', weight: 0.2 },
        { kind: 'kcsa', score: 80, on: '2026-01-01', weight: 0.3 },
      ],
      80,
      'green',
    ],
  ])('of %s', (_title, indicators, score, band) => {
    expect(scored(indicators)).toMatchObject({ score, band });
  });

  it('is not known without any indicator, and then has no band', () => {
    expect(scored([])).toEqual({ score: null, band: null, indicators: [], weakest: null });
  });

  it('has the bands of the register', () => {
    const given = (score: number) => scored([{ kind: 'kcsa', score, on: '2026-01-01' }], { green: 90, amber: 50 }).band;
    expect([90, 89.9, 50, 49.9].map(given)).toEqual(['green', 'amber', 'amber', 'red']);
  });

  it('lies between the best and the worst of its indicators, and never falls when one of them rises', () => {
    const part = fc.record({ score: fc.integer({ min: 0, max: 99 }), weight: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), fc.nat(), (parts, at) => {
        const of = (given: typeof parts) =>
          scored(given.map((one) => ({ kind: 'kcsa', on: '2026-01-01', ...one }))).score!;
        const scores = parts.map(({ score }) => score);
        const raised = parts.map((one, place) =>
          place === at % parts.length ? { ...one, score: one.score + 1 } : one,
        );
        expect(of(parts)).toBeGreaterThanOrEqual(Math.min(...scores) - 1e-6);
        expect(of(parts)).toBeLessThanOrEqual(Math.max(...scores) + 1e-6);
        expect(of(raised)).toBeGreaterThan(of(parts));
      }),
    );
  });

  it('names the weakest indicator, the heaviest of those that are as weak', () => {
    const weak = [
      { kind: 'kcsa', score: 60, on: '2026-01-01', weight: 9 },
      { kind: 'kcs', met: false, weight: 1 },
      { kind: 'kcs', met: false, weight: 2 },
    ];
    expect(scored(weak).weakest?.id).toBe('i2');
    expect(scored([{ kind: 'kcs', met: true }]).weakest).toBeNull();
  });
});

/** What is told of a vendor on a day, looking 30 days ahead. */
function told(today: string, changed: object): readonly string[] {
  const settings = settingsWith({
    vendors: [vendor({ indicators: [{ id: 'one', kind: 'kcs', met: true }], ...changed })],
  });
  return vendorWarnings(settings.vendors[0]!, settings, parseDay(today)!, 30).map(
    ({ message, late }) => `${late ? '! ' : ''}${message}`,
  );
}

describe('what is told of a vendor', () => {
  const until = (ends: string) => ({ contract: { review: '2030-01-01', ends, notice: '90d' } });
  const assessed = (on: string) => ({ indicators: [{ id: 'own', kind: 'kcsa', score: 90, on }] });

  it.each<[string, string, object, readonly string[]]>([
    ['nothing, long before a review', '2027-05-01', {}, []],
    ['a review that is near', '2027-05-02', {}, ['contract review due 2027-06-01, in 30 days']],
    ['a review tomorrow', '2027-05-31', {}, ['contract review due 2027-06-01, in 1 day']],
    ['a review today, which is not late', '2027-06-01', {}, ['contract review due 2027-06-01, today']],
    ['a review that is late', '2027-06-02', {}, ['! contract review was due 2027-06-01']],
    ['nothing, long before the last day for notice', '2028-01-01', until('2028-05-31'), []],
    [
      'a last day for notice that is near',
      '2028-02-10',
      until('2028-05-31'),
      ['the contract ends 2028-05-31; last day for notice 2028-03-02, in 21 days'],
    ],
    [
      'a contract that ends within its notice period',
      '2028-03-03',
      until('2028-05-31'),
      ['the contract ends 2028-05-31, in 89 days; the last day for notice was 2028-03-02'],
    ],
    ['a contract that has ended', '2028-06-01', until('2028-05-31'), ['! the contract ended 2028-05-31']],
    ['nothing of a self-assessment of a year ago', '2027-01-10', assessed('2026-01-10'), []],
    [
      'a self-assessment that is older',
      '2027-01-11',
      assessed('2026-01-10'),
      ['the self-assessment own is of 2026-01-10, more than a year old'],
    ],
    [
      'that nothing is known of it',
      '2027-01-01',
      { indicators: [] },
      ['no indicators: nothing is known of how it does'],
    ],
    [
      'a risk that is red, also where the score is not',
      '2027-01-01',
      {
        indicators: [
          { id: 'failures', kind: 'kri', value: 12, ...higherIsWorse },
          { id: 'control', kind: 'kcs', met: true, weight: 9 },
        ],
      },
      ['! failures is red'],
    ],
    [
      'a score that is red',
      '2027-01-01',
      { indicators: [{ id: 'control', kind: 'kcs', met: false }] },
      ['! its score is red'],
    ],
  ])('is %s', (_title, today, changed, expected) => {
    expect(told(today, changed)).toEqual(expected);
  });
});

describe('a part of the platform', () => {
  const vendors = [
    vendor({ id: 'first', name: nameOf('First'), modules: ['mail', 'maps'] }),
    vendor({ id: 'second', name: nameOf('Second'), modules: ['maps'] }),
  ];
  const settings = settingsWith({ vendors, modules: { maps: { 'run-by': 'second' }, chat: { 'run-by': 'first' } } });

  it.each([
    ['chat', 'First', 'first', 'that a vendor runs is its to answer for'],
    ['maps', 'Second', 'second', 'that one vendor runs is not spoken of with another'],
    ['mail', 'our organisation', 'first', 'that nobody is named for stays ours, though a vendor delivers to it'],
    ['rooms', 'our organisation', undefined, 'that no vendor has is ours alone'],
  ])('%s: %s (%s) %s', (module, party, id, why) => {
    expect(partyFor(module, settings)?.en, why).toBe(party);
    expect(vendorFor(module, settings)?.id).toBe(id);
  });
});
