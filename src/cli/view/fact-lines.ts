import { EOL } from 'node:os';
import type { EngineEnd } from '../../model/engine.ts';
import type { Fact, PhaseChanged, RunStarted } from '../../model/fact.ts';
import { between, type Millis } from '../../model/time.ts';
import { clockText, runTime, secondsText, type RunState } from './run-state.ts';

/** What a fact says to people, in whole lines; none for facts that only move the bars. `state` is the run's after the fact. */
export function factLines(fact: Fact, state: RunState): readonly string[] {
  const time = clockText(runTime(state, fact.at));
  switch (fact.fact) {
    case 'run-started':
      return headLines(fact);
    case 'incident-opened':
      return [
        `${time} ● ${fact.incident} opened · investigating · ${fact.severity} · detected ${secondsText(between(fact.onsetAt, fact.at))} after onset`,
        `        ${fact.reason}`,
      ];
    case 'breach-opened':
      return [`${time} ▲ ${fact.threshold}: ${fact.reason}`];
    case 'breach-cleared':
      return [`${time} ▽ ${fact.threshold}: ${fact.reason}`];
    case 'phase-changed':
      return [`${time} ${phaseText(fact, state)}`];
    case 'update-due':
      return [`${time} ● ${fact.incident}: the promised update ${fact.update} came due`];
    case 'notices-composed':
      return [`        playbook ${fact.playbook} · ${fact.notices.length} notices, update ${fact.update}`];
    case 'noted':
      return [`${time} · ${fact.about}: ${fact.message}`];
    case 'blind':
      return [`${time} ? blind: ${fact.why} for ${secondsText(between(fact.from, fact.at))}`];
    case 'load-started':
      return [`${time} · load started`];
    case 'load-ended':
      return [`${time} · load ended${endText(fact.end)}`];
    case 'frame':
    case 'run-finished':
      return [];
  }
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
