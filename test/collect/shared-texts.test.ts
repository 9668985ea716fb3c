import { describe, expect, it } from 'vitest';
import { SharedTexts } from '../../src/collect/shared-texts.ts';

describe('shared texts', () => {
  it.each(['', 'office', '__proto__', 'ü'.repeat(150), 'l'.repeat(5000)])('are the same texts: %s', (text) => {
    const texts = new SharedTexts(2);
    expect([
      texts.share(text),
      texts.share(text),
      texts.share('other'),
      texts.share('more'),
      texts.share(text),
    ]).toEqual([text, text, 'other', 'more', text]);
  });
});
