import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { keyHelp, meaningOf, openSteps } from '../../src/cli/view/step-keys.ts';
import { readKeys } from '../../src/cli/view/keys.ts';
import { stepRows } from '../../src/cli/view/step-rows.ts';
import { nothingYet } from '../../src/cli/view/run-state.ts';
import type { PersonStep } from '../../src/playbook/person-steps.ts';
import { instant, plus, duration } from '../../src/model/time.ts';

const start = instant(Date.UTC(2026, 0, 5, 1));

/** An input that says it is a terminal, and what mode it was put in. */
function terminal() {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean): void => {
      raw.push(on);
    },
  });
  const heard: string[] = [];
  const exits = process.listenerCount('exit');
  const giveBack = readKeys(input, { pressed: (key) => heard.push(key), interrupt: () => heard.push('interrupt') });
  return { raw, input, heard, giveBack, exits };
}

describe('keys of a terminal', () => {
  it('are read one by one, without those that send more; Ctrl-C interrupts', () => {
    const { input, heard, giveBack, raw } = terminal();
    for (const chunk of ['1', 'ad', '\u001b[A', '\u0003']) input.emit('data', Buffer.from(chunk));
    expect(heard).toEqual(['1', 'a', 'd', 'interrupt']);
    expect(raw).toEqual([true]);
    giveBack();
  });

  it('are given back once, and nothing is heard after', () => {
    const { input, heard, giveBack, raw, exits } = terminal();
    giveBack();
    giveBack();
    input.emit('data', Buffer.from('a'));
    expect([raw, heard, input.isPaused()]).toEqual([[true, false], [], true]);
    expect(process.listenerCount('exit')).toBe(exits);
  });

  it('are not read from a pipe', () => {
    const input = new PassThrough();
    const heard: string[] = [];
    readKeys(input, { pressed: (key) => heard.push(key), interrupt: () => undefined })();
    input.emit('data', Buffer.from('a'));
    expect([heard, input.listenerCount('data')]).toEqual([[], 0]);
  });
});

const step = (name: string, more: Partial<PersonStep> = {}): PersonStep => ({
  ...{ incident: 'delay-1', playbook: 'delay', step: name, person: 'sre', do: `do ${name}`, by: null, dueAt: start },
  ...{ acknowledged: null, done: null, skipped: null },
  ...more,
});
const mark = { at: start, who: 'sre' };
const steps = [step('gone', { done: mark }), step('look', { acknowledged: mark }), step('tell')];

describe('a key', () => {
  it.each<[string, string | null, string | null, string | null]>([
    ['d', null, 'delay-1 look', 'look done'],
    ['a', null, null, null],
    ['2', null, 'delay-1 tell', null],
    ['a', 'delay-1 tell', 'delay-1 tell', 'tell acknowledged'],
    ['s', 'delay-1 tell', 'delay-1 tell', 'tell skipped'],
    ['d', 'delay-1 gone', 'delay-1 look', 'look done'],
    ['9', 'delay-1 tell', 'delay-1 tell', null],
    ['x', 'delay-1 tell', 'delay-1 tell', null],
    ['constructor', null, null, null],
  ])('%s, with %s chosen', (key, chosen, after, said) => {
    const { chosen: now, word } = meaningOf(key, steps, chosen);
    expect([now, word === null ? null : `${word.step.step} ${word.mark}`]).toEqual([after, said]);
  });

  it('means nothing while no step is shown', () => {
    expect(meaningOf('d', [], null)).toEqual({ chosen: null, word: null });
  });
});

describe('the steps of the live view', () => {
  const state = { ...nothingYet, loadAt: start };
  const plain = (rows: readonly string[]): readonly string[] => rows.map((row) => row.replace(/\u001b\[\d+m/g, ''));

  it('are numbered, with the chosen one marked, who has them and until when, and the keys', () => {
    const shown = [steps[1]!, step('tell', { by: plus(start, duration(62_000)) })];
    expect(plain(stepRows({ ...state, steps: shown }, { keys: true, chosen: 'delay-1 tell', width: 80 }))).toEqual([
      '  1  ◐ look  sre            do look',
      '▸ 2  ☐ tell  sre  by 01:02  do tell',
      `  ${keyHelp}`,
    ]);
  });

  it('are cut to the width of the terminal, and to as many as there are keys for', () => {
    const many = Array.from({ length: 9 }, (_, place) => step(`step-${place}`, { do: '消息'.repeat(60) }));
    const rows = plain(stepRows({ ...state, steps: many }, { keys: false, chosen: null, width: 40 }));
    expect(openSteps(many)).toHaveLength(6);
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatch(/^ {2}1 {2}☐ step-0 {2}sre.*…$/);
    expect(rows.at(-1)).toBe('  3 more');
  });

  it('take no line while there are none', () => {
    expect(stepRows({ ...state, steps: [steps[0]!] }, { keys: true, chosen: null, width: 80 })).toEqual([]);
  });
});
