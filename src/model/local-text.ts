import { z } from 'zod';

/** A text of one kind in every language; one that lacks a language is refused. */
const inEveryLanguage = <T extends z.ZodType<string>>(text: T) =>
  z.strictObject({ 'zh-CN': text, 'zh-TW': text, en: text });

/** YAML: a text in every language. */
export const localTextSchema = inEveryLanguage(z.string().min(1));

const nameExpected = 'expected a name that can be seen';

/** YAML: a name in every language, of so many characters at most. */
export const localNameSchema = (most: number) =>
  inEveryLanguage(
    z
      .string()
      .min(1, nameExpected)
      .refine((text) => /[^\s\p{C}]/u.test(text), nameExpected)
      .refine((text) => Array.from(text).length <= most, `a short message has room for ${most} characters of it`),
  );
