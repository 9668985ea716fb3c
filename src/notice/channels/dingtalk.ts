import { requestWithin } from './bytes.ts';
import { inMarkdown, linkInMarkdown, withLineEnds } from './dialects/markdown.ts';
import { withoutTags } from './dialects/twins.ts';
import { everything, layoutIn, usualTitle, type Draft } from './fitting.ts';
import type { Laid } from './layout.ts';
import { paragraphs } from './paragraphs.ts';
import { titleInMarkdown } from './title-in-markdown.ts';

/** Bytes of the whole request: title and text. */
const most = 20_000;

/** A message of a DingTalk group bot: its title stands in the list of conversations, the text has it again. */
export const dingtalk = layoutIn<Laid>({
  ...{ limit: '20,000 bytes', most, mostTitle: usualTitle, worth: everything, write },
  fits: ({ subject, body, request }) => requestWithin(request, subject.length + body.length, most),
  laid: (message) => message,
});

function write(draft: Draft): Laid {
  const dialect = { text: (text: string) => withLineEnds(inMarkdown(text)), address: linkInMarkdown };
  const title = withoutTags(draft.title);
  const text = [titleInMarkdown(draft), ...paragraphs(draft, dialect)].join('\n\n');
  const at = { atMobiles: [], atUserIds: [], isAtAll: false };
  return { subject: title, body: text, request: { msgtype: 'markdown', markdown: { title, text }, at } };
}
