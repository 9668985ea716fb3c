import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelKey, setLabel, type OpenLabels } from '../../src/collect/labels.ts';

function labelsOf(entries: readonly (readonly [string, string])[]): OpenLabels {
  const labels: OpenLabels = {};
  for (const [name, value] of entries) setLabel(labels, name, value);
  return labels;
}

describe('labels', () => {
  it.each(['__proto__', 'constructor', 'toString', '', '\u0000'])('can have the name %j', (name) => {
    const labels = labelsOf([
      [name, 'first'],
      [name, 'second'],
    ]);
    expect(Object.entries(labels)).toEqual([[name, 'second']]);
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
    expect(({} as OpenLabels)['second']).toBeUndefined();
  });

  it('survive being written as JSON', () => {
    const labels = labelsOf([['__proto__', 'x']]);
    expect(labelKey(JSON.parse(JSON.stringify(labels)) as OpenLabels)).toBe(labelKey(labels));
  });
});

describe('the key of labels', () => {
  it('does not depend on their order', () => {
    const entries = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { maxLength: 5, selector: ([name]) => name });
    fc.assert(
      fc.property(entries, (written) => {
        expect(labelKey(labelsOf([...written].reverse()))).toBe(labelKey(labelsOf(written)));
      }),
    );
  });

  /** All texts of up to three of two letters. */
  const texts = (...letters: [string, string]): string[] => {
    const longer = (shorter: readonly string[]): string[] =>
      shorter.flatMap((text) => letters.map((letter) => letter + text));
    return ['', ...longer(['']), ...longer(longer([''])), ...longer(longer(longer([''])))];
  };

  it.each<[letter: string, other: string]>([
    ['a', '\u0000'],
    ['a', '\u0001'],
    ['1', ':'],
    ['a', ','],
    ['a', '"'],
  ])('is the same only for the same labels: all of up to two of the letters %j and %j', (letter, other) => {
    const all = texts(letter, other);
    const single = all.flatMap((name) => all.map((value) => [name, value] as const));
    const sets = single.flatMap((one) => [[one], ...single.filter(([name]) => name > one[0]).map((two) => [one, two])]);
    expect(new Set(sets.map((entries) => labelKey(labelsOf(entries)))).size).toBe(sets.length);
  });
});
