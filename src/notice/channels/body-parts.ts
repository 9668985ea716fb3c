import { noticeParts } from '../../model/notice.ts';
import { words } from '../words.ts';
import type { Composition } from './layout.ts';

/** Every part but the subject in the order of reading, with the link last: for channels that have room for all. */
export function bodyParts({ parts, link, locale }: Composition): readonly string[] {
  const said = noticeParts.flatMap((name) => (name === 'subject' ? [] : (parts[name] ?? [])));
  return link === null ? said : [...said, words[locale].details + link];
}
