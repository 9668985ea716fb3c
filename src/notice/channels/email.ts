import { withinBytes } from './bytes.ts';
import { everything, layoutIn, usualTitle, type Draft } from './fitting.ts';
import type { Laid } from './layout.ts';
import { paragraphs, plain } from './paragraphs.ts';

/** Readers' programs cut off a longer mail: Gmail does so at 102 KB. */
const most = 100_000;

/** A mail: the drill banner stands in its subject and again at its head, since either may be read alone. */
export const email = layoutIn<Laid>({
  ...{ limit: '100,000 bytes', most, mostTitle: usualTitle, worth: everything, write },
  fits: ({ body }) => withinBytes(body, most),
  laid: (mail) => mail,
});

function write(draft: Draft): Laid {
  const { title, signature, composition } = draft;
  const banner = composition.banner.trim();
  const head = banner === '' ? [] : [banner];
  const body = [...head, ...paragraphs(draft, plain), `-- \n${signature}`].join('\n\n');
  return { subject: title, body, request: null };
}
