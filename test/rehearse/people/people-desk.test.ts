import { describe, expect, it } from 'vitest';
import { factVersion, type Fact } from '../../../src/model/fact.ts';
import { countPersonSteps, shareInTime } from '../../../src/score/person-step-counts.ts';
import { deskAt, lines, openDelay, second, start } from './desk.ts';

const identified = { ...openDelay, phase: 'identified' as const, cause: 'database', identifiedAt: start };
const word = (step: string, mark: 'acknowledged' | 'done' | 'skipped', who: string | null = null) => ({
  ...{ incident: 'delay-1', step, mark, who, why: null },
});

describe('a desk', () => {
  it('shows a step once, and one that waits for a cause when that is known', () => {
    const { look, told, desk } = deskAt();
    look(1, openDelay);
    look(2, openDelay);
    look(3, identified);
    expect(lines(told)).toEqual(['1 due look, tell', '3 due drain']);
    expect(desk.steps.map(({ step, by }) => [step, by])).toEqual([
      ['look', second(5)],
      ['tell', null],
      ['drain', second(9)],
    ]);
  });

  it('takes what is said of a step by whose it is, by another role, and by a name that it does not keep', () => {
    const { look, told, desk, time } = deskAt();
    look(1, identified);
    time.seconds = 2;
    const replies = [
      desk.mark(word('look', 'acknowledged')),
      desk.mark(word('tell', 'done', 'sre')),
      desk.mark(word('drain', 'done', 'Ann Lee')),
    ];
    expect(replies).toEqual(Array(3).fill({ reply: 'taken' }));
    expect(lines(told).slice(1)).toEqual(['2 look acknowledged by sre', '2 tell done by sre', '2 drain done by ***']);
  });

  it.each([
    [
      'an incident that is not there',
      { ...word('look', 'done'), incident: 'delya-1' },
      'unknown',
      'there is no incident "delya-1"; did you mean "delay-1"?',
    ],
    [
      'a step that is not shown',
      word('lok', 'done'),
      'unknown',
      'there is no step of delay-1 that is shown "lok"; did you mean "look"?',
    ],
    [
      'a step that was acknowledged',
      word('look', 'acknowledged'),
      'refused',
      'look of delay-1 is acknowledged already',
    ],
    ['a step that was done', word('tell', 'skipped'), 'refused', 'tell of delay-1 is done already'],
  ])('does not take a word on %s', (_, wrong, reply, why) => {
    const { look, told, desk } = deskAt();
    look(1, openDelay);
    desk.mark(word('look', 'acknowledged'));
    desk.mark(word('tell', 'done'));
    const before = told.length;
    expect(desk.mark(wrong)).toEqual({ reply, why });
    expect(told).toHaveLength(before);
  });

  it('answers a declaration when it has been judged', async () => {
    const { desk, look } = deskAt();
    let heard = 0;
    desk.whenHeard(() => (heard += 1));
    const declared = desk.declare({
      ...{ who: null, declaration: { declares: 'incident', playbook: 'delay', severity: null, cause: null } },
    });
    expect(heard).toBe(1);
    expect(look(1, openDelay)).toMatchObject([{ who: 'sre' }]);
    expect(await declared).toEqual({ reply: 'taken' });
    const ended = desk.declare({ who: 'comms', declaration: { declares: 'end', incident: 'delay-1' } });
    const words = desk.take(second(2));
    desk.look(
      [openDelay],
      words.map((one) => ({ ...one, refused: 'not yet' })),
      second(2),
    );
    expect(await ended).toEqual({ reply: 'refused', why: 'not yet' });
  });

  it('tells the nearest of what is not there, and judges nothing', async () => {
    const { desk, look } = deskAt();
    look(1, openDelay);
    const reply = await desk.declare({
      ...{ who: null, declaration: { declares: 'cause', incident: 'delay-1', cause: 'databse' } },
    });
    expect(reply).toEqual({ reply: 'unknown', why: 'there is no cause of delay "databse"; did you mean "database"?' });
    expect(desk.take(second(2))).toEqual([]);
  });

  it('leaves nobody waiting when the run is over', async () => {
    const { desk, look } = deskAt();
    look(1, openDelay);
    const waiting = desk.declare({ who: null, declaration: { declares: 'end', incident: 'delay-1' } });
    desk.close();
    const over = { reply: 'refused', why: 'the run is over' };
    expect(await waiting).toEqual(over);
    expect(desk.mark(word('look', 'done'))).toEqual(over);
    expect(await desk.declare({ who: null, declaration: { declares: 'end', incident: 'delay-1' } })).toEqual(over);
  });
});

