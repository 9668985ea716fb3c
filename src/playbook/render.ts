import { actText } from '../model/action.ts';
import type { Incident } from '../model/incident.ts';
import type { Locale } from '../model/locale.ts';
import type { Obligation } from '../model/obligation.ts';
import type { Playbook, PlaybookStep } from '../model/playbook.ts';
import { formatQuantity } from '../model/quantity.ts';
import { partyFor } from '../model/responsibility.ts';
import type { Settings } from '../model/settings.ts';
import type { Bound, Threshold } from '../model/threshold.ts';
import { plus, type Millis } from '../model/time.ts';
import { aspectText } from '../notice/aspect-text.ts';
import { words } from '../notice/words.ts';
import { escape, table } from '../notice/markdown.ts';
import { dutyClocks } from './obligation-clocks.ts';

/** A playbook as it applies to one incident at one moment. */
export interface RenderInput {
  readonly playbook: Playbook;
  readonly incident: Incident;
  readonly thresholds: readonly Threshold[];
  readonly settings: Settings;
  readonly drill: boolean;
  readonly now: Millis;
  /** The duties that bind this operator in such an incident. */
  readonly binding: readonly Obligation[];
  /** What has happened, in order. */
  readonly timeline: readonly { readonly at: Millis; readonly text: string }[];
}

/** The headings of a rendered playbook. */
interface Headings {
  readonly drill: string;
  readonly state: string;
  readonly steps: string;
  readonly step: readonly [what: string, who: string, by: string];
  readonly evidence: string;
  readonly reading: readonly [
    signal: string,
    worst: string,
    fires: string,
    clears: string,
    since: string,
    until: string,
  ];
  readonly timeline: string;
  readonly obligations: string;
  readonly facts: readonly [
    phase: string,
    severity: string,
    cause: string,
    onset: string,
    responsible: string,
    command: string,
    words: string,
  ];
  readonly onlyFor: string;
}

const headings: Readonly<Record<Locale, Headings>> = {
  'zh-CN': {
    drill: '演练',
    state: '现状',
    steps: '步骤',
    step: ['做什么', '谁来做', '期限 (UTC)'],
    evidence: '依据',
    reading: ['信号', '最差读数', '触发', '恢复', '起 (UTC)', '止 (UTC)'],
    timeline: '经过 (UTC)',
    obligations: '义务 (UTC)',
    facts: ['阶段', '级别', '原因', '开始 (UTC)', '责任方', '指挥', '对外沟通'],
    onlyFor: '仅当原因是',
  },
  'zh-TW': {
    drill: '演練',
    state: '現況',
    steps: '步驟',
    step: ['做什麼', '誰來做', '期限 (UTC)'],
    evidence: '依據',
    reading: ['訊號', '最差讀數', '觸發', '恢復', '起 (UTC)', '迄 (UTC)'],
    timeline: '經過 (UTC)',
    obligations: '義務 (UTC)',
    facts: ['階段', '等級', '原因', '開始 (UTC)', '權責方', '指揮', '對外溝通'],
    onlyFor: '僅當原因是',
  },
  en: {
    drill: 'DRILL',
    state: 'State',
    steps: 'Steps',
    step: ['What', 'Who', 'By (UTC)'],
    evidence: 'Evidence',
    reading: ['Signal', 'Worst', 'Fires', 'Clears', 'From (UTC)', 'To (UTC)'],
    timeline: 'Timeline (UTC)',
    obligations: 'Obligations (UTC)',
    facts: ['Phase', 'Severity', 'Cause', 'Onset (UTC)', 'Responsible', 'Command', 'Words'],
    onlyFor: 'only when the cause is',
  },
};

/** The playbook in Markdown, in the language of the people who act: what is known, who does what by when, the evidence, what has happened. Times are UTC. */
export function renderPlaybook(input: RenderInput): string {
  const { playbook, incident, settings, drill } = input;
  const said = headings[settings.locale];
  const title = `# ${drill ? `${said.drill} · ` : ''}${escape(playbook.title[settings.locale])} (${incident.id})`;
  return [
    title,
    `## ${said.state}`,
    table([said.facts, factsOf(input)]),
    `## ${said.steps}`,
    table([said.step, ...stepsOf(input, said)]),
    `## ${said.evidence}`,
    table([said.reading, ...readingsOf(input)]),
    ...runbooksOf(input),
    ...obligationsOf(input, said),
    `## ${said.timeline}`,
    input.timeline.map(({ at, text }) => `- ${timeSeenFrom(incident, at)} ${escape(text)}`).join('\n'),
    '',
  ].join('\n\n');
}

