import type { PhaseName } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { OperatingMode } from '../model/responsibility.ts';
import type { Severity } from '../model/threshold.ts';

/** Words that every notice and playbook of a language shares. */
interface Words {
  readonly phase: Readonly<Record<PhaseName, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  /** What an expected recovery rests on while the clear hold is running. */
  readonly clearHoldBasis: string;
  readonly above: string;
  readonly below: string;
  readonly listSeparator: string;
  readonly brackets: readonly [opening: string, closing: string];
  readonly nothingMeasured: string;
  /** What is told of a signal when it is not its value: where its trend leads in so long, how it compares with the warm-up, how fast it uses up its budget. */
  readonly forecast: (signal: string, ahead: string) => string;
  readonly change: (signal: string) => string;
  readonly burnRate: (signal: string) => string;
  /** Between the two parts of a text that stand in one line. */
  readonly space: string;
  /** Ends a sentence. */
  readonly stop: string;
  readonly details: string;
  readonly unknown: string;
  /** Whose step it is that acts by itself. */
  readonly byItself: string;
  /** The table of duties: its head, what stands for whom something is kept, and until when. */
  readonly duties: {
    readonly head: readonly [duty: string, to: string, by: string, source: string];
    readonly kept: string;
    readonly until: (time: string) => string;
    readonly ask: string;
  };
  /** How a model clause names the operating mode, and the head of its table of who runs what. */
  readonly clauses: {
    readonly mode: Readonly<Record<OperatingMode, string>>;
    readonly head: readonly [module: string, party: string];
  };
  /** Who answers for a part of the platform that nobody was named for. */
  readonly unsettled: string;
  /** Of a vendor that the register does not have: what it is called, whom one turns to, and by when it owes something. */
  readonly vendor: { readonly name: string; readonly contact: string; readonly within: string };
  /** The number of an update and when it was written. */
  readonly stamp: (update: string, now: string) => string;
  /** What is put in front of what is said anew, and what is said in place of what was wrong. */
  readonly correction: { readonly subject: (subject: string) => string; readonly lead: (update: number) => string };
  readonly withdrawal: {
    readonly subject: (subject: string) => string;
    readonly summary: (service: string, update: number) => string;
  };
}

