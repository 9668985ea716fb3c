import type { IncidentId } from './id.ts';
import type { PhaseName } from './incident.ts';
import type { Json } from './json.ts';
import type { Locale } from './locale.ts';

/** Who a notice speaks to. */
export const audiences = ['users', 'staff', 'management', 'customers', 'regulator', 'vendor'] as const;
export type Audience = (typeof audiences)[number];

/** Where a notice is read; each takes the parts that fit. */
export const channelNames = [
  'text',
  'email',
  'sms',
  'wecom',
  'dingtalk',
  'feishu',
  'slack',
  'teams',
  'statuspage',
  'webhook',
] as const;
export type ChannelName = (typeof channelNames)[number];

/**
 * What a notice is made of, in the order it is read. `cause` and `recovery` are said only when they are known; the time of
 * the next update stands in every notice before *resolved*.
 */
export const noticeParts = ['subject', 'summary', 'affected', 'cause', 'advice', 'recovery', 'next-update'] as const;
export type NoticePart = (typeof noticeParts)[number];
export type NoticeParts = Readonly<Partial<Record<NoticePart, string>>> & {
  readonly subject: string;
  readonly summary: string;
};

/** What is wrong with an update that was sent, and so must be put right where it was read. */
export interface Revision {
  /** A correction says anew what holds; a withdrawal says that what was told does not. */
  readonly kind: 'correction' | 'withdrawal';
  /** The number of the update that was wrong. */
  readonly of: number;
}

/** One message for one audience, in one language, for one channel, in one phase, with an update number. */
export interface Notice {
  readonly incident: IncidentId;
  readonly phase: PhaseName;
  /** Counts the notices of an incident from 1, one number for each time its readers are told something. */
  readonly update: number;
  readonly audience: Audience;
  readonly locale: Locale;
  readonly channel: ChannelName;
  /** Empty where the channel has none. */
  readonly subject: string;
  /** What is read, as it is written for the channel. */
  readonly body: string;
  /** What the channel's service is sent; null where that is the subject and the body themselves. */
  readonly request: Json;
  readonly drill: boolean;
}
