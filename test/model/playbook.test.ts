import { describe, expect, it } from 'vitest';
import { phases } from '../../src/model/incident.ts';
import { audiences } from '../../src/model/notice.ts';
import { audiencesIn, phasesFor, playbookSchema, unexplained } from '../../src/model/playbook.ts';

const noticesSchema = playbookSchema.shape.notices;
const notices = (written: object) => ({ notices: noticesSchema.parse(written) });

describe('whom a playbook speaks to', () => {
  it.each([
    ['a list is told always', ['users', 'staff'], phases, []],
    ['"always" is always', { users: 'always' }, phases, []],
    [
      'some phases are those',
      { users: ['resolved', 'identified'], vendor: 'always' },
      ['resolved', 'identified'],
      phases,
    ],
    ['who is not named is told nothing', { staff: 'always' }, [], []],
  ] as const)('%s', (_title, spokenTo, users, vendor) => {
    const told = notices({ audiences: spokenTo });
    expect([...phasesFor(told, 'users')]).toEqual([...users]);
    expect([...phasesFor(told, 'vendor')]).toEqual([...vendor]);
  });

  it('in a phase is whoever is told in it, in the order of audiences', () => {
    const told = notices({ audiences: { vendor: ['investigating'], users: 'always', customers: ['resolved'] } });
    expect(phases.map((phase) => audiencesIn(told, phase))).toEqual([
      ['users', 'vendor'],
      ['users'],
      ['users'],
      ['users', 'customers'],
    ]);
  });
});

describe('a silence', () => {
  const five = audiences.filter((audience) => audience !== 'vendor');
  it.each([
    ['of nobody needs no reason', [...audiences], {}, []],
    ['without a reason is found', five, {}, ['vendor']],
    ['with its own reason is explained', five, { vendor: 'none has a part in it' }, []],
    ['with the reason of all others is explained', five, { others: 'told by hand' }, []],
    ['in one phase is one', { ...always(five), vendor: ['resolved'] }, {}, ['vendor']],
    ['in one phase needs a reason of its own', { ...always(five), vendor: ['resolved'] }, { others: 'x' }, ['vendor']],
    ['in one phase is explained by its own', { ...always(five), vendor: ['resolved'] }, { vendor: 'x' }, []],
    ['of all but one is found for each', ['staff'], {}, audiences.filter((audience) => audience !== 'staff')],
  ] as const)('%s', (_title, spokenTo, reasons, found) => {
    expect(unexplained(notices({ audiences: spokenTo, 'leaves-out': reasons }))).toEqual(found);
  });
});

function always(some: readonly string[]): Record<string, 'always'> {
  return Object.fromEntries(some.map((audience) => [audience, 'always' as const]));
}
