/** The languages in which notices exist. Each is written by and for its readers; none is a conversion of another. */
export const locales = ['zh-CN', 'zh-TW', 'en'] as const;
export type Locale = (typeof locales)[number];

/** A text in every language. */
export type LocalText = Readonly<Record<Locale, string>>;
