import { withinBytes } from './bytes.ts';
import { inMarkdown, linkInMarkdown } from './dialects/markdown.ts';
import { everything, layoutIn, usualTitle } from './fitting.ts';
import { paragraphs } from './paragraphs.ts';
import { titleInMarkdown } from './title-in-markdown.ts';

/** Bytes of UTF-8: 1,365 Chinese characters. */
const most = 4096;

/** A message of a WeCom group bot, as `markdown`: sent as `text` it would show its marks, and had room for half as much. */
export const wecom = layoutIn<string>({
  ...{ limit: '4,096 bytes', most, mostTitle: usualTitle, worth: everything },
  write: (draft) =>
    [titleInMarkdown(draft), ...paragraphs(draft, { text: inMarkdown, address: linkInMarkdown })].join('\n\n'),
  fits: (content) => withinBytes(content, most),
  laid: (content) => ({ subject: '', body: content, request: { msgtype: 'markdown', markdown: { content } } }),
});
