import { describe, expect, it } from 'vitest';
import { onCard } from '../../../src/notice/channels/dialects/card.ts';
import { inMarkdown, withLineEnds } from '../../../src/notice/channels/dialects/markdown.ts';
import { inMrkdwn } from '../../../src/notice/channels/dialects/mrkdwn.ts';

describe('text in Markdown', () => {
  it.each([
    ['**a** _b_ ~~c~~ `d`', '＊＊a＊＊ ＿b＿ ～～c～～ ｀d｀'],
    ['[a](b) ![c](d)', '［a］(b) !［c］(d)'],
    ['<b>x</b> <@all>', '＜b＞x＜/b＞ ＜@all＞'],
    ['&lt; &#60; R&D & co', '＆lt; ＆#60; R&D & co'],
    ['C:\\dir', 'C:＼dir'],
    ['a|b', 'a｜b'],
    ['# a\nb # c #5', '＃ a\nb # c #5'],
    ['> a', '＞ a'],
    ['---\n===\n+ a\n-b', '－--\n＝==\n＋ a\n－b'],
    ['1. a\n23) b\n24 November', '1． a\n23） b\n24 November'],
    ['- a\n- b', '- a\n- b'],
    ['- - a\n- # b\n- 1. c\n- +d\n-', '- － a\n- ＃ b\n- 1． c\n- ＋d\n－'],
    ['98 % (above 5.0 %), UTC+8, app-exit-1', '98 % (above 5.0 %), UTC+8, app-exit-1'],
  ])('%j is %j', (text, written) => {
    expect(inMarkdown(text)).toBe(written);
  });

  it.each([
    ['a\nb', 'a  \nb'],
    ['- a\n- b', '- a\n- b'],
    ['a\n- b\nc', 'a\n\n- b\n\nc'],
    ['a\n\nb', 'a\n\nb'],
  ])('keeps its lines for clients that join them: %j', (text, written) => {
    expect(withLineEnds(text)).toBe(written);
  });
});

describe('text in mrkdwn', () => {
  it.each([
    ['*a* _b_ ~c~ `d`', '＊a＊ ＿b＿ ～c～ ｀d｀'],
    ['<!channel> <@U1> <http://x|y>', '&lt;!channel&gt; &lt;@U1&gt; &lt;http://x|y&gt;'],
    ['R&D &lt;', 'R&amp;D &amp;lt;'],
    ['> quoted\na > b', '＞ quoted\na &gt; b'],
    ['- a\n- b', '• a\n• b'],
    [':smile: at 09:30:15', '：smile: at 09:30:15'],
  ])('%j is %j', (text, written) => {
    expect(inMrkdwn(text)).toBe(written);
  });
});

describe('text on a card', () => {
  it.each([
    ['*a* [b](c)', '*a* [b](c)'],
    ['<at id=all></at> &lt;', '＜at id=all＞＜/at＞ ＆lt;'],
    ['- a\n- b', '• a\n• b'],
  ])('%j is %j', (text, written) => {
    expect(onCard(text)).toBe(written);
  });
});
