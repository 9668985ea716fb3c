import { twinOf } from './twins.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** `&`, `<` and `>`, which alone mention and link, as Slack wants them written. */
const escaped = (text: string): string => text.replace(/[&<>]/g, (character) => entities[character] ?? '');

/**
 * Text as Slack shows it unchanged. Its marks for bold and the like have no escape, nor has a quotation at the beginning of a line, or a smile between
 * colons: these are written with their full-width twins.
 */
export const inMrkdwn = (text: string): string =>
  escaped(text.replace(/[*_~`]|^>|:(?=[a-z][\w'+-]{0,60}:)/gim, twinOf).replace(/^- /gm, '• '));

/** A link that shows where it leads. */
export const linkInMrkdwn = (address: string): string => {
  const target = address.replace(/[|\s]/g, (character) => encodeURIComponent(character));
  return `<${escaped(target)}|${inMrkdwn(address).replaceAll('|', twinOf)}>`;
};
