import { z } from 'zod';
import { idSchema } from './id.ts';
import { localNameSchema } from './local-text.ts';
import type { LocalText } from './locale.ts';
import { didYouMean } from './nearest.ts';
import { durationOf, durationSchema, shareSchema } from './quantity.ts';
import { vendorKeys, type Vendor } from './vendor.ts';

/** How a platform is run: by the enterprise itself, by a provider (SaaS), or each for what it runs. */
export const operatingModes = ['self-hosted', 'cloud', 'hybrid'] as const;
export type OperatingMode = (typeof operatingModes)[number];

/** Whose law an operator answers to; `other` is any that the library holds no duties of. */
export const jurisdictions = ['cn', 'tw', 'other'] as const;
export type Jurisdiction = (typeof jurisdictions)[number];

/** Who an operator is to the law: some clocks follow that, not how bad an incident is. */
export const operatorKinds = ['critical-infrastructure', 'state-organ', 'other'] as const;
export type OperatorKind = (typeof operatorKinds)[number];

/** Whom readers are sent to. */
export const contactNames = ['service-desk', 'security', 'privacy'] as const;
export type ContactName = (typeof contactNames)[number];

const name = localNameSchema(40);
const ours: LocalText = { 'zh-CN': '本单位', 'zh-TW': '本單位', en: 'our organisation' };
const provider: LocalText = { 'zh-CN': '平台服务商', 'zh-TW': '平台業者', en: 'the platform provider' };

/** What readers are told where a workspace names nobody. */
const somebody: Readonly<Record<ContactName, LocalText>> = {
  'service-desk': { 'zh-CN': '服务台', 'zh-TW': '服務台', en: 'the service desk' },
  security: { 'zh-CN': '信息安全值班', 'zh-TW': '資安值班窗口', en: 'the security desk' },
  privacy: { 'zh-CN': '个人信息保护负责人', 'zh-TW': '個資保護窗口', en: 'the privacy officer' },
};

/** YAML: who runs what, whom it answers to and what was promised: who is responsible is settled before the incident. */
export const responsibilityKeys = {
  operator: z
    .strictObject({
      name: name.default(ours),
      mode: z.enum(operatingModes).default('self-hosted'),
      jurisdiction: z.enum(jurisdictions).default('other'),
      kind: z
        .enum(operatorKinds)
        .default('other')
        .describe('who the operator is to the law; reporting clocks follow it'),
    })
    .prefault({})
    .describe('who operates the platform, how, and under whose law'),
  provider: name.default(provider).describe('who provides the platform where that is not the operator'),
  modules: z
    .record(
      idSchema,
      z.strictObject({
        name: name.optional().describe('what people call it, in clauses; what the shipped playbooks are about has one'),
        'run-by': z
          .union([z.enum(['operator', 'provider']), idSchema, name])
          .optional()
          .describe('the operator, the provider, a vendor by its id, or another party by name'),
      }),
    )
    .default({})
    .describe('parts of the platform, what each is called and who runs it'),
  contacts: z
    .strictObject({
      'service-desk': name.default(somebody['service-desk']),
      security: name.default(somebody.security),
      privacy: name.default(somebody.privacy),
    })
    .prefault({})
    .describe('whom readers are sent to: a name, a number or an address'),
  sla: z
    .strictObject({
      availability: shareSchema.prefault('99.9%'),
      respond: durationSchema.default(durationOf('30m')).describe('how soon customers are told of an incident'),
      recover: durationSchema.default(durationOf('4h')).describe('how soon the service is promised to be well again'),
      credit: shareSchema.prefault('10%').describe("of the month's fee, for a month below the promised availability"),
    })
    .prefault({})
    .describe('what customers under contract were promised'),
  ...vendorKeys,
};

/** What of the settings tells who is responsible. */
export type Responsibility = z.output<z.ZodObject<typeof responsibilityKeys>>;

/**
 * Who answers for a part of the platform: whom the settings name; else the provider of a cloud service, and the operator of what it hosts itself. In a
 * hybrid a part that nobody was named for has no such answer: null.
 */
export function partyFor(module: string, responsibility: Responsibility): LocalText | null {
  const { modules, operator, provider: providing, vendors } = responsibility;
  const runBy = modules[module]?.['run-by'];
  if (runBy === 'operator') return operator.name;
  if (runBy === 'provider') return providing;
  if (typeof runBy === 'string') return vendors.find(({ id }) => id === runBy)?.name ?? null;
  if (runBy !== undefined) return runBy;
  switch (operator.mode) {
    case 'self-hosted':
      return operator.name;
    case 'cloud':
      return providing;
    case 'hybrid':
      return null;
  }
}

/** The vendor that is spoken to about a part of the platform: the one that runs it, else the first that has it among its modules. */
export function vendorFor(module: string, { modules, vendors }: Responsibility): Vendor | null {
  const runBy = modules[module]?.['run-by'];
  return vendors.find(({ id }) => id === runBy) ?? vendors.find((one) => one.modules.includes(module)) ?? null;
}

/** The parts of the platform that are said to be run by a vendor whom the register does not have. */
export const unknownParties = ({
  modules,
  vendors,
}: Pick<Responsibility, 'modules' | 'vendors'>): readonly { readonly module: string; readonly message: string }[] => {
  const known = ['operator', 'provider', ...vendors.map(({ id }) => id)];
  return Object.entries(modules).flatMap(([module, { 'run-by': runBy }]) =>
    typeof runBy !== 'string' || known.includes(runBy)
      ? []
      : [{ module, message: `there is no vendor "${runBy}"${didYouMean(runBy, known)}` }],
  );
};
