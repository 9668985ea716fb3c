import { bodyParts } from './body-parts.ts';
import type { Layout } from './layout.ts';

/** Plain text without a header: the subject is its first line. */
export const text: Layout = {
  lay: (composition) => ({
    subject: '',
    body: [composition.banner + composition.parts.subject, ...bodyParts(composition)].join('\n\n'),
  }),
};
