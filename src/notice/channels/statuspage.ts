import type { Severity } from '../../model/threshold.ts';
import { inMarkdown } from './dialects/markdown.ts';
import { everything, layoutIn, type Draft } from './fitting.ts';
import type { About, Laid } from './layout.ts';
import { banneredParagraphs, plain } from './paragraphs.ts';

const most = { name: 255, body: 25_000 } as const;

/** Our severities are called as the page's impacts are. */
const impacts: Readonly<Record<Severity, string>> = { minor: 'minor', major: 'major', critical: 'critical' };

/** An incident on a status page. What stands there goes on as mail, short message and feed: so no dialect of it is used, and of all of them nothing is left in. */
export const statuspage = layoutIn<Laid>({
  limit: '255 characters of name and 25,000 of body',
  ...{ most: most.body, mostTitle: most.name, worth: everything, write },
  fits: ({ body }) => body.length <= most.body,
  laid: (incident) => incident,
});

function write(draft: Draft): Laid {
  const { banner, about } = draft.composition;
  const name = banner + inMarkdown(draft.title.slice(banner.length));
  const body = banneredParagraphs(draft, { ...plain, text: inMarkdown }).join('\n\n');
  const incident = { name, status: about.phase, impact_override: impactOf(about), body };
  return { subject: name, body, request: { incident } };
}

/** A drill takes nothing away from anybody. */
const impactOf = ({ drill, severity }: About): string => (drill ? 'none' : impacts[severity]);