export const words: Readonly<Record<Locale, Words>> = {
  'zh-CN': {
    phase: { investigating: '排查中', identified: '已查明原因', monitoring: '恢复观察中', resolved: '已恢复' },
    severity: { minor: '轻微', major: '较重', critical: '严重' },
    clearHoldBasis: '各项指标已回到正常范围，正在观察是否稳定',
    above: '高于',
    below: '低于',
    listSeparator: '；',
    brackets: ['（', '）'],
    nothingMeasured: '没有数据',
    forecast: (signal, ahead) => `${signal} 按趋势 ${ahead}后`,
    change: (signal) => `${signal} 相对开始阶段`,
    burnRate: (signal) => `${signal} 错误预算消耗倍数`,
    space: '',
    stop: '。',
    details: '详情：',
    unknown: '尚不清楚',
    byItself: '自动',
    duties: {
      head: ['义务', '对象', '期限', '依据'],
      kept: '留存备查',
      until: (time) => `保存至 ${time}`,
      ask: '先由专人判断',
    },
    clauses: {
      mode: { 'self-hosted': '自建自营', cloud: '云服务（SaaS）', hybrid: '混合部署' },
      head: ['模块', '责任方'],
    },
    unsettled: '责任方待确认',
    vendor: { name: '供应商', contact: '合同约定的值班联系方式', within: '以合同约定为准' },
    stamp: (update, now) => `第 ${update} 次通知，${now}`,
    correction: {
      subject: (subject) => `更正：${subject}`,
      lead: (update) => `更正：第 ${update} 次通知的内容有误，请以本次为准。`,
    },
    withdrawal: {
      subject: (subject) => `撤回：${subject}`,
      summary: (service, update) =>
        `我们撤回${service}的第 ${update} 次通知：其内容有误，请不要据此行事，也请不要转发。给您添了麻烦，非常抱歉。`,
    },
  },
  'zh-TW': {
    phase: { investigating: '調查中', identified: '已找到原因', monitoring: '恢復觀察中', resolved: '已恢復' },
    severity: { minor: '輕微', major: '重大', critical: '嚴重' },
    clearHoldBasis: '各項指標已回到正常範圍，正在觀察是否穩定',
    above: '高於',
    below: '低於',
    listSeparator: '；',
    brackets: ['（', '）'],
    nothingMeasured: '沒有資料',
    forecast: (signal, ahead) => `${signal} 依趨勢 ${ahead}後`,
    change: (signal) => `${signal} 相對開始階段`,
    burnRate: (signal) => `${signal} 錯誤預算消耗倍數`,
    space: '',
    stop: '。',
    details: '詳情：',
    unknown: '尚不清楚',
    byItself: '自動',
    duties: {
      head: ['義務', '對象', '期限', '依據'],
      kept: '留存備查',
      until: (time) => `保存至 ${time}`,
      ask: '先由專人判斷',
    },
    clauses: {
      mode: { 'self-hosted': '自行建置與營運', cloud: '雲端服務（SaaS）', hybrid: '混合部署' },
      head: ['模組', '權責方'],
    },
    unsettled: '權責方待確認',
    vendor: { name: '廠商', contact: '合約約定的值班聯絡方式', within: '以合約約定為準' },
    stamp: (update, now) => `第 ${update} 次通知，${now}`,
    correction: {
      subject: (subject) => `更正：${subject}`,
      lead: (update) => `更正：第 ${update} 次通知的內容有誤，請以本次為準。`,
    },
    withdrawal: {
      subject: (subject) => `撤回：${subject}`,
      summary: (service, update) =>
        `我們撤回${service}的第 ${update} 次通知：內容有誤，請勿依其內容行事，也請不要轉傳。造成困擾，非常抱歉。`,
    },
  },
  en: {
    phase: {
      investigating: 'Investigating',
      identified: 'Cause identified',
      monitoring: 'Monitoring the recovery',
      resolved: 'Resolved',
    },
    severity: { minor: 'minor', major: 'major', critical: 'critical' },
    clearHoldBasis: 'readings are back within their normal range and are being watched',
    above: 'above',
    below: 'below',
    listSeparator: '; ',
    brackets: [' (', ')'],
    nothingMeasured: 'nothing measured',
    forecast: (signal, ahead) => `${signal} in ${ahead} by its trend`,
    change: (signal) => `${signal} against its warm-up`,
    burnRate: (signal) => `burn rate of ${signal}`,
    space: ' ',
    stop: '.',
    details: 'Details: ',
    unknown: 'not known yet',
    byItself: 'by itself',
    duties: {
      head: ['Duty', 'Owed to', 'By', 'Source'],
      kept: 'kept on file',
      until: (time) => `kept until ${time}`,
      ask: 'a person decides first',
    },
    clauses: {
      mode: { 'self-hosted': 'self-hosted', cloud: 'a cloud service (SaaS)', hybrid: 'a hybrid' },
      head: ['Module', 'Responsible'],
    },
    unsettled: 'a party yet to be settled',
    vendor: { name: 'the vendor', contact: 'the duty contact of the contract', within: 'as agreed in the contract' },
    stamp: (update, now) => `Update ${update}, ${now}`,
    correction: {
      subject: (subject) => `Correction: ${subject}`,
      lead: (update) => `Correction: update ${update} was wrong. Please go by this one.`,
    },
    withdrawal: {
      subject: (subject) => `Withdrawn: ${subject}`,
      summary: (service, update) =>
        `We withdraw update ${update} about ${service}: what it said was wrong. Please do not act on it or pass it on. We are sorry for the confusion.`,
    },
  },
};
