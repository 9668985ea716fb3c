import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Editors } from '../../src/target/editors.ts';

describe('the editors of a document', () => {
  it('are those who were seen there within the time, each once', () => {
    const editors = new Editors(1000);
    editors.see('plan', 'ada', 0);
    editors.see('plan', 'li', 400);
    editors.see('plan', 'ada', 800);
    expect([800, 1400, 1401, 1800, 1801].map((now) => editors.most(now))).toEqual([2, 2, 1, 1, 0]);
  });

  it('are counted at the one document that most are at', () => {
    const editors = new Editors(1000);
    for (const person of ['a', 'b', 'c']) editors.see('crowded', person, 0);
    for (const person of ['a', 'b']) editors.see('quiet', person, 0);
    expect(editors.most(0)).toBe(3);
  });

  it('are none where nobody is', () => {
    expect(new Editors(1000).most(0)).toBe(0);
  });

  it('are as many as a look over all that was seen finds', () => {
    const sights = fc.array(
      fc.record({ document: fc.constantFrom('x', 'y'), person: fc.constantFrom('a', 'b', 'c'), after: fc.nat(700) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(sights, (seen) => {
        const editors = new Editors(1000);
        const times = new Map<string, number>();
        let now = 0;
        for (const { document, person, after } of seen) {
          now += after;
          editors.see(document, person, now);
          times.set(`${document} ${person}`, now);
        }
        const there = [...times].filter(([, at]) => now - at <= 1000).map(([key]) => key.split(' ')[0]);
        const counts = ['x', 'y'].map((document) => there.filter((one) => one === document).length);
        expect(editors.most(now)).toBe(Math.max(...counts));
      }),
    );
  });
});
