import type { Locale } from '../model/locale.ts';
import type { MeasureVerdict } from './comparison.ts';
import type { MeasureKind } from './measure.ts';

/** What the page of a comparison says in a language. Places for values are functions. */
export interface PageWords {
  readonly title: string;
  readonly skip: string;
  readonly before: string;
  readonly after: string;
  readonly measures: string;
  readonly curves: string;
  readonly incidents: string;
  readonly headings: readonly [
    measure: string,
    before: string,
    after: string,
    change: string,
    interval: string,
    meaning: string,
  ];
  readonly incidentHeadings: readonly [playbook: string, detect: string, recover: string];
  readonly worse: (count: number) => string;
  readonly better: (count: number) => string;
  readonly same: string;
  readonly how: (seconds: number, block: number, measures: number, tolerance: string) => string;
  readonly legend: string;
  readonly points: string;
  readonly kind: Readonly<Record<MeasureKind, string>>;
  readonly verdict: Readonly<Record<MeasureVerdict, string>>;
}

/** Each is written for its readers. */
export const pageWords: Readonly<Record<Locale, PageWords>> = {
  en: {
    title: 'Two runs compared',
    skip: 'To the measures',
    before: 'before',
    after: 'after',
    measures: 'Measures',
    curves: 'Both runs, second by second',
    incidents: 'Incidents',
    headings: ['Measure', 'Before', 'After', 'Change', '95 % sure', 'Meaning'],
    incidentHeadings: ['Playbook', 'Detect', 'Recover'],
    worse: (count) => `${count} worse`,
    better: (count) => `${count} better`,
    same: 'No difference that is both sure and large enough',
    how: (seconds, block, measures, tolerance) =>
      `${seconds} s of each run, in blocks of ${block} s; the intervals hold for all ${measures} measures at once; tolerance ${tolerance}.`,
    legend: 'Solid: before. Dashed: after.',
    points: 'points',
    kind: {
      'request-mean': 'request, mean',
      'request-p95': 'request, p95',
      'delivery-p95': 'delivery, p95',
      'requests-failed': 'requests failed',
      'journeys-failed': 'journeys failed',
      arrivals: 'arrivals, of those planned',
      saturation: 'saturation, mean',
    },
    verdict: {
      regression: 'worse',
      improvement: 'better',
      small: 'within the tolerance',
      unsure: 'not sure',
      'not-judged': 'not judged',
    },
  },
  'zh-CN': {
    title: '两次演练对比',
    skip: '跳到各项指标',
    before: '之前',
    after: '之后',
    measures: '指标',
    curves: '两次演练的逐秒曲线',
    incidents: '事件',
    headings: ['指标', '之前', '之后', '变化', '95 % 置信区间', '结论'],
    incidentHeadings: ['预案', '发现用时', '恢复用时'],
    worse: (count) => `${count} 项变差`,
    better: (count) => `${count} 项变好`,
    same: '没有既确定又足够大的差别',
    how: (seconds, block, measures, tolerance) =>
      `每次演练各取 ${seconds} 秒，以 ${block} 秒为一块；置信区间对全部 ${measures} 项指标同时成立；容差 ${tolerance}。`,
    legend: '实线：之前；虚线：之后。',
    points: '个百分点',
    kind: {
      'request-mean': '请求耗时均值',
      'request-p95': '请求耗时 p95',
      'delivery-p95': '送达耗时 p95',
      'requests-failed': '请求失败占比',
      'journeys-failed': '流程失败占比',
      arrivals: '实际到达与计划之比',
      saturation: '饱和度均值',
    },
    verdict: {
      regression: '变差',
      improvement: '变好',
      small: '在容差之内',
      unsure: '不能确定',
      'not-judged': '未判定',
    },
  },
  'zh-TW': {
    title: '兩次演練比較',
    skip: '跳到各項指標',
    before: '先前',
    after: '之後',
    measures: '指標',
    curves: '兩次演練的逐秒曲線',
    incidents: '事件',
    headings: ['指標', '先前', '之後', '變化', '95 % 信賴區間', '結論'],
    incidentHeadings: ['應變手冊', '發現時間', '復原時間'],
    worse: (count) => `${count} 項變差`,
    better: (count) => `${count} 項變好`,
    same: '沒有既確定又夠大的差異',
    how: (seconds, block, measures, tolerance) =>
      `每次演練各取 ${seconds} 秒，以 ${block} 秒為一區塊；信賴區間對全部 ${measures} 項指標同時成立；容許差 ${tolerance}。`,
    legend: '實線：先前；虛線：之後。',
    points: '個百分點',
    kind: {
      'request-mean': '請求耗時平均',
      'request-p95': '請求耗時 p95',
      'delivery-p95': '送達耗時 p95',
      'requests-failed': '請求失敗比例',
      'journeys-failed': '流程失敗比例',
      arrivals: '實際到達與計畫之比',
      saturation: '飽和度平均',
    },
    verdict: {
      regression: '變差',
      improvement: '變好',
      small: '在容許差之內',
      unsure: '無法確定',
      'not-judged': '未判定',
    },
  },
};
