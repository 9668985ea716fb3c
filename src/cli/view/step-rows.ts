import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { isSettled, standingOf } from '../../playbook/person-steps.ts';
import { columns } from './columns.ts';
import { clockText, runTime, type RunState } from './run-state.ts';
import { chosenStep, keyHelp, openSteps } from './step-keys.ts';

/** How steps are shown: whether keys are read, the step that was chosen, and how many places a line has. */
export interface StepShowing {
  readonly keys: boolean;
  readonly chosen: string | null;
  readonly width: number;
}

/** The steps that people are to do now, numbered; the one that keys are about is marked. */
export function stepRows(state: RunState, { keys, chosen, width }: StepShowing): readonly string[] {
  const { steps } = state;
  const shown = openSteps(steps);
  if (shown.length === 0) return [];
  const marked = keys ? chosenStep(steps, chosen) : null;
  const now = state.frame?.at ?? null;
  const rows = columns(
    shown.map((step, place) => [
      `${step === marked ? '▸' : ' '} ${place + 1}`,
      `${standingOf(step) === 'acknowledged' ? '◐' : '☐'} ${step.step}`,
      step.person,
      step.by === null ? '' : `by ${clockText(runTime(state, step.by))}`,
      step.do,
    ]),
  ).map((row, place) => {
    const by = shown[place]?.by ?? null;
    const text = clipped(row, width);
    return by !== null && now !== null && now > by ? styleText('red', text) : text;
  });
  const more = steps.filter((step) => !isSettled(step)).length - shown.length;
  const last = [more > 0 ? `${more} more` : '', keys ? keyHelp : ''].filter((part) => part !== '').join(' · ');
  return last === '' ? rows : [...rows, styleText('dim', clipped(`  ${last}`, width))];
}

/** A line that a terminal would break in two is cut: the picture must stay as high as it is counted. */
function clipped(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let taken = 0;
  for (const character of text) {
    taken += stringWidth(character);
    if (taken > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
