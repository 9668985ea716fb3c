import type { Json } from '../../model/json.ts';

import { requestWithin } from './bytes.ts';
import { onCard } from './dialects/card.ts';
import { everything, layoutIn, usualTitle, type Draft } from './fitting.ts';
import type { Laid } from './layout.ts';
import { banneredParagraphs, detailsLabel, plain } from './paragraphs.ts';

/** Bytes of the whole request. Teams says "about 28 KB" and not what it counts, so a little is left free. */
const most = 27_000;

/** An adaptive card for a Teams workflow. Its text stands in runs of rich text: a block of text would read Markdown in it. */
export const teams = layoutIn<Laid>({
  ...{ limit: 'about 28 KB', most, mostTitle: usualTitle, worth: everything, write },
  // Every line is a block of its own, whose frame may be longer than the line.
  fits: ({ subject, body, request }) => {
    const lines = body.split('\n').length;
    return requestWithin(request, subject.length * 2 + body.length * 2 + lines * 20, most);
  },
  laid: (card) => card,
});

/** A card computes what stands in double braces, such as a date. */
const onTeamsCard = (text: string): string => onCard(text).replaceAll('{{', '｛｛');

function write(draft: Draft): Laid {
  const dialect = { ...plain, text: onTeamsCard };
  const { link, ...withoutLink } = draft.pieces;
  const title = onTeamsCard(draft.title);
  const shown = banneredParagraphs({ ...draft, pieces: withoutLink }, dialect);
  const content = {
    ...{ $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.2' },
    fallbackText: title,
    body: [
      block([{ type: 'TextRun', text: title, weight: 'Bolder', size: 'Medium' }], 'Default'),
      ...shown.flatMap(lines),
    ],
    ...(link === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: detailsLabel(draft), url: link }] }),
    msteams: { width: 'Full' },
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  const body = banneredParagraphs(draft, dialect).join('\n\n');
  return { subject: title, body, request: { type: 'message', attachments: [attachment] } };
}

/** A paragraph, line by line: clients differ in what they make of a line's end inside a run. */
const lines = (paragraph: string): readonly Json[] =>
  paragraph
    .split('\n')
    .filter((line) => line !== '')
    .map((text, place) => block([{ type: 'TextRun', text }], place === 0 ? 'Medium' : 'None'));

const block = (inlines: readonly Json[], spacing: string): Json => ({ type: 'RichTextBlock', inlines, spacing });
