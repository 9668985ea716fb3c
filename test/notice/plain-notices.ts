import { locales, type LocalText } from '../../src/model/locale.ts';

/** The same text in every language. */
export const alike = (text: string): LocalText => ({ 'zh-CN': text, 'zh-TW': text, en: text });

/** The same, as YAML has it. */
export const said = (text: string): string => `{ ${locales.map((locale) => `${locale}: ${text}`).join(', ')} }`;

/** The files of a playbook's notices that say one word, whatever the language. */
export function plainNotices(playbook: string, word: string): Readonly<Record<string, string>> {
  const notice = ['subject', 'summary', 'next-update'].map((part) => `{{#part "${part}"}}${word}{{/part}}\n`).join('');
  return Object.fromEntries(locales.map((locale) => [`playbooks/${playbook}/notice.${locale}.hbs`, notice]));
}
