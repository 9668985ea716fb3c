import type { Severity } from '../../model/threshold.ts';
import { requestWithin } from './bytes.ts';
import { onCard } from './dialects/card.ts';
import { everything, layoutIn, usualTitle, type Draft } from './fitting.ts';
import type { About, Laid } from './layout.ts';
import { banneredParagraphs, detailsLabel, plain } from './paragraphs.ts';

/** Bytes of the whole request; delivery adds a time and a signature, which take fewer than a hundred. */
const most = 20_000 - 100;

const colours: Readonly<Record<Severity, string>> = { minor: 'yellow', major: 'orange', critical: 'red' };

/** A card of a Feishu or Lark bot, all of its text plain: there is nothing to escape, and nobody can be mentioned. */
export const feishu = layoutIn<Laid>({
  ...{ limit: '20 KB', most, mostTitle: usualTitle, worth: everything, write },
  // The body stands in the request, its link twice.
  fits: ({ subject, body, request }) => requestWithin(request, subject.length + body.length * 2, most),
  laid: (card) => card,
});

function write(draft: Draft): Laid {
  const dialect = { ...plain, text: onCard };
  const { link, ...withoutLink } = draft.pieces;
  const title = onCard(draft.title);
  const shown = banneredParagraphs({ ...draft, pieces: withoutLink }, dialect);
  const card = {
    config: { wide_screen_mode: true },
    header: { title: plainText(title), template: colourOf(draft.composition.about) },
    elements: [
      ...shown.map((content) => ({ tag: 'div', text: plainText(content) })),
      ...(link === undefined ? [] : [{ tag: 'action', actions: [button(detailsLabel(draft), link)] }]),
    ],
  };
  const body = banneredParagraphs(draft, dialect).join('\n\n');
  return { subject: title, body, request: { msg_type: 'interactive', card } };
}

const colourOf = ({ phase, severity }: About): string => (phase === 'resolved' ? 'green' : colours[severity]);

const plainText = (content: string) => ({ tag: 'plain_text', content });

const button = (label: string, url: string) => ({ tag: 'button', type: 'default', text: plainText(label), url });
