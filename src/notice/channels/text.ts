import { everything, layoutIn, usualTitle } from './fitting.ts';
import { paragraphs, plain } from './paragraphs.ts';

/** More than anybody reads; it keeps a file from becoming as long as what is put in. */
const most = 100_000;

/** Plain text without a header: the subject is its first line. */
export const text = layoutIn<string>({
  ...{ limit: '100,000 characters', most, mostTitle: usualTitle, worth: everything },
  write: (draft) => [draft.title, ...paragraphs(draft, plain)].join('\n\n'),
  fits: (body) => body.length <= most,
  laid: (body) => ({ subject: '', body, request: null }),
});
