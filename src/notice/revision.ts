import type { Locale } from '../model/locale.ts';
import type { NoticeParts, Revision } from '../model/notice.ts';
import { words } from './words.ts';

/**
 * What is said to put an earlier update right. A correction says everything anew, and that it is a correction before anything else; a withdrawal says only
 * that what was told does not hold, and when readers hear more.
 */
export function revised(parts: NoticeParts, { kind, of }: Revision, locale: Locale, service: string): NoticeParts {
  const { correction, withdrawal, space } = words[locale];
  switch (kind) {
    case 'correction':
      return {
        ...parts,
        subject: correction.subject(parts.subject),
        summary: `${correction.lead(of)}${space}${parts.summary}`,
      };
    case 'withdrawal': {
      const next = parts['next-update'];
      return {
        subject: withdrawal.subject(parts.subject),
        summary: withdrawal.summary(service, of),
        ...(next === undefined ? {} : { 'next-update': next }),
      };
    }
  }
}
