import type { Locale } from '../../model/locale.ts';
import type { Audience } from '../../model/notice.ts';
import type { Telling } from './occasions.ts';

/** What the page can be narrowed by. */
export const filterNames = ['playbook', 'phase', 'audience', 'locale', 'channel', 'telling'] as const;
export type FilterName = (typeof filterNames)[number];

/** What the page says in the language of whoever opens it. */
export interface PageWords {
  readonly title: string;
  readonly about: string;
  readonly contents: string;
  readonly search: string;
  readonly all: string;
  readonly reset: string;
  readonly filters: Readonly<Record<FilterName, string>>;
  readonly copy: string;
  readonly copied: string;
  readonly found: string;
  /** Before a cause that a notice is for. */
  readonly cause: string;
  readonly audience: Readonly<Record<Audience, string>>;
  readonly channel: Readonly<Record<string, string>>;
  readonly telling: Readonly<Record<Telling, string>>;
}

/** Each language by its own name. */
export const languageNames: Readonly<Record<Locale, string>> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
};

export const pageWords: Readonly<Record<Locale, PageWords>> = {
  'zh-CN': {
    title: '通知手册',
    about:
      '以下是每个预案在每个阶段对每类读者的通知：各种原因、没有新进展时的更新、更正和撤回。文字相同的只列一次，并注明用于哪些情形。原因不明时，写原因的那一段不出现。时间、读数和编号是虚构的；实际事件中请用 surgebook render 取得当时的通知。',
    contents: '预案',
    search: '搜索',
    all: '全部',
    reset: '清除筛选',
    filters: { playbook: '预案', phase: '阶段', audience: '读者', locale: '语言', channel: '渠道', telling: '情形' },
    copy: '复制',
    copied: '已复制',
    found: '条通知',
    cause: '原因：',
    audience: {
      ...{ users: '用户', staff: '员工', management: '管理层', customers: '签约客户', regulator: '主管部门' },
      vendor: '供应商',
    },
    channel: { text: '全文', sms: '短信' },
    telling: { first: '首次通知', again: '无新进展', correction: '更正', withdrawal: '撤回' },
  },
  'zh-TW': {
    title: '通知手冊',
    about:
      '以下是每份應變手冊在每個階段對每類讀者的通知：各種原因、沒有新進展時的更新、更正與撤回。文字相同的只列一次，並註明用於哪些情形。原因不明時，寫原因的那一段不會出現。時間、讀數和編號是虛構的；實際事件中請用 surgebook render 取得當時的通知。',
    contents: '應變手冊',
    search: '搜尋',
    all: '全部',
    reset: '清除篩選',
    filters: {
      ...{ playbook: '應變手冊', phase: '階段', audience: '讀者', locale: '語言', channel: '管道', telling: '情形' },
    },
    copy: '複製',
    copied: '已複製',
    found: '則通知',
    cause: '原因：',
    audience: {
      ...{ users: '使用者', staff: '同仁', management: '管理階層', customers: '簽約客戶', regulator: '主管機關' },
      vendor: '廠商',
    },
    channel: { text: '全文', sms: '簡訊' },
    telling: { first: '首次通知', again: '沒有新進展', correction: '更正', withdrawal: '撤回' },
  },
  en: {
    title: 'Book of notices',
    about:
      'What every playbook says in every phase to every audience: with each cause, with nothing new to tell, as a correction and as a withdrawal. What is word for word the same stands once, with every occasion that it is for. Where no cause is known, the paragraph that names it is left out. Times, readings and numbers are made up; in a real incident, surgebook render gives the notice as it stands then.',
    contents: 'Playbooks',
    search: 'Search',
    all: 'all',
    reset: 'Clear filters',
    filters: {
      ...{ playbook: 'Playbook', phase: 'Phase', audience: 'Audience', locale: 'Language', channel: 'Channel' },
      telling: 'Occasion',
    },
    copy: 'Copy',
    copied: 'Copied',
    found: 'notices',
    cause: 'cause: ',
    audience: {
      ...{ users: 'users', staff: 'staff', management: 'management', customers: 'customers', regulator: 'regulator' },
      vendor: 'vendor',
    },
    channel: { text: 'full text', sms: 'SMS' },
    telling: { first: 'first told', again: 'nothing new', correction: 'correction', withdrawal: 'withdrawal' },
  },
};
