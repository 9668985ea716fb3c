import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../src/model/day.ts';
import { reviewSchema } from '../../src/model/review.ts';
import { writeReview } from '../../src/workspace/review-file.ts';
import { problemsOf, unmark, writeWorkspace, type Mistake } from './written-workspace.ts';

const file = 'reviews/2026-11-24-slow-1.yaml';

const written = `# yaml-language-server: $schema=../schema/review.json
version: 1
incident: slow-1
run: 20261124-090000-one-7f3a
playbook: slow
severity: major
cause: the queue is full
onset: 2026-11-24T09:00:00.000Z
opened: 2026-11-24T09:00:03.000Z
resolved: 2026-11-24T09:05:00.000Z
timeline:
  - { at: 2026-11-24T09:00:00.000Z, what: onset }
impact: two hundred people waited
went-well: [the notices went out]
went-badly: []
actions:
  - { id: write-review, what: Write it, owner: duty, due: 2026-12-01, done: 2026-11-30 }
  - { id: longer-queue, what: Double the queue, owner: platform-owner, due: 2026-12-08 }
`;

const today = parseDay('2026-12-08')!;
const dayAfter = parseDay('2026-12-09')!;
const workspaceWith = (text: string) => writeWorkspace({ [file]: text }).workspace;

describe('reviews', () => {
  it('are counted by a check, with what they leave open', async () => {
    expect(await workspaceWith(written).check(today)).toMatchObject({ reviews: 1, openActions: 1, problems: [] });
  });

  it('with an action item whose day has passed are told of at that day', async () => {
    const { text, place } = unmark(file, written.replace('due: 2026-12-08', 'due: «2026-12-08»'));
    const { problems, openActions } = await workspaceWith(text).check(dayAfter);
    expect(problems.map(({ message }) => message)).toEqual([
      'the action item "longer-queue" of platform-owner was due 2026-12-08 and is not done',
    ]);
    expect({ openActions, place: problems[0]?.place }).toEqual({ openActions: 1, place });
  });

  it('are not late where nobody says what day it is', async () => {
    expect((await workspaceWith(written.replace('2026-12-08', '1999-01-01')).check()).problems).toEqual([]);
  });

  it.each<Mistake>([
    [
      'an action item without an owner',
      ', owner: platform-owner, due',
      ', due',
      '"owner" is missing; expected who sees to it: a role or a name',
    ],
    ['an owner that is blank', 'owner: platform-owner', 'owner: «" "»', 'expected who sees to it: a role or a name'],
    [
      'an action item without a day',
      ', due: 2026-12-08 }',
      ' }',
      '"due" is missing; expected a day such as 2026-11-24',
    ],
    ['done that is no day', 'done: 2026-11-30', 'done: «yes»', 'expected a day such as 2026-11-24'],
    [
      'two action items of one id',
      'id: longer-queue',
      'id: «write-review»',
      'another action item before has this id too',
    ],
    ['a misspelt key', 'impact:', '«impct»:', 'unknown key "impct"; did you mean "impact"?'],
  ])('with %s are refused', async (_title, from, to, message) => {
    expect(written.split(from)).toHaveLength(2);
    const { text, place } = unmark(file, written.replace(from, to));
    const { problems } = await workspaceWith(text).check(today);
    expect(problems.map((one) => one.message)).toEqual([message]);
    expect(problems[0]?.place).toMatchObject(place ?? { file });
    expect(await problemsOf(workspaceWith(text).reviews())).toEqual(problems);
  });
});

describe('a review that is written', () => {
  const opened = '2026-11-24T09:00:03.000Z';
  const review = reviewSchema.parse({
    ...{ version: 1, incident: 'slow-1', run: 'a-run', playbook: 'slow', severity: 'major', cause: null },
    ...{ onset: opened, opened, resolved: null, impact: '', 'went-well': [], 'went-badly': [] },
    timeline: [{ at: opened, what: 'message-delay-high: over "1 s": # 90 %' }],
    actions: [{ id: 'one', what: '- {写}: "改"', owner: 'duty', due: '2026-12-01' }],
  });

  it('is read back as it was, its schema in the first line, remarks above what is to be filled in', async () => {
    const { root, workspace } = writeWorkspace();
    expect(await writeReview(review, { impact: 'fill in', actions: 'one each' }, root)).toBe(file);
    expect((await workspace.reviews()).map((one) => one.review)).toEqual([review]);
    const text = readFileSync(join(root, file), 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/review.json');
    expect(text).toContain('\n# fill in\nimpact: ""\n');
    expect(text).toContain('\n# one each\nactions:\n');
  });

  it('never replaces one that is there', async () => {
    const { root } = writeWorkspace({ [file]: written });
    const problems = await problemsOf(writeReview(review, {}, root));
    expect(problems.map(({ message }) => message)).toEqual([`${file} is there already; it is left as it is`]);
    expect(readFileSync(join(root, file), 'utf8')).toBe(written);
  });
});
