import { styleText } from 'node:util';
import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import { aspectName, levelText } from '../../judge/reading-text.ts';
import type { FrameTaken } from '../../model/fact.ts';
import { formatQuantity, secondsText } from '../../model/quantity.ts';
import type { Threshold } from '../../model/threshold.ts';
import { between, duration, type Millis } from '../../model/time.ts';
import type { PeopleSay } from '../../rehearse/people/people-desk.ts';
import { lengthOf, rateAt } from '../../scenario/rate-curve.ts';
import { progressBar, signalBar } from './bar.ts';
import { asText, factLines } from './fact-lines.ts';
import { clockText, follow, nothingYet, runTime, worthShowing, type RunState } from './run-state.ts';
import { readKeys, type KeyInput } from './keys.ts';
import { meaningOf } from './step-keys.ts';
import { stepRows } from './step-rows.ts';
import type { View } from './view.ts';

/** Of a terminal that does not tell how wide it is. */
const usualWidth = 80;

/**
 * A live picture on a terminal: progress, the arrival rate planned and achieved, signals against their thresholds, and the steps of people, which keys
 * acknowledge and complete; events scroll above it.
 */
export function liveView(out: NodeJS.WriteStream, keys: KeyInput, interrupt: () => void): View {
  const update = createLogUpdate(out);
  let state = nothingYet;
  let chosen: string | null = null;
  let giveBack: (() => void) | null = null;
  const draw = (): void => {
    const showing = {
      keys: giveBack !== null && keys.isTTY === true,
      chosen,
      width: out.columns > 0 ? out.columns : usualWidth,
    };
    update([picture(state), ...stepRows(state, showing)].join('\n'));
  };
  const press = (key: string, people: PeopleSay): void => {
    const { chosen: now, word } = meaningOf(key, state.steps, chosen);
    chosen = now;
    if (word !== null) {
      const { step, mark } = word;
      people.mark({ incident: step.incident, step: step.step, mark, who: null, why: null });
    }
    draw();
  };
  return {
    show: (fact) => {
      state = follow(state, fact);
      const lines = factLines(fact, state);
      if (lines.length > 0) update.persist(colour(asText(lines).trimEnd()));
      if (fact.fact === 'run-finished') update.clear();
      else draw();
    },
    meet: (people) => {
      giveBack?.();
      giveBack = readKeys(keys, {
        pressed: (key) => {
          press(key, people);
        },
        interrupt,
      });
    },
    close: () => {
      giveBack?.();
      giveBack = null;
      update.clear();
      update.done();
    },
  };
}

/** The picture of one moment, without colours where there are none to be had. */
export function picture(state: RunState): string {
  const { started, frame } = state;
  if (started === null || frame === null || state.loadAt === null) return '';
  const shown = worthShowing(state);
  const nameWidth = Math.max(...shown.map((threshold) => stringWidth(aspectName(threshold))), 0);
  const rows = shown.map((threshold) => signalRow(threshold, state, frame, nameWidth));
  return [progressRow(state, frame), ...rows].join('\n');
}

function progressRow(state: RunState, frame: FrameTaken & { readonly at: Millis }): string {
  const pieces = state.started?.surge.pieces ?? [];
  const elapsed = runTime(state, frame.at);
  const length = lengthOf(pieces);
  const done = length === 0 ? 1 : elapsed / length;
  const planned = rateAt(pieces, elapsed).toFixed(0);
  const { dropped } = frame.arrivals;
  const people = frame.people === null ? '' : ` · ${frame.people.toLocaleString('en')} people in`;
  const percent = `${Math.min(100, done * 100).toFixed(0)} %`;
  return `${clockText(elapsed)} ${progressBar(done, 24)} ${percent.padStart(5)}   arrivals ${achieved(state, frame)}/s of ${planned}/s planned · ${dropped} dropped${people}`;
}

/** Arrivals a second since the frame before; before there are two, the planned ones say nothing of what was achieved. */
function achieved(state: RunState, frame: FrameTaken & { readonly at: Millis }): string {
  const { previous } = state;
  if (previous === null || previous.at >= frame.at) return '–';
  const rate = ((frame.arrivals.started - previous.arrivals.started) * 1000) / between(previous.at, frame.at);
  return rate.toFixed(0);
}

function signalRow(
  threshold: Threshold,
  state: RunState,
  frame: FrameTaken & { readonly at: Millis },
  nameWidth: number,
): string {
  const row = `  ${aspectName(threshold).padEnd(nameWidth)}  ${readingCells(threshold, frame)}`;
  const breachedAt = state.breachedAt.get(threshold.id);
  if (breachedAt === undefined) return row;
  const lasting = secondsText(duration(Math.max(0, between(breachedAt, frame.at))));
  return styleText('red', `${row}   ${levelText(threshold, threshold.fire)} for ${lasting}  ● breach`);
}

/** A frame tells signals as they are; what is judged of a trend or a change it tells only when that breaches. */
function readingCells(threshold: Threshold, frame: FrameTaken): string {
  if (threshold.aspect.kind !== 'value') return ''.padEnd(signalBar(null, threshold).length + 9);
  const value = frame.signals[threshold.signal] ?? null;
  const reading = value === null ? '–' : formatQuantity(value, threshold.unit);
  return `${signalBar(value, threshold)} ${reading.padStart(8)}`;
}

const colour = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      if (line.includes('●') || line.includes('▲')) return styleText('red', line);
      return line.includes('○') || line.includes('▽') ? styleText('green', line) : line;
    })
    .join('\n');
