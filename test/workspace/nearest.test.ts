import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../src/model/nearest.ts';

describe('the word that was meant', () => {
  it.each([
    ['spred', ['spread', 'people'], 'spread'],
    ['form', ['from', 'to'], 'from'],
    ['Titel', ['title', 'target'], 'title'],
    ['expct', ['expect', 'except'], 'expect'],
    ['message-dealy-hihg', ['message-delay-high', 'app-exit-high'], 'message-delay-high'],
    ['t', ['to'], 'to'],
    ['consectuive-fialures', ['consecutive-failures'], 'consecutive-failures'],
  ])('for %s is the nearest of %j', (word, known, meant) => {
    expect(nearest(word, known)).toBe(meant);
    expect(didYouMean(word, known)).toBe(`; did you mean "${meant}"?`);
  });

  it.each([
    ['colour', ['title', 'target']],
    ['fr', ['en', 'zh-CN']],
    ['foo', ['room']],
    ['', ['id']],
    ['x', []],
    ['id', ['to']],
  ])('for %j is none of %j: half of a word must be right', (word, known) => {
    expect(nearest(word, known)).toBeNull();
    expect(didYouMean(word, known)).toBe('');
  });
});
