import { z } from 'zod';
import { locales, localNameSchema } from './locale.ts';

const defaultZones = { 'zh-CN': 'Asia/Shanghai', 'zh-TW': 'Asia/Taipei', en: 'UTC' } as const;
const zone = z.string().refine(isTimeZone, 'expected a time zone such as Asia/Shanghai');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const webAddressExpected = 'expected an address such as https://status.example.com';
const webAddress = z
  .url({ protocol: /^https?$/, error: webAddressExpected })
  .refine((text) => !/\s/.test(text), webAddressExpected);

const hostExpected = 'expected a host such as staging.example.com: no scheme, port or wildcard';

const hostSchema = z.string(hostExpected).min(1, hostExpected).refine(isHost, hostExpected);

function isHost(text: string): boolean {
  return /^(\[[0-9a-f:.]+\]|[^\s/@?#:*[\]\\]+)$/i.test(text) && URL.canParse(`http://${text}`);
}

/** YAML: `surgebook.yaml`, a workspace's settings: who speaks, to readers in which time zones, and which hosts may be put under load. */
export const settingsSchema = z.strictObject({
  version: z.literal(1),
  locale: z.enum(locales).default('en').describe('the language in which playbooks are rendered for the people who act'),
  service: localNameSchema(40).default({ 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'the collaboration platform' }),
  signature: localNameSchema(20).default({ 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'Collaboration' }),
  'status-page': webAddress.optional().describe('where the full notice stands; short channels link to it'),
  'time-zones': z
    .strictObject({
      'zh-CN': zone.default(defaultZones['zh-CN']),
      'zh-TW': zone.default(defaultZones['zh-TW']),
      en: zone.default(defaultZones.en),
    })
    .default(defaultZones),
  allow: z
    .strictObject({ hosts: z.array(hostSchema).default([]) })
    .default({ hosts: [] })
    .describe('hosts beyond this machine that a rehearsal may put under load'),
});
export type Settings = z.output<typeof settingsSchema>;
