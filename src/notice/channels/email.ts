import { bodyParts } from './body-parts.ts';
import type { Layout } from './layout.ts';

/** A mail: the drill banner stands in its subject and again at its head, since either may be read alone. */
export const email: Layout = {
  lay: (composition) => {
    const { banner, parts, signature } = composition;
    const body = [...bodyParts(composition), `-- \n${signature}`].join('\n\n');
    return { subject: banner + parts.subject, body: banner === '' ? body : `${banner.trim()}\n\n${body}` };
  },
};
