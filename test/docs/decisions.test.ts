import { describe, expect, it } from 'vitest';
import { pagesIn } from './pages.ts';

const decisions = pagesIn('docs/decisions');

/** What every decision tells, in this order. */
const parts = ['Context', 'Decision', 'Reasons', 'What it costs'];

/** Half a page. */
const mostWords = 330;

describe('decisions', () => {
  it('are numbered from 1 without a gap', () => {
    const numbers = decisions.map(({ file }) => Number(/(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual(decisions.map((_decision, place) => place + 1));
  });
});

describe.each(decisions.map(({ file, text }) => [file, text] as const))('%s', (file, text) => {
  it('is called by its number and title', () => {
    const [, number = '', title = ''] = /^# (\d+)\. (.+)\n/.exec(text) ?? [];
    const words = title
      .toLowerCase()
      .replaceAll("'", '')
      .replace(/[^a-z0-9]+/g, '-');
    expect(file).toBe(`docs/decisions/${number.padStart(4, '0')}-${words}.md`);
  });

  it('tells the context, the decision, its reasons and what it costs', () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(parts);
  });

  it('takes half a page', () => {
    expect(text.split(/\s+/).length).toBeLessThan(mostWords);
  });
});
