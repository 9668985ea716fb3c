import { withoutTags } from './twins.ts';

/** Text of a card that is plain: with dots for the items of its lists. */
export const onCard = (text: string): string => withoutTags(text).replace(/^- /gm, '• ');
