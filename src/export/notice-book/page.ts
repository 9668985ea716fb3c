import { locales, type Locale } from '../../model/locale.ts';
import { audiences, type Audience } from '../../model/notice.ts';
import { phases, type PhaseName } from '../../model/incident.ts';
import { escapeMarkup } from '../../notice/escape-markup.ts';
import { words } from '../../notice/words.ts';
import type { BookInput, BookNotice } from './occasions.ts';
import { pageScript, pageStyle } from './page-assets.ts';

/** What the page says in the language of whoever opens it. */
interface PageWords {
  readonly title: string;
  readonly about: string;
  readonly search: string;
  readonly all: string;
  readonly filters: readonly [playbook: string, phase: string, audience: string, locale: string, channel: string];
  readonly copy: string;
  readonly copied: string;
  readonly found: string;
  readonly audience: Readonly<Record<Audience, string>>;
}

const pageWords: Readonly<Record<Locale, PageWords>> = {
  'zh-CN': {
    title: '通知手册',
    about:
      '以下是每个预案在每个阶段对每类读者的通知。时间、读数和编号是虚构的；实际事件中请用 surgebook render 取得当时的通知。',
    search: '搜索',
    all: '全部',
    filters: ['预案', '阶段', '读者', '语言', '渠道'],
    copy: '复制',
    copied: '已复制',
    found: '条通知',
    audience: {
      ...{ users: '用户', staff: '员工', management: '管理层', customers: '签约客户', regulator: '主管部门' },
      vendor: '供应商',
    },
  },
  'zh-TW': {
    title: '通知手冊',
    about:
      '以下是每份應變手冊在每個階段對每類讀者的通知。時間、讀數和編號是虛構的；實際事件中請用 surgebook render 取得當時的通知。',
    search: '搜尋',
    all: '全部',
    filters: ['應變手冊', '階段', '讀者', '語言', '管道'],
    copy: '複製',
    copied: '已複製',
    found: '則通知',
    audience: {
      ...{ users: '使用者', staff: '同仁', management: '管理階層', customers: '簽約客戶', regulator: '主管機關' },
      vendor: '供應商',
    },
  },
  en: {
    title: 'Book of notices',
    about:
      'What every playbook says in every phase to every audience. Times, readings and numbers are made up; in a real incident, surgebook render gives the notice as it stands then.',
    search: 'Search',
    all: 'all',
    filters: ['Playbook', 'Phase', 'Audience', 'Language', 'Channel'],
    copy: 'Copy',
    copied: 'Copied',
    found: 'notices',
    audience: {
      ...{ users: 'users', staff: 'staff', management: 'management', customers: 'customers', regulator: 'regulator' },
      vendor: 'vendor',
    },
  },
};

/** The channels whose notices the page shows as they are read; what other services are sent stands in the folder. */
const shownChannels: readonly string[] = ['text', 'sms'];

/** One page with every notice, to search, filter, copy and print: nothing in it is fetched, and nothing in a notice is taken for markup. */
export function bookPage(
  all: readonly BookNotice[],
  { settings, playbooks }: Pick<BookInput, 'settings' | 'playbooks'>,
): string {
  const said = pageWords[settings.locale];
  const shown = all.filter(({ notice }) => shownChannels.includes(notice.channel));
  const options: readonly (readonly [name: string, values: readonly (readonly [string, string])[]])[] = [
    ['playbook', playbooks.map(({ id, title }) => [id, title[settings.locale]])],
    ['phase', phases.map((phase) => [phase, words[settings.locale].phase[phase]])],
    ['audience', audiences.map((audience) => [audience, said.audience[audience]])],
    ['locale', locales.map((locale) => [locale, locale])],
    ['channel', shownChannels.map((channel) => [channel, channel])],
  ];
  const selects = options.map(([name, values], place) => select(name, said.filters[place] ?? name, said.all, values));
  return `<!doctype html>
<html lang="${settings.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeMarkup(said.title)} · ${escapeMarkup(settings.service[settings.locale])}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>${escapeMarkup(said.title)}</h1>
<p>${escapeMarkup(said.about)}</p>
<form role="search" id="filters">
<label>${escapeMarkup(said.search)} <input type="search" name="search" autocomplete="off"></label>
${selects.join('\n')}
<p role="status"><output id="count">${shown.length}</output> ${escapeMarkup(said.found)}</p>
</form>
</header>
<main>
${shown.map((one) => article(one, said, settings.locale)).join('\n')}
</main>
<script>${pageScript}</script>
</body>
</html>
`;
}

const select = (name: string, label: string, all: string, values: readonly (readonly [string, string])[]): string =>
  `<label>${escapeMarkup(label)} <select name="${name}"><option value="">${escapeMarkup(all)}</option>${values
    .map(([value, text]) => `<option value="${escapeMarkup(value)}">${escapeMarkup(text)}</option>`)
    .join('')}</select></label>`;

function article({ playbook, notice }: BookNotice, said: PageWords, locale: Locale): string {
  const { phase, audience, channel, subject, body } = notice;
  const text = subject === '' ? body : `${subject}\n\n${body}`;
  const title = headingOf(playbook.title[locale], phase, said.audience[audience], locale);
  const data = Object.entries({ playbook: playbook.id, phase, audience, locale: notice.locale, channel });
  return `<article ${data.map(([name, value]) => `data-${name}="${escapeMarkup(value)}"`).join(' ')}>
<h2>${escapeMarkup(title)} <small>${notice.locale} · ${channel}</small></h2>
<pre lang="${notice.locale}">${escapeMarkup(text)}</pre>
<button type="button" data-copied="${escapeMarkup(said.copied)}">${escapeMarkup(said.copy)}</button>
</article>`;
}

const headingOf = (title: string, phase: PhaseName, audience: string, locale: Locale): string =>
  `${title} · ${words[locale].phase[phase]} · ${audience}`;
