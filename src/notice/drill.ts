import type { Locale } from '../model/locale.ts';

/** What stands in front of everything a drill says. It is added where notices are composed, so that no template can forget it. */
export const drillBanner: Readonly<Record<Locale, string>> = {
  'zh-CN': '【演练】',
  'zh-TW': '【演練】',
  en: '[DRILL] ',
};
