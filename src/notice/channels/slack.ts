import { inMrkdwn, linkInMrkdwn } from './dialects/mrkdwn.ts';
import { withoutTags } from './dialects/twins.ts';
import { everything, layoutIn, type Draft } from './fitting.ts';
import type { Laid } from './layout.ts';
import { banneredParagraphs } from './paragraphs.ts';

const most = { text: 40_000, section: 3000, header: 150 } as const;

/** What Slack shows: a header, and below it a section for each paragraph. */
interface Message {
  readonly header: string;
  readonly sections: readonly string[];
  /** All of it, for notifications, and for programs that show no blocks. */
  readonly text: string;
}

/** A message to an incoming webhook of Slack. */
export const slack = layoutIn<Message>({
  limit: 'sections of 3,000 characters and 40,000 in all',
  ...{ most: most.section, mostTitle: most.header, worth: everything, write },
  fits: ({ sections, text }) => text.length <= most.text && sections.every(({ length }) => length <= most.section),
  laid,
});

function write(draft: Draft): Message {
  const { title, composition } = draft;
  const sections = banneredParagraphs(draft, { text: inMrkdwn, address: linkInMrkdwn });
  const first = composition.banner + inMrkdwn(title.slice(composition.banner.length));
  return { header: withoutTags(title), sections, text: [first, ...sections].join('\n\n') };
}

function laid({ header, sections, text }: Message): Laid {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: header, emoji: false } },
    // Verbatim: names of channels and addresses in what is said do not become links.
    ...sections.map((said) => ({ type: 'section', text: { type: 'mrkdwn', text: said, verbatim: true } })),
  ];
  return { subject: header, body: sections.join('\n\n'), request: { text, blocks } };
}
