import { stringify } from 'yaml';
import type { LocalText } from '../model/locale.ts';
import type { MeasuredStep } from './measured-step.ts';
import type { Knee } from './scaling.ts';

/** What a proposal is made from. */
export interface ProposalInput {
  readonly scenario: string;
  readonly target: string;
  /** The journeys that were made. */
  readonly journeys: readonly string[];
  readonly knee: Knee;
  readonly steps: readonly MeasuredStep[];
}

/** What can be set by a probe: levels of thresholds, and when to scale out by them. */
export interface Proposal {
  /** Under `signals` of the target profile. */
  readonly signals: Readonly<Record<string, object>>;
  /** Of the playbook that answers it. */
  readonly triggers: Readonly<Record<string, object>>;
  readonly causes: Readonly<Record<string, object>>;
  readonly steps: readonly object[];
}

/** So much of the least that the service may be able to do is left to it: a server that is added takes its time. */
const fireShare = 0.8;
const clearShare = 0.7;

/** Beyond the knee answers only wait: half as long again as at the knee is no scatter any more. */
const slowFactor = 1.5;
const clearFactor = 1.1;

/**
 * Thresholds at which a service nears its knee, and the condition to scale out: answers are slow *and* throughput is near its highest. Slow answers
 * at a low throughput have another cause, which more servers do not help. Null when the answers near the knee were not timed.
 */
export function propose({ scenario, journeys, knee, steps }: ProposalInput): Proposal | null {
  const slowest = slowestAnswer(steps, knee);
  if (slowest === null) return null;
  const base = shortened(scenario);
  const [rate, time] = [`${base}-rate`, `${base}-time`];
  const [near, slow, cause] = [`${base}-rate-near-limit`, `${base}-time-high`, `${base}-limit`];
  const [only, ...others] = journeys;
  const which = only !== undefined && others.length === 0 ? { journey: only } : {};
  const least = Math.min(knee.throughput.low, ...highestOf(steps));
  const perSecond = (share: number): string => `${significant(least * share)}/s`;
  const ms = (factor: number): string => `${Math.ceil(slowest.p95 * 1000 * factor)}ms`;
  return {
    signals: {
      [rate]: { rate: 'load.journeys.finished', where: { ...which, outcome: 'completed' }, over: '10s' },
      [time]: { of: 'load.request.duration', where: { name: slowest.name }, stat: 'p95', over: '10s', unit: 'seconds' },
    },
    triggers: {
      [near]: {
        ...{ signal: rate, above: perSecond(fireShare), hold: '10s' },
        ...{ clear: { below: perSecond(clearShare), hold: '30s' }, absence: 'keep' },
      },
      [slow]: {
        ...{ signal: time, above: ms(slowFactor), hold: '5s' },
        ...{ clear: { below: ms(clearFactor), hold: '30s' }, absence: 'breach' },
      },
    },
    causes: { [cause]: { when: { all: [near, slow] }, say: limitReached } },
    steps: [{ id: 'scale-out', person: 'duty-sre', within: '10m', when: { cause }, do: scaleOut(near, slow) }],
  };
}

/** The proposal as it is pasted: two YAML documents, each saying where its keys go. */
export function proposalText({ signals, ...playbook }: Proposal, { scenario, target }: ProposalInput): string {
  const [slow = ''] = Object.keys(playbook.triggers).slice(1);
  return [
    `# Found by surgebook probe ${scenario}. Into scenarios/targets/${target}.yaml:`,
    stringify({ signals }, layout).trimEnd(),
    '---',
    `# Into the playbook.yaml that answers it, with ${slow} in its "when":`,
    stringify(playbook, layout),
  ].join('\n');
}

const layout = { lineWidth: 0 } as const;

/** What the law makes of the steps may lie above each of them; a level that was never reached is none to fire at. */
const highestOf = (steps: readonly MeasuredStep[]): readonly number[] =>
  steps.length === 0 ? [] : [Math.max(...steps.map(({ throughput }) => throughput))];

/** The step that was nearest to the knee without being far beyond it, and there the request that took longest: it is the one that waits. */
function slowestAnswer(steps: readonly MeasuredStep[], { users }: Knee): MeasuredStep['answers'][number] | null {
  const near = steps
    .filter((step) => step.answers.length > 0)
    .sort((one, other) => farFrom(users.value, one.users) - farFrom(users.value, other.users));
  const [slowest = null] = [...(near[0]?.answers ?? [])].sort((one, other) => other.p95 - one.p95);
  return slowest;
}

const farFrom = (knee: number, users: number): number => Math.abs(Math.log(users / knee));

/** An id has 64 characters at most, and something is put behind this one. */
const shortened = (id: string): string => id.slice(0, 40).replace(/-+$/, '');

/** Three digits that count: more were not measured. */
const significant = (value: number): number => Number(value.toPrecision(3));

const limitReached: LocalText = {
  'zh-CN': '处理量已接近实测上限',
  'zh-TW': '處理量已接近實測上限',
  en: 'the service is close to the most that it was measured to do',
};

const scaleOut = (near: string, slow: string): LocalText => ({
  'zh-CN': `扩容条件：${near} 与 ${slow} 同时成立。增加一台服务器，确认处理量随之上升后再加下一台；处理量不升，说明瓶颈在共用的部分（如数据库），继续加服务器没有用。`,
  'zh-TW': `擴充條件：${near} 與 ${slow} 同時成立。增加一台伺服器，確認處理量隨之上升後再加下一台；處理量沒有上升，表示瓶頸在共用的部分（例如資料庫），繼續增加伺服器沒有幫助。`,
  en: `Scale out while both ${near} and ${slow} stand. Add one server, and see throughput rise before you add the next: where it does not, the bottleneck is shared (a database, say), and more servers do not help.`,
});
