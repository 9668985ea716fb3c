import { requestWithin } from './bytes.ts';
import { everything, layoutIn, usualTitle, type Draft } from './fitting.ts';
import type { Laid } from './layout.ts';
import { banneredParagraphs, plain } from './paragraphs.ts';

/** Bytes of the whole request: what receivers take as they are usually set up. */
const most = 100_000;

/** JSON for a machine: every part under its name, plain, and what the notice is about. */
export const webhook = layoutIn<Laid>({
  ...{ limit: '100,000 bytes', most, mostTitle: usualTitle, worth: everything, write },
  fits: ({ subject, body, request }) => requestWithin(request, subject.length + body.length, most),
  laid: (notice) => notice,
});

function write(draft: Draft): Laid {
  const { title, signature, composition } = draft;
  const { about, locale } = composition;
  const { link, stamp, ...parts } = draft.pieces;
  const request = {
    ...{ v: 1, incident: about.incident, phase: about.phase, severity: about.severity, update: about.update },
    ...{ audience: about.audience, locale, drill: about.drill, at: new Date(about.at).toISOString() },
    ...{ from: signature, subject: title, parts, stamp: stamp ?? null, link: link ?? null },
  };
  return { subject: title, body: banneredParagraphs(draft, plain).join('\n\n'), request };
}
