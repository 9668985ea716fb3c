import type { Outcome } from '../model/fact.ts';
import type { Locale } from '../model/locale.ts';
import type { Machine } from '../model/machine.ts';
import type { Compression } from '../model/plan.ts';
import type { ScoreItemId } from '../model/score-target.ts';
import type { ScoreItem } from '../score/scorecard.ts';
import type { HappeningKind, StepStory } from './report.ts';

/** What a report says in a language. */
export interface ReportWords {
  readonly report: string;
  readonly drill: string;
  readonly skip: string;
  readonly outcome: Readonly<Record<Outcome | 'cut-short', string>>;
  readonly sections: Readonly<
    Record<
      | 'story'
      | 'happened'
      | 'charts'
      | 'incidents'
      | 'score'
      | 'expected'
      | 'everything'
      | 'signals'
      | 'how'
      | 'steps'
      | 'clocks'
      | 'notices',
      string
    >
  >;
  readonly numbers: Readonly<
    Record<
      'arrivals' | 'planned' | 'started' | 'dropped' | 'score' | 'incidents' | 'length' | 'detect' | 'recover',
      string
    >
  >;
  readonly charts: Readonly<
    Record<
      | 'timeline'
      | 'arrivals'
      | 'delivery'
      | 'request'
      | 'saturation'
      | 'planned'
      | 'started'
      | 'dropped'
      | 'fires'
      | 'clears',
      string
    >
  >;
  readonly signalChart: (signal: string) => string;
  readonly durationsOf: (series: string) => string;
  /** A chart in a sentence. */
  readonly says: {
    readonly timeline: (incidents: number, actions: number) => string;
    readonly arrivals: (planned: string, started: string, dropped: string) => string;
    readonly latency: (p50: string, p99: string, count: string) => string;
    readonly signal: (least: string, most: string, last: string) => string;
    readonly saturation: (signal: string, most: string) => string;
  };
  readonly values: string;
  readonly heads: {
    readonly values: readonly [what: string, least: string, most: string, last: string];
    readonly rates: readonly [what: string, most: string, all: string];
    readonly percentiles: readonly [what: string, count: string, p50: string, p95: string, p99: string];
    readonly spans: readonly [mark: string, what: string, from: string, until: string, state: string];
    readonly steps: readonly [what: string, who: string, due: string, begun: string, ended: string, result: string];
    readonly clocks: readonly [what: string, to: string, due: string, source: string];
    readonly score: readonly [what: string, value: string, target: string, outcome: string, weight: string];
    readonly expected: readonly [what: string, result: string];
    readonly happenings: readonly [at: string, clock: string, kind: string, what: string];
  };
  readonly legend: Readonly<Record<'undetected' | 'incident' | 'action' | 'blind', string>>;
  readonly incident: Readonly<
    Record<
      'onset' | 'opened' | 'notified' | 'resolved' | 'cause' | 'severity' | 'playbook' | 'never' | 'unknown',
      string
    >
  >;
  readonly kind: Readonly<Record<HappeningKind, string>>;
  readonly step: Readonly<
    Record<
      NonNullable<StepStory['outcome'] | StepStory['fate']> | 'effective' | 'without-effect' | 'undone' | 'person',
      string
    >
  >;
  readonly scoreItem: Readonly<Record<ScoreItemId, string>>;
  readonly scoreOutcome: Readonly<Record<ScoreItem['outcome'], string>>;
  /** What the actions were worth, beside a run without them. */
  readonly worth: {
    readonly title: string;
    readonly heads: readonly [what: string, acted: string, without: string, gained: string];
    readonly peak: string;
    /** Better by this much where `gained` is above zero, worse where it is below. */
    readonly gained: (amount: string, gained: number) => string;
    readonly beside: (run: string) => string;
    readonly chart: (signal: string) => string;
    readonly says: (acted: string, without: string) => string;
  };
  readonly atMost: string;
  readonly atLeast: string;
  readonly key: string;
  readonly kept: string;
  readonly ask: string;
  readonly cameTrue: string;
  readonly scenarioGone: string;
  readonly update: (update: number, written: number) => string;
  readonly leftOut: (notices: number) => string;
  readonly how: Readonly<
    Record<
      'run' | 'scenario' | 'surge' | 'compression' | 'engine' | 'target' | 'machine' | 'made' | 'skipped' | 'when',
      string
    >
  >;
  readonly machine: Readonly<Record<keyof Machine, string>>;
  readonly model: Readonly<Record<'open' | 'closed', string>>;
  readonly compression: (compression: Compression | null) => string;
  readonly untold: string;
  readonly zone: (zone: string) => string;
  readonly nothing: string;
}