describe('simulated people', () => {
  const plan = {
    steps: { delay: { look: { acknowledged: '1s', done: '3s' }, tell: { skipped: '2s' } } },
    says: [
      { incident: 'delay', at: '1s' },
      { cause: 'database', of: 'delay', 'after-onset': '2s' },
      { end: 'delay', at: '8s' },
    ],
  };

  it('do and say each thing once, when its time has come', () => {
    const { desk, look, told } = deskAt(plan);
    desk.loadStarted(start);
    const words = [0, 1, 2, 3, 4, 8, 9].flatMap((at) =>
      look(at, ...(at === 0 ? [] : [openDelay])).map((one) => [at, one.declaration.declares]),
    );
    expect(words).toEqual([
      [1, 'incident'],
      [2, 'cause'],
      [8, 'end'],
    ]);
    expect(lines(told)).toEqual([
      '1 due look, tell',
      '2 look acknowledged by sre',
      '3 tell skipped by comms',
      '4 look done by sre',
    ]);
  });

  it('are waited for as long as they have something to say by then', () => {
    const { desk, look } = deskAt(plan);
    expect(desk.isAwaited(second(99))).toBe(false);
    desk.loadStarted(start);
    for (const at of [1, 2, 3, 4, 5]) look(at, openDelay);
    expect([desk.isAwaited(second(7)), desk.isAwaited(second(8))]).toEqual([false, true]);
    look(8, openDelay);
    expect(desk.isAwaited(second(99))).toBe(false);
  });
});

describe('the steps of people', () => {
  const counted = (at: number, marks: readonly ReturnType<typeof word>[], ...times: readonly number[]) => {
    const { desk, look, told, time } = deskAt();
    look(1, identified);
    marks.forEach((one, place) => {
      time.seconds = times[place] ?? 1;
      desk.mark(one);
    });
    const end: Fact = { v: factVersion, at: second(at), fact: 'noted', about: 'run', message: 'over' };
    return countPersonSteps([...told.map((fact): Fact => ({ v: factVersion, ...fact })), end]);
  };

  it.each([
    [
      'done in their time',
      20,
      [word('look', 'done'), word('drain', 'done')],
      [4, 9],
      { done: 2, late: 0, skipped: 1, open: 0 },
    ],
    [
      'done too late',
      20,
      [word('look', 'done'), word('tell', 'done')],
      [6, 19],
      { done: 1, late: 1, skipped: 1, open: 0 },
    ],
    ['taken up, and never done', 20, [word('look', 'acknowledged')], [2], { done: 0, late: 1, skipped: 2, open: 0 }],
    ['passed over', 20, [word('look', 'skipped')], [2], { done: 0, late: 0, skipped: 3, open: 0 }],
    [
      'not yet over when the run was',
      4,
      [word('tell', 'done'), word('drain', 'acknowledged')],
      [2, 2],
      { done: 1, late: 0, skipped: 0, open: 2 },
    ],
  ])('are counted: %s', (_, at, marks, times, expected) => {
    expect(counted(at, marks, ...times)).toEqual(expected);
  });

  it('are not counted where nobody took part', () => {
    expect(counted(20, [])).toBeNull();
  });

  it('count for their share once their time is over', () => {
    expect(shareInTime({ done: 3, late: 1, skipped: 2, open: 9 })).toBe(0.5);
    expect(shareInTime({ done: 0, late: 0, skipped: 0, open: 2 })).toBeNull();
  });
});
