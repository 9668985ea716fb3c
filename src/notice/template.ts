import type { PhaseName } from '../model/incident.ts';
import { noticeParts, type Audience, type NoticePart, type NoticeParts } from '../model/notice.ts';
import type { NoticeFields } from './fields.ts';
import { oneLine } from './one-line.ts';
import type { ParsedTemplate } from './parse-template.ts';
import { admits, wordedParts, type PartBlock, type WordedPart } from './part-block.ts';
import type { Phrases } from './phrases.ts';
import { filled } from './template-text.ts';

/** Whom a notice is for, and when. */
export interface NoticeOccasion {
  readonly phase: PhaseName;
  readonly audience: Audience;
  /** Whether its readers have been told something in this phase before: there may be nothing new to say. */
  readonly again: boolean;
}

/** A notice's text in one language, for every audience and phase: checked beforehand (`templateFaults`), filled here. */
export interface NoticeTemplate {
  /** The parts for one occasion. A part that would claim what is not known (a cause, a recovery) is left out. */
  fill(fields: NoticeFields, occasion: NoticeOccasion): NoticeParts;
}

/** Makes a template of a `notice.<locale>.hbs` and the shared phrases of its language. Nothing is done with them before the first filling. */
export function noticeTemplate(template: ParsedTemplate, phrases: Phrases): NoticeTemplate {
  let blocks: readonly WordedPart[] | null = null;
  return {
    fill: (fields, occasion) => {
      blocks ??= wordedParts(template, phrases);
      return partsOf(takenFrom(blocks, fields, occasion), occasion);
    },
  };
}

/** Of the blocks of one name the first that fits is taken. */
function takenFrom(
  blocks: readonly WordedPart[],
  fields: NoticeFields,
  occasion: NoticeOccasion,
): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const block of blocks) {
    if (!parts.has(block.name) && fits(block, occasion) && isKnown(block.name, fields)) {
      parts.set(block.name, tidy(filled(block.text, fields)));
    }
  }
  return parts;
}

const fits = (block: PartBlock, { phase, audience, again }: NoticeOccasion): boolean =>
  admits(block.phase, phase) && admits(block.audience, audience) && admits(block.told, again ? 'again' : 'first');

/** A notice claims only what is known. */
function isKnown(part: string, fields: NoticeFields): boolean {
  if (part === 'cause') return fields.cause !== undefined;
  if (part === 'recovery') return fields.recovery !== undefined;
  return part !== 'next-update' || fields['next-update'] !== undefined;
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

function partsOf(parts: ReadonlyMap<string, string>, occasion: NoticeOccasion): NoticeParts {
  const subject = parts.get('subject');
  const summary = parts.get('summary');
  if (subject === undefined || summary === undefined) {
    throw new Error(`the template has no subject or no summary for ${occasion.audience}, ${occasion.phase}`);
  }
  const named = noticeParts.flatMap((name): [NoticePart, string][] => {
    const text = parts.get(name);
    return text === undefined || text === '' ? [] : [[name, text]];
  });
  return { ...Object.fromEntries(named), subject: oneLine(subject), summary };
}
