import { z } from 'zod';

/** The languages in which notices exist. Each is written by and for its readers; none is a conversion of another. */
export const locales = ['zh-CN', 'zh-TW', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A text in every language. */
export type LocalText = Readonly<Record<Locale, string>>;

/** YAML: a text in every language; one that lacks a language is refused. */
export const localTextSchema = z.strictObject({
  'zh-CN': z.string().min(1),
  'zh-TW': z.string().min(1),
  en: z.string().min(1),
});
