import { describe, expect, it } from 'vitest';
import { call } from './in-process.ts';
import { run, workspace } from './surgebook.ts';

const vendor = (id: string, met: boolean): string => `  - id: ${id}
    name: { zh-CN: 译通${id}, zh-TW: 譯通${id}, en: The ${id} company }
    contacts: { duty: "duty@${id}.example", escalation: "555 0101" }
    sla: { respond: 15m, recover: 2h, availability: 99.9% }
    contract: { review: 2027-01-15, ends: 2027-12-31, notice: 90d }
    indicators:
      - { id: exit-plan, kind: kcs, met: ${String(met)}, weight: 2 }
      - { id: own-view, kind: kcsa, score: 79.96, on: 2026-06-01 }
`;

const register = (locale: string): string =>
  `version: 1\nlocale: ${locale}\nvendors:\n${vendor('maps', true)}${vendor('mail', false)}`;
const files = { 'surgebook.yaml': register('en') };

describe('surgebook vendors', () => {
  it('prints how each does and what it owes, its contacts, and what has to be seen to', async () => {
    const { code, stdout, stderr } = await run(['vendors', '--at', '2026-12-16'], workspace(files));
    expect(stdout.split('\n')).toEqual([
      'vendor                   score  band   weakest indicator     next review  SLA',
      'The maps company (maps)  93.3   green  own-view (kcsa) 79.9  2027-01-15   respond 15m · recover 2h · 99.9%',
      'The mail company (mail)  26.6   red    exit-plan (kcs) 0     2027-01-15   respond 15m · recover 2h · 99.9%',
      '',
      'maps  duty duty@maps.example  escalation 555 0101',
      'mail  duty duty@mail.example  escalation 555 0101',
      '',
      '· maps: contract review due 2027-01-15, in 30 days',
      '! mail: its score is red',
      '· mail: contract review due 2027-01-15, in 30 days',
      '',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('keeps its columns where names are Chinese', async () => {
    const { stdout } = await call(['vendors'], workspace({ 'surgebook.yaml': register('zh-TW') }));
    const [, row = ''] = stdout.split('\n');
    expect(row).toMatch(/^譯通maps \(maps\) {2}93\.3 /);
  });

  it('looks as far ahead as it is told', async () => {
    const told = async (within: string) =>
      (await call(['vendors', '--at', '2026-11-17', '--within', within], workspace(files))).stdout.includes(
        'review due',
      );
    expect([await told('58d'), await told('59d')]).toEqual([false, true]);
  });

  it.each([
    ['something is red', '2026-12-16', files, 3],
    ['something is overdue', '2027-01-16', { 'surgebook.yaml': register('en').split('  - id: mail')[0]! }, 3],
    ['something is near', '2026-12-16', { 'surgebook.yaml': register('en').split('  - id: mail')[0]! }, 0],
  ])('with --strict, when %s, on %s', async (_title, at, written, expected) => {
    const root = workspace(written);
    expect((await call(['vendors', '--at', at, '--strict'], root)).code).toBe(expected);
    expect((await call(['vendors', '--at', at], root)).code).toBe(0);
  });

  it('prints one JSON object on demand', async () => {
    const { stdout } = await call(['vendors', '--at', '2026-12-16', '--json'], workspace(files));
    const [line = '', ...more] = stdout.split('\n');
    expect(more).toEqual(['']);
    expect(JSON.parse(line)).toMatchObject({
      at: '2026-12-16',
      vendors: [
        { id: 'maps', band: 'green', weakest: { id: 'own-view' }, sla: { respond: 900_000 } },
        { id: 'mail', band: 'red', weakest: { id: 'exit-plan', score: 0 }, contacts: { duty: 'duty@mail.example' } },
      ],
      warnings: [
        { vendor: 'maps', about: 'review', late: false },
        { vendor: 'mail', about: 'score', late: true },
        { vendor: 'mail', about: 'review', late: false },
      ],
    });
  });

  it('says so when nobody is registered', async () => {
    const { code, stdout } = await call(['vendors'], workspace());
    expect({ code, stdout }).toEqual({
      ...{ code: 0, stdout: 'no vendors are registered; name them in surgebook.yaml under vendors\n' },
    });
  });

  it.each([
    [
      'a register in which something is wrong',
      [],
      { 'surgebook.yaml': register('en').replace('weight: 2', 'wieght: 2') },
      'surgebook.yaml:10:48  unknown key "wieght"; did you mean "weight"?',
    ],
    ['a day that is none', ['--at', '2026-02-30'], files, '--at: expected a day such as 2026-12-01, got "2026-02-30"'],
    ['a time that is none', ['--within', 'soon'], files, '--within: expected a length of time such as 60d, got "soon"'],
  ])('ends with 2 and one clear line for %s', async (_title, flags, written, told) => {
    const { code, stdout, stderr } = await call(['vendors', ...flags], workspace(written));
    expect({ code, stdout, told: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', told });
  });
});
