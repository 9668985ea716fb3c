import { inMarkdown } from './dialects/markdown.ts';
import type { Draft } from './fitting.ts';

/** A title as the bold first line of a message. The banner stands before the bold: nothing comes before it. */
export const titleInMarkdown = ({ title, composition: { banner } }: Draft): string =>
  `${banner}**${inMarkdown(title.slice(banner.length))}**`;
