import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { problem } from '../../src/model/problem.ts';
import { formatProblem } from '../../src/workspace/problem-text.ts';
import { problemAt } from '../../src/workspace/source-file.ts';
import { unmark } from './written-workspace.ts';

/** A problem at the marked stretch, as people see it. */
function shown(marked: string, message = 'wrong'): readonly string[] {
  const { text } = unmark('a.yaml', marked);
  const stretch = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
  return formatProblem(problemAt({ file: 'a.yaml', text }, message, stretch)).split('\n');
}

describe('a problem for people', () => {
  it('has its place, the line, and what is wrong underlined', () => {
    expect(shown('version: 1\n  «spred»: 6m\n', 'unknown key "spred"')).toEqual([
      'a.yaml:2:3  unknown key "spred"',
      '   2 |   spred: 6m',
      '         ^^^^^',
    ]);
  });

  it('is a line alone where it has no place', () => {
    expect(formatProblem(problem('there is no scenario "x"'))).toBe('there is no scenario "x"');
  });

  it.each([
    ['nothing', '«x»'],
    ['Latin', 'ab: «x»'],
    ['Chinese, two columns wide', '标题: «x»'],
    ['an emoji, one character of two units', '😀: «x»'],
    ['a letter with an accent of its own', 'e\u0301: «x»'],
    ['a tab', 'a:\t«x»'],
    ['a control character', 'a\u001b[31m: «x»'],
    ['a mark of the writing direction', 'a\u202e: «x»'],
  ])('is underlined below what is wrong after %s', (_title, marked) => {
    const [head = '', line = '', underline = ''] = shown(marked);
    const before = Array.from(marked.split('«')[0] ?? '').length;
    expect(head).toBe(`a.yaml:1:${before + 1}  wrong`);
    expect(stringWidth(underline.replace(/\^+$/, ''))).toBe(stringWidth(line.slice(0, line.lastIndexOf('x'))));
  });

  it.each([
    ['Latin', '«abc»', 3],
    ['Chinese', '«早上好»', 6],
    ['emoji', '«😀😀»', 4],
  ])('is underlined as wide as %s is shown', (_title, marked, width) => {
    expect(shown(marked)[2]?.trim()).toBe('^'.repeat(width));
  });

  it('is underlined to the end of its line and no further', () => {
    expect(shown('a: «"one\ntwo"»')).toEqual(['a.yaml:1:4  wrong', '   1 | a: "one', '          ^^^^']);
  });

  it('has the line without the other system’s line break', () => {
    expect(shown('a: 1\r\nb: «x»\r\n')).toEqual(['a.yaml:2:4  wrong', '   2 | b: x', '          ^']);
  });

  it.each([
    ['at the end of a file', 'a: 1\n«»'],
    ['in an empty line', 'a: 1\n«»\nb: 2'],
  ])('has no line to quote %s', (_title, marked) => {
    expect(shown(marked)).toEqual(['a.yaml:2:1  wrong']);
  });

  it('does not quote a line that nobody would read', () => {
    expect(shown(`a: ${'x'.repeat(300)} «y»`)).toEqual(['a.yaml:1:305  wrong']);
  });

  it.each([
    ['ends the line', 'two\nlines\r'],
    ['moves the cursor', '\u001b[2J\u001b[31m'],
    ['rings', '\u0007'],
    ['is a control character of eight bits', '\u009b31m'],
    ['turns the writing around', '\u202egnp.exe'],
    ['separates lines elsewhere', 'a\u2028b\u2029c\u0085'],
  ])('lets nothing of a file drive the terminal: what %s', (_title, hostile) => {
    const text = `key${hostile}: 1`;
    const told = problemAt({ file: `${hostile}.yaml`, text }, `unknown key "${hostile}"`, { start: 0, end: 3 });
    const printed = formatProblem(told);
    expect(printed).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    expect(printed.split('\n').length).toBeLessThanOrEqual(3);
  });
});
