import { describe, expect, it } from 'vitest';
import { problemsOf, sound, unmark, writeWorkspace, type Mistake } from './written-workspace.ts';

const file = 'surgebook.yaml';

const register = `${sound[file]!}modules:
  vendor: { run-by: yitong }
vendors:
  - id: yitong
    name: { zh-CN: 译通, zh-TW: 譯通, en: Yitong }
    modules: [vendor]
    contacts: { duty: "+1 555 0100", escalation: "+1 555 0101" }
    sla: { respond: 15m, recover: 2h, availability: 99.9% }
    contract: { review: 2027-01-31, ends: 2027-06-30, notice: 90d }
    indicators:
      - { id: exit-plan, kind: kcs, met: true, weight: 2 }
      - { id: own-view, kind: kcsa, score: 82, on: 2026-03-01 }
      - { id: failures, kind: kri, value: 4, green: { below: 3 }, amber: { below: 10 } }
vendor-bands: { green: 85, amber: 70 }
`;

const reading = (text: string) => writeWorkspace({ [file]: text }).workspace.settings();

describe('a vendor register', () => {
  it('is read', async () => {
    const { vendors, 'vendor-bands': bands } = await reading(register);
    expect(bands).toEqual({ green: 85, amber: 70 });
    expect(vendors).toMatchObject([
      {
        ...{ id: 'yitong', modules: ['vendor'], sla: { respond: 900_000, recover: 7_200_000 } },
        indicators: [
          { kind: 'kcs', met: true, weight: 2 },
          { kind: 'kcsa', score: 82, on: '2026-03-01', weight: 1 },
          { kind: 'kri', value: 4, worse: 'higher', green: 3, amber: 10, weight: 1 },
        ],
      },
    ]);
  });

  it('is empty when left out', async () => {
    expect(await reading(sound[file]!)).toMatchObject({ vendors: [], 'vendor-bands': { green: 80, amber: 60 } });
  });

  it.each<Mistake>([
    [
      'a part that is run by a vendor nobody knows',
      'run-by: yitong',
      'run-by: «yitng»',
      'there is no vendor "yitng"; did you mean "yitong"?',
    ],
    [
      'a part that is run by a word that is nearly one',
      'run-by: yitong',
      'run-by: «operater»',
      'there is no vendor "operater"; did you mean "operator"?',
    ],
    [
      'a vendor with the name of somebody else',
      '- id: yitong',
      '- id: yitong\n    name: { zh-CN: 一, zh-TW: 一, en: One }\n    contacts: { duty: a, escalation: b }\n    contract: { review: 2027-01-31, notice: 90d }\n  - id: «yitong»',
      'another vendor before has this id too',
    ],
    [
      'a contract without a notice period',
      ', notice: 90d }',
      ' }',
      '"notice" is missing; expected a length of time such as 500ms, 2s, 6m or 1h',
    ],
    ['a day that the calendar lacks', '2027-06-30', '«2027-06-31»', 'expected a day such as 2026-11-24'],
    ['a score beyond full marks', 'score: 82', 'score: «820»', 'expected at most 100, got 820'],
    ['a weight of nothing', 'weight: 2', 'weight: «0»', 'expected a weight above 0'],
    ['two indicators of one id', 'id: own-view', 'id: «exit-plan»', 'another indicator before has this id too'],
    [
      'levels of a risk that are the wrong way round',
      'amber: { below: 10 }',
      'amber: «{» below: 2 }',
      'higher is worse here: expected a level for amber above that for green',
    ],
    [
      'levels of a risk on two sides',
      'amber: { below: 10 }',
      'amber: «{» above: 10 }',
      'expected both levels "above", or both "below"',
    ],
    [
      'bands that overlap',
      '{ green: 85, amber: 70 }',
      '«{» green: 60, amber: 70 }',
      'green begins at a higher score than amber',
    ],
  ])('with %s is refused at its place', async (_title, from, to, message) => {
    const [before = '', after, ...more] = register.split(from);
    expect([after === undefined, more.length]).toEqual([false, 0]);
    const { text, place } = unmark(file, `${before}${to}${after!}`);
    const problems = await problemsOf(reading(text));
    expect(problems.map((one) => one.message)).toEqual([message]);
    if (place !== null) expect(problems[0]?.place).toEqual(place);
    expect(problems[0]?.place?.file).toBe(file);
  });
});
