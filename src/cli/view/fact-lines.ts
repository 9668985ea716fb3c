import { EOL } from 'node:os';
import { unmeasuredTold } from '../../judge/unmeasured.ts';
import type { EngineEnd } from '../../model/engine.ts';
import type { Fact, PhaseChanged, RunStarted } from '../../model/fact.ts';
import { secondsText } from '../../model/quantity.ts';
import { between, type Millis } from '../../model/time.ts';
import { actionTold } from '../../playbook/action-told.ts';
import { declaredTold, personTold } from '../../playbook/person-told.ts';
import { clockText, runTime, type RunState } from './run-state.ts';

type FactOf<Name extends Fact['fact']> = Extract<Fact, { readonly fact: Name }>;

/** How each kind of fact is said to people; `time` is the run's own. Facts that only move the bars say nothing. */
const sayings: {
  readonly [Name in Fact['fact']]: (fact: FactOf<Name>, time: string, state: RunState) => readonly string[];
} = {
  'run-started': (fact) => headLines(fact),
  'load-started': (_fact, time) => [`${time} · load started`],
  'load-stopping': ({ reason }, time) => [`${time} ■ stopping the load: ${reason}`],
  'load-ended': ({ end }, time) => [`${time} · load ended${endText(end)}`],
  frame: () => [],
  noted: ({ about, message }, time) => [`${time} · ${about}: ${message}`],
  blind: ({ why, from, at }, time) => [`${time} ? blind: ${why} for ${secondsText(between(from, at))}`],
  unmeasured: (fact, time) => [`${time} ? ${unmeasuredTold(fact)}`],
  'breach-opened': ({ threshold, reason }, time) => [`${time} ▲ ${threshold}: ${reason}`],
  'breach-cleared': ({ threshold, reason }, time) => [`${time} ▽ ${threshold}: ${reason}`],
  'incident-opened': ({ incident, severity, onsetAt, at, reason }, time) => [
    `${time} ● ${incident} opened · investigating · ${severity}${onsetAt < at ? ` · detected ${secondsText(between(onsetAt, at))} after onset` : ''}`,
    `        ${reason}`,
  ],
  'incident-taken-over': ({ incident, from, playbook, reason }, time) => [
    `${time} ● ${incident} taken over from ${from} by ${playbook}: ${reason}`,
  ],
  'severity-raised': ({ incident, severity, reason }, time) => [`${time} ● ${incident} is ${severity} now: ${reason}`],
  'phase-changed': (fact, time, state) => [`${time} ${phaseText(fact, state)}`],
  'update-due': ({ incident, update }, time) => [`${time} ● ${incident}: the promised update ${update} came due`],
  'notices-composed': ({ playbook, notices, update }) => [
    `        playbook ${playbook} · ${notices.length} notices, update ${update}`,
  ],
  'action-started': (fact, time) => [`${time} ⚙ ${actionTold(fact)}`],
  'action-ended': (fact, time) => (fact.outcome === 'done' ? [] : [`${time} ⚙ ${actionTold(fact)}`]),
  'action-verified': (fact, time) => [`${time} ⚙ ${actionTold(fact)}`],
  'action-undone': (fact, time) => [`${time} ⚙ ${actionTold(fact)}`],
  declared: (fact, time) => [`${time} ✎ ${declaredTold(fact)}`],
  'steps-due': (fact, time) => [`${time} ☐ ${fact.incident}: ${personTold(fact)}`],
  'step-acknowledged': (fact, time) => [`${time} ☐ ${personTold(fact)}`],
  'step-done': (fact, time) => [`${time} ☑ ${personTold(fact)}`],
  'step-skipped': (fact, time) => [`${time} ☒ ${personTold(fact)}`],
  'run-finished': () => [],
};

/** What a fact says to people, in whole lines. `state` is the run's after the fact. */
export function factLines(fact: Fact, state: RunState): readonly string[] {
  // The table has for each kind of fact one that takes just that kind.
  const say = sayings[fact.fact] as (fact: Fact, time: string, state: RunState) => readonly string[];
  return say(fact, clockText(runTime(state, fact.at)), state);
}

function endText(end: EngineEnd): string {
  switch (end.kind) {
    case 'completed':
      return '';
    case 'stopped':
      return ': stopped';
    case 'failed':
      return `: failed: ${end.why}`;
  }
}

function headLines({ scenario, drill, target, engine, surge, skipped }: RunStarted): readonly string[] {
  const kind = drill ? ' · DRILL' : '';
  return [
    `surgebook · ${scenario}${kind} · ${target.id} target at ${hostOf(target.url)} · ${engine.name} ${engine.version} (${engine.model} model)`,
    surge.description,
    ...skipped.map(({ journey, why }) => `skipped: journey ${journey}: ${why}`),
  ];
}

function phaseText({ incident, phase, reason, at }: PhaseChanged & { readonly at: Millis }, state: RunState): string {
  if (phase !== 'resolved') return `● ${incident} ${phase}: ${reason}`;
  const openedAt = state.openedAt.get(incident);
  const after = openedAt === undefined ? '' : `after ${secondsText(between(openedAt, at))}: `;
  return `○ ${incident} resolved: ${after}${reason}`;
}

const hostOf = (url: string): string => url.replace(/^https?:\/\//, '');

/** Lines as they are written to a stream. */
export const asText = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}${EOL}`).join('');

/** Text from outside (a target's last words, an engine's log) must not drive the terminal. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (character) =>
    character === '\t' ? ' ' : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
