import type { PhaseName } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
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
  },
};