export const reportWords: Readonly<Record<Locale, ReportWords>> = {
  en: {
    report: 'Report of a run',
    drill: 'DRILL',
    skip: 'To the story',
    outcome: {
      expected: 'as expected',
      unexpected: 'not as expected',
      inconclusive: 'inconclusive',
      'cut-short': 'cut short',
    },
    sections: {
      ...{ story: 'The story', happened: 'What happened when', charts: 'Charts', incidents: 'Incidents' },
      ...{
        score: 'Score',
        expected: 'What was expected',
        everything: 'Everything that happened',
        signals: 'Other signals',
      },
      ...{ how: 'How it was run', steps: 'Steps of the playbook', clocks: 'Clocks of obligations', notices: 'Notices' },
    },
    numbers: {
      ...{ arrivals: 'Arrivals', planned: 'planned', started: 'began', dropped: 'dropped', score: 'Score of 100' },
      ...{ incidents: 'Incidents', length: 'Length', detect: 'Slowest detection', recover: 'Slowest recovery' },
    },
    charts: {
      ...{ timeline: 'Incidents and actions', arrivals: 'Arrivals a second', delivery: 'From sending to receiving' },
      ...{ request: 'How long requests took', saturation: 'Saturation', planned: 'planned', started: 'began' },
      ...{ dropped: 'dropped', fires: 'fires', clears: 'clears' },
    },
    signalChart: (signal) => `Signal ${signal}`,
    durationsOf: (series) => `Durations ${series}`,
    says: {
      timeline: (incidents, actions) => `Incidents: ${incidents}. Actions of playbooks: ${actions}.`,
      arrivals: (planned, started, dropped) =>
        `At the peak ${planned} were planned and ${started} began; ${dropped} arrivals were dropped.`,
      latency: (p50, p99, count) => `Of ${count} in all, half took at most ${p50} and 99 % at most ${p99}.`,
      signal: (least, most, last) => `Between ${least} and ${most}; ${last} at the end.`,
      saturation: (signal, most) => `The fullest was ${signal}, with ${most}.`,
    },
    values: 'Values',
    heads: {
      values: ['Curve', 'Least', 'Most', 'At the end'],
      rates: ['Curve', 'At the most', 'All together'],
      percentiles: ['Of', 'Count', 'p50', 'p95', 'p99'],
      spans: ['Mark', 'What', 'From', 'Until', 'State'],
      steps: ['What', 'Who', 'Due', 'Begun', 'Ended', 'Result'],
      clocks: ['What', 'Owed to', 'By', 'Source'],
      score: ['Item', 'Was', 'Target', 'Outcome', 'Weight'],
      expected: ['Expected', 'What happened'],
      happenings: ['At', 'Clock', 'What', 'As the journal tells it'],
    },
    legend: {
      ...{ undetected: 'from the onset, not yet detected', incident: 'incident (I)', action: 'action (A)' },
      blind: 'nothing was seen',
    },
    incident: {
      ...{ onset: 'Onset', opened: 'Opened', notified: 'First notices', resolved: 'Resolved', cause: 'Cause' },
      ...{ severity: 'Severity', playbook: 'Playbook', never: 'not in this run', unknown: 'not identified' },
    },
    kind: {
      ...{
        'load-started': 'The load begins',
        'load-stopping': 'The load is being stopped',
        'load-ended': 'The load has ended',
      },
      ...{
        blind: 'Nothing was seen',
        unmeasured: 'Signal not measured',
        noted: 'Remark',
        'breach-opened': 'Threshold crossed',
        'breach-cleared': 'Threshold cleared',
      },
      ...{ opened: 'Incident opened', 'taken-over': 'Taken over by another playbook', severity: 'Severity raised' },
      ...{ investigating: 'Investigating', identified: 'Cause identified', monitoring: 'Monitoring the recovery' },
      ...{
        resolved: 'Resolved',
        'update-due': 'Promised update came due',
        notices: 'Notices written',
        action: 'Action',
        person: 'A person',
      },
      finished: 'The run has ended',
    },
    step: {
      ...{
        done: 'done',
        failed: 'failed',
        dry: 'not taken',
        effective: 'had its effect',
        'without-effect': 'had no effect',
      },
      ...{ undone: 'taken back', person: 'a person does it; nobody said that it was' },
      ...{ late: 'late', skipped: 'skipped', open: 'its time was not over' },
    },
    scoreItem: {
      ...{ detect: 'Time to detect', notify: 'Time to notify', 'first-action': 'Time to the first action' },
      ...{ mitigate: 'Time to mitigate', recover: 'Time to recover', affected: 'Arrivals that felt it' },
      ...{
        notices: 'Notices there in time',
        steps: 'Steps done with effect',
        'people-steps': "People's steps done in time",
      },
    },
    scoreOutcome: { met: 'met', missed: 'missed', 'not-measured': 'not measured', 'not-judged': 'not judged' },
    worth: {
      title: 'What the actions were worth',
      heads: ['Measure', 'With the actions', 'Without', 'Worth'],
      peak: 'Worst reading',
      gained: (amount, gained) => (gained === 0 ? 'no difference' : `${amount} ${gained > 0 ? 'better' : 'worse'}`),
      beside: (run) => `The same surge without the playbooks' own actions is run ${run}.`,
      chart: (signal) => `Signal ${signal}, with the actions and without`,
      says: (acted, without) => `At the most ${acted} with the actions, ${without} without.`,
    },
    atMost: 'at most',
    atLeast: 'at least',
    key: 'key',
    kept: 'kept on file',
    ask: 'a person decides first:',
    cameTrue: 'came true',
    scenarioGone: 'The scenario is not in this workspace: what it expected is not known here.',
    update: (update, written) => `Update ${update}: ${written} notices`,
    leftOut: (notices) => `${notices} more are in the folder of the run.`,
    how: {
      ...{ run: 'Run', scenario: 'Scenario', surge: 'Surge', compression: 'Time', engine: 'Engine', target: 'Target' },
      ...{ machine: 'Machine', made: 'Report made by', skipped: 'Journeys left out', when: 'When' },
    },
    machine: {
      ...{ cores: 'Cores', cpu: 'Processor', memory: 'Memory', system: 'Operating system' },
      ...{ node: 'Node.js', surgebook: 'surgebook' },
    },
    model: {
      open: 'open model: people keep arriving however slow the service is',
      closed: 'closed model: a slow answer delays the next request',
    },
    compression: (compression) =>
      compression === null
        ? 'At the speed of life.'
        : compression.keep === 'people'
          ? `${compression.time} times faster than life. Everybody comes, so arrivals a second are ${compression.time} times those of life.`
          : `${compression.time} times faster than life. Arrivals a second are those of life, so ${compression.time} times fewer people come.`,
    untold: 'not told by the run',
    zone: (zone) => `Clock times are of ${zone}; other times count from the start of the load, in minutes and seconds.`,
    nothing: 'Nothing happened.',
  },
  'zh-CN': {
    report: '演练报告',
    drill: '演练',
    skip: '跳到概况',
    outcome: {
      ...{ expected: '符合预期', unexpected: '不符合预期', inconclusive: '无法下结论' },
      'cut-short': '中途中断',
    },
    sections: {
      ...{ story: '概况', happened: '经过', charts: '图表', incidents: '事件', score: '评分', expected: '预期' },
      ...{ everything: '全部经过', signals: '其他信号', how: '运行方式', steps: '预案步骤', clocks: '义务时限' },
      notices: '通知',
    },
    numbers: {
      ...{ arrivals: '到达', planned: '计划', started: '已开始', dropped: '丢弃', score: '得分（满分 100）' },
      ...{ incidents: '事件', length: '时长', detect: '最慢发现用时', recover: '最慢恢复用时' },
    },
    charts: {
      ...{ timeline: '事件与处置动作', arrivals: '每秒到达', delivery: '从发送到收到', request: '请求耗时' },
      ...{ saturation: '饱和度', planned: '计划', started: '已开始', dropped: '丢弃', fires: '触发', clears: '恢复' },
    },
    signalChart: (signal) => `信号 ${signal}`,
    durationsOf: (series) => `耗时 ${series}`,
    says: {
      timeline: (incidents, actions) => `事件 ${incidents} 个，预案动作 ${actions} 个。`,
      arrivals: (planned, started, dropped) => `峰值计划 ${planned}，实际 ${started}；共丢弃 ${dropped} 次到达。`,
      latency: (p50, p99, count) => `共 ${count} 次，一半不超过 ${p50}，99 % 不超过 ${p99}。`,
      signal: (least, most, last) => `介于 ${least} 与 ${most} 之间；结束时为 ${last}。`,
      saturation: (signal, most) => `最满的是 ${signal}，达到 ${most}。`,
    },
    values: '数值',
    heads: {
      values: ['曲线', '最小', '最大', '结束时'],
      rates: ['曲线', '最大', '合计'],
      percentiles: ['对象', '次数', 'p50', 'p95', 'p99'],
      spans: ['标记', '内容', '起', '止', '状态'],
      steps: ['做什么', '谁来做', '期限', '开始', '结束', '结果'],
      clocks: ['义务', '对象', '期限', '依据'],
      score: ['项目', '实际', '目标', '结论', '权重'],
      expected: ['预期', '实际情况'],
      happenings: ['时刻', '钟表时间', '内容', '日志原文'],
    },
    legend: { undetected: '已开始，尚未发现', incident: '事件（I）', action: '动作（A）', blind: '没有看到数据' },
    incident: {
      ...{ onset: '开始', opened: '发现', notified: '首批通知', resolved: '恢复', cause: '原因', severity: '级别' },
      ...{ playbook: '预案', never: '本次运行中没有', unknown: '尚未查明' },
    },
    kind: {
      ...{
        'load-started': '负载开始',
        'load-stopping': '正在停止负载',
        'load-ended': '负载结束',
        blind: '没有看到数据',
        unmeasured: '信号没有测到',
      },
      ...{ noted: '提示', 'breach-opened': '越过阈值', 'breach-cleared': '回到阈值以内', opened: '事件打开' },
      ...{ 'taken-over': '改由另一预案处置', severity: '级别上调', investigating: '排查中', identified: '已查明原因' },
      ...{ monitoring: '恢复观察中', resolved: '已恢复', 'update-due': '承诺的更新到期', notices: '通知已写好' },
      ...{ action: '动作', person: '人员', finished: '运行结束' },
    },
    step: {
      ...{ done: '完成', failed: '失败', dry: '未执行', effective: '有效果', 'without-effect': '没有效果' },
      ...{ undone: '已撤回', person: '由人完成，运行中没有人回报' },
      ...{ late: '超过期限', skipped: '已跳过', open: '期限未到' },
    },
    scoreItem: {
      ...{ detect: '发现用时', notify: '通知用时', 'first-action': '首个动作用时', mitigate: '缓解用时' },
      ...{ recover: '恢复用时', affected: '受影响的到达', notices: '及时写好的通知', steps: '完成且有效的步骤' },
      'people-steps': '按时完成的人员步骤',
    },
    scoreOutcome: { met: '达到', missed: '未达到', 'not-measured': '未测得', 'not-judged': '不评判' },
    worth: {
      title: '动作的成效',
      heads: ['指标', '执行动作', '不执行动作', '成效'],
      peak: '最差读数',
      gained: (amount, gained) => (gained === 0 ? '没有差别' : `${gained > 0 ? '改善' : '变差'} ${amount}`),
      beside: (run) => `同样的流量、不执行预案动作的运行是 ${run}。`,
      chart: (signal) => `信号 ${signal}：执行与不执行动作`,
      says: (acted, without) => `执行动作时最大 ${acted}，不执行时最大 ${without}。`,
    },
    atMost: '不超过',
    atLeast: '不少于',
    key: '关键',
    kept: '留存备查',
    ask: '先由专人判断：',
    cameTrue: '已实现',
    scenarioGone: '此工作区中没有该场景，无从得知它的预期。',
    update: (update, written) => `第 ${update} 次更新：${written} 则通知`,
    leftOut: (notices) => `另有 ${notices} 则在运行的文件夹中。`,
    how: {
      ...{ run: '运行', scenario: '场景', surge: '流量', compression: '时间', engine: '引擎', target: '目标' },
      ...{ machine: '机器', made: '报告生成', skipped: '未执行的旅程', when: '日期' },
    },
    machine: {
      ...{
        cores: '核心数',
        cpu: '处理器',
        memory: '内存',
        system: '操作系统',
        node: 'Node.js',
        surgebook: 'surgebook',
      },
    },
    model: { open: '开放模型：无论服务多慢，人们照常到达', closed: '封闭模型：响应慢会推迟下一个请求' },
    compression: (compression) =>
      compression === null
        ? '与实际速度相同。'
        : compression.keep === 'people'
          ? `比实际快 ${compression.time} 倍。人数不变，每秒到达是实际的 ${compression.time} 倍。`
          : `比实际快 ${compression.time} 倍。每秒到达与实际相同，人数是实际的 1/${compression.time}。`,
    untold: '运行中没有记录',
    zone: (zone) => `钟表时间按 ${zone}；其余时刻从负载开始算起，以分和秒计。`,
    nothing: '没有发生任何事。',
  },
  'zh-TW': {
    report: '演練報告',
    drill: '演練',
    skip: '跳到概況',
    outcome: {
      ...{ expected: '符合預期', unexpected: '不符合預期', inconclusive: '無法下結論' },
      'cut-short': '中途中斷',
    },
    sections: {
      ...{ story: '概況', happened: '經過', charts: '圖表', incidents: '事件', score: '評分', expected: '預期' },
      ...{ everything: '全部經過', signals: '其他訊號', how: '執行方式', steps: '應變手冊步驟', clocks: '義務時限' },
      notices: '通知',
    },
    numbers: {
      ...{ arrivals: '到達', planned: '計畫', started: '已開始', dropped: '捨棄', score: '得分（滿分 100）' },
      ...{ incidents: '事件', length: '時長', detect: '最慢發現用時', recover: '最慢恢復用時' },
    },
    charts: {
      ...{ timeline: '事件與處置動作', arrivals: '每秒到達', delivery: '從送出到收到', request: '請求耗時' },
      ...{ saturation: '飽和度', planned: '計畫', started: '已開始', dropped: '捨棄', fires: '觸發', clears: '恢復' },
    },
    signalChart: (signal) => `訊號 ${signal}`,
    durationsOf: (series) => `耗時 ${series}`,
    says: {
      timeline: (incidents, actions) => `事件 ${incidents} 個，應變手冊動作 ${actions} 個。`,
      arrivals: (planned, started, dropped) => `尖峰計畫 ${planned}，實際 ${started}；共捨棄 ${dropped} 次到達。`,
      latency: (p50, p99, count) => `共 ${count} 次，一半不超過 ${p50}，99 % 不超過 ${p99}。`,
      signal: (least, most, last) => `介於 ${least} 與 ${most} 之間；結束時為 ${last}。`,
      saturation: (signal, most) => `最滿的是 ${signal}，達到 ${most}。`,
    },
    values: '數值',
    heads: {
      values: ['曲線', '最小', '最大', '結束時'],
      rates: ['曲線', '最大', '合計'],
      percentiles: ['對象', '次數', 'p50', 'p95', 'p99'],
      spans: ['標記', '內容', '起', '迄', '狀態'],
      steps: ['做什麼', '誰來做', '期限', '開始', '結束', '結果'],
      clocks: ['義務', '對象', '期限', '依據'],
      score: ['項目', '實際', '目標', '結論', '權重'],
      expected: ['預期', '實際情況'],
      happenings: ['時刻', '時鐘時間', '內容', '日誌原文'],
    },
    legend: { undetected: '已開始，尚未發現', incident: '事件（I）', action: '動作（A）', blind: '沒有看到資料' },
    incident: {
      ...{ onset: '開始', opened: '發現', notified: '首批通知', resolved: '恢復', cause: '原因', severity: '等級' },
      ...{ playbook: '應變手冊', never: '本次執行中沒有', unknown: '尚未查明' },
    },
    kind: {
      ...{
        'load-started': '負載開始',
        'load-stopping': '正在停止負載',
        'load-ended': '負載結束',
        blind: '沒有看到資料',
        unmeasured: '訊號沒有量到',
      },
      ...{ noted: '提示', 'breach-opened': '越過門檻', 'breach-cleared': '回到門檻以內', opened: '事件開啟' },
      ...{
        'taken-over': '改由另一應變手冊處置',
        severity: '等級上調',
        investigating: '調查中',
        identified: '已找到原因',
      },
      ...{ monitoring: '恢復觀察中', resolved: '已恢復', 'update-due': '承諾的更新到期', notices: '通知已寫好' },
      ...{ action: '動作', person: '人員', finished: '執行結束' },
    },
    step: {
      ...{ done: '完成', failed: '失敗', dry: '未執行', effective: '有效果', 'without-effect': '沒有效果' },
      ...{ undone: '已撤回', person: '由人完成，執行中無人回報' },
      ...{ late: '逾期', skipped: '已略過', open: '期限未到' },
    },
    scoreItem: {
      ...{ detect: '發現用時', notify: '通知用時', 'first-action': '首個動作用時', mitigate: '緩解用時' },
      ...{ recover: '恢復用時', affected: '受影響的到達', notices: '及時寫好的通知', steps: '完成且有效的步驟' },
      'people-steps': '如期完成的人員步驟',
    },
    scoreOutcome: { met: '達到', missed: '未達到', 'not-measured': '未測得', 'not-judged': '不評判' },
    worth: {
      title: '動作的成效',
      heads: ['指標', '執行動作', '不執行動作', '成效'],
      peak: '最差讀數',
      gained: (amount, gained) => (gained === 0 ? '沒有差別' : `${gained > 0 ? '改善' : '變差'} ${amount}`),
      beside: (run) => `同樣的流量、不執行應變手冊動作的執行是 ${run}。`,
      chart: (signal) => `訊號 ${signal}：執行與不執行動作`,
      says: (acted, without) => `執行動作時最大 ${acted}，不執行時最大 ${without}。`,
    },
    atMost: '不超過',
    atLeast: '不少於',
    key: '關鍵',
    kept: '留存備查',
    ask: '先由專人判斷：',
    cameTrue: '已實現',
    scenarioGone: '此工作區中沒有該情境，無從得知它的預期。',
    update: (update, written) => `第 ${update} 次更新：${written} 則通知`,
    leftOut: (notices) => `另有 ${notices} 則在執行的資料夾中。`,
    how: {
      ...{ run: '執行', scenario: '情境', surge: '流量', compression: '時間', engine: '引擎', target: '目標' },
      ...{ machine: '機器', made: '報告產生', skipped: '未執行的旅程', when: '日期' },
    },
    machine: {
      ...{
        cores: '核心數',
        cpu: '處理器',
        memory: '記憶體',
        system: '作業系統',
        node: 'Node.js',
        surgebook: 'surgebook',
      },
    },
    model: { open: '開放模型：無論服務多慢，人們照常到達', closed: '封閉模型：回應慢會延後下一個請求' },
    compression: (compression) =>
      compression === null
        ? '與實際速度相同。'
        : compression.keep === 'people'
          ? `比實際快 ${compression.time} 倍。人數不變，每秒到達是實際的 ${compression.time} 倍。`
          : `比實際快 ${compression.time} 倍。每秒到達與實際相同，人數是實際的 1/${compression.time}。`,
    untold: '執行中沒有記錄',
    zone: (zone) => `時鐘時間依 ${zone}；其餘時刻從負載開始算起，以分和秒計。`,
    nothing: '沒有發生任何事。',
  },
};
