import { z } from 'zod';
import { localNameSchema } from './local-text.ts';
import { idSchema } from './id.ts';
import { locales } from './locale.ts';
import { phases } from './incident.ts';
import { channelNames } from './notice.ts';
import { responsibilityKeys, unknownParties } from './responsibility.ts';

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

const keysSchema = z.strictObject({
  version: z.literal(1),
  locale: z.enum(locales).default('en').describe('the language in which playbooks are rendered for the people who act'),
  service: localNameSchema(40).default({ 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'the collaboration platform' }),
  signature: localNameSchema(20).default({ 'zh-CN': '协作平台', 'zh-TW': '協作平台', en: 'Collaboration' }),
  ...responsibilityKeys,
  'status-page': webAddress.optional().describe('where the full notice stands; short channels link to it'),
  'time-zones': z
    .strictObject({
      'zh-CN': zone.default(defaultZones['zh-CN']),
      'zh-TW': zone.default(defaultZones['zh-TW']),
      en: zone.default(defaultZones.en),
    })
    .default(defaultZones),
  channels: z
    .array(z.enum(channelNames))
    .min(1)
    .default(['text', 'email', 'sms'])
    .describe('for which channels a run writes notices; any other can be rendered from it'),
  sms: z
    .strictObject({
      templates: z
        .record(
          idSchema,
          z.partialRecord(z.enum(phases), z.partialRecord(z.enum(locales), z.string().regex(/^[\w-]{1,64}$/))),
        )
        .default({})
        .describe(
          'ids of templates that a provider has approved, by playbook, phase and language; mainland providers send nothing else',
        ),
    })
    .prefault({}),
  allow: z
    .strictObject({
      hosts: z
        .array(hostSchema)
        .default([])
        .describe('hosts beyond this machine that may be put under load, or called'),
      actions: z
        .array(idSchema)
        .default([])
        .describe("the target's actions that playbooks may take beyond drills on this machine"),
      commands: z.array(z.string().min(1)).default([]).describe('the programs that playbooks may run'),
    })
    .prefault({})
    .describe('what is allowed that is not by itself'),
});

/** YAML: `surgebook.yaml`, a workspace's settings: who speaks, to readers in which time zones, and which hosts may be put under load. */
export const settingsSchema = keysSchema.superRefine((settings, context) => {
  for (const { module, message } of unknownParties(settings)) {
    context.addIssue({ code: 'custom', message, path: ['modules', module, 'run-by'] });
  }
});
export type Settings = z.output<typeof settingsSchema>;