function factsOf({ playbook, incident, settings }: RenderInput): readonly string[] {
  const cause = incident.cause === null ? undefined : playbook.causes[incident.cause]?.say[settings.locale];
  const { command, words: spokesperson } = playbook.owners;
  const { phase, severity } = words[settings.locale];
  const state = [phase[incident.phase], severity[incident.severity], cause ?? words[settings.locale].unknown];
  const party = partyFor(playbook.module, settings)?.[settings.locale] ?? words[settings.locale].unsettled;
  return [...state, timeSeenFrom(incident, incident.onsetAt), party, command, spokesperson];
}

function stepsOf({ playbook, incident, settings }: RenderInput, said: Headings): readonly (readonly string[])[] {
  return playbook.steps.map((step, place) => {
    const what = `${place + 1}. ${step.do[settings.locale]}`;
    return [
      `${what}${conditionOf(step, playbook, incident, settings.locale, said)}`,
      step.kind === 'person' ? step.person : `${words[settings.locale].byItself} (${actText(step.act)})`,
      dueOf(step, incident),
    ];
  });
}

/** A step that waits for a cause says so until that cause is known. */
function conditionOf(
  { when }: PlaybookStep,
  playbook: Playbook,
  incident: Incident,
  locale: Locale,
  said: Headings,
): string {
  if (when === undefined || when.cause === incident.cause) return '';
  return ` (${said.onlyFor}: ${playbook.causes[when.cause]?.say[locale] ?? when.cause})`;
}

const dueOf = (step: PlaybookStep, incident: Incident): string =>
  step.kind === 'act' || step.within === null ? '' : timeSeenFrom(incident, plus(incident.openedAt, step.within));

function readingsOf({ incident, thresholds, settings }: RenderInput): readonly (readonly string[])[] {
  return incident.breaches.flatMap(({ threshold: id, peak, openedAt, clearedAt }) => {
    const threshold = thresholds.find((one) => one.id === id);
    if (threshold === undefined) return [];
    const { fire, clear, unit } = threshold;
    const levelOf = ({ side, level }: Bound): string =>
      `${words[settings.locale][side]} ${formatQuantity(level, unit)}`;
    return [
      [
        aspectText(threshold, settings.locale),
        peak === null ? '–' : formatQuantity(peak, unit),
        levelOf(fire),
        levelOf(clear),
        timeSeenFrom(incident, openedAt),
        clearedAt === null ? '' : timeSeenFrom(incident, clearedAt),
      ],
    ];
  });
}

/** What is owed to whom by when; what a person must decide first stands beside it. */
function obligationsOf({ incident, binding, settings }: RenderInput, said: Headings): readonly string[] {
  if (binding.length === 0) return [];
  const { locale } = settings;
  const { duties, unknown } = words[locale];
  const rows = binding.flatMap((obligation) => {
    const { title, owes, ask, source } = obligation;
    const what = [
      `${title[locale]}: ${owes[locale]}`,
      ...(ask === undefined ? [] : [`(${duties.ask}: ${ask[locale]})`]),
    ];
    const cited = `${source.name[locale]} ${source.version[locale]} (${source.read})`;
    const clocks = dutyClocks(incident, [obligation], settings).map(({ to, kind, due }) => {
      const time = due === null ? unknown : timeSeenFrom(incident, due);
      return [what.join(' '), to?.[locale] ?? duties.kept, kind === 'by' ? time : duties.until(time), cited];
    });
    return clocks.length === 0 ? [[what.join(' '), '', '', cited]] : clocks;
  });
  return [`## ${said.obligations}`, table([duties.head, ...rows])];
}

/** Where people read what to do about what was breached. */
function runbooksOf({ incident, thresholds }: RenderInput): readonly string[] {
  const lines = incident.breaches.flatMap(({ threshold: id }) => {
    const runbook = thresholds.find((one) => one.id === id)?.runbook ?? null;
    return runbook === null ? [] : [`- ${escape(id)}: ${escape(runbook)}`];
  });
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** A time on another day than the incident's opening is shown with its day. */
function timeSeenFrom({ openedAt }: Incident, at: Millis): string {
  const [day = '', time = ''] = new Date(at).toISOString().split(/[T.]/);
  return new Date(openedAt).toISOString().startsWith(day) ? time : `${day} ${time}`;
}
