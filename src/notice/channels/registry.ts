import type { ChannelName } from '../../model/notice.ts';
import { dingtalk } from './dingtalk.ts';
import { email } from './email.ts';
import { feishu } from './feishu.ts';
import type { Layout } from './layout.ts';
import { slack } from './slack.ts';
import { sms } from './sms.ts';
import { statuspage } from './statuspage.ts';
import { teams } from './teams.ts';
import { text } from './text.ts';
import { webhook } from './webhook.ts';
import { wecom } from './wecom.ts';

/** How each channel lays a notice out. */
export const layouts: Readonly<Record<ChannelName, Layout>> = {
  ...{ text, email, sms, wecom, dingtalk, feishu, slack, teams, statuspage, webhook },
};
