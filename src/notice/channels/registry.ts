import type { ChannelName } from '../../model/notice.ts';
import { email } from './email.ts';
import type { Layout } from './layout.ts';
import { sms } from './sms.ts';
import { text } from './text.ts';

/** How each channel lays a notice out. */
export const layouts: Readonly<Record<ChannelName, Layout>> = { text, email, sms };
