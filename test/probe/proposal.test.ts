import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, parseDocument } from 'yaml';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { propose, proposalText, type ProposalInput } from '../../src/probe/proposal.ts';
import { judgeScaling } from '../../src/probe/scaling.ts';
import { root } from '../shipped/shipped-files.ts';
import { temporaryFolder, writeFiles } from '../setup/temporary-folder.ts';
import { climbed, step } from './measured.ts';

const steps = climbed((users) => Math.min(10 * users, 134));
const { knee } = judgeScaling(steps, 7);
const input = (more: Partial<ProposalInput> = {}): ProposalInput => ({
  ...{ scenario: 'capacity', target: 'built-in', journeys: ['check-in'], knee: knee!, steps },
  ...more,
});
const textOf = (from: ProposalInput): string => {
  const proposal = propose(from);
  return proposal === null ? '' : proposalText(proposal, from);
};

/** Pastes each key of the proposal into the file that its comment names, as a person would. */
function pasted(text: string): Readonly<Record<string, string>> {
  const [signals, playbook] = parseAllDocuments(text).map((document) => document.toJS() as Record<string, object>);
  const files = { 'scenarios/targets/built-in.yaml': signals, 'playbooks/message-delay/playbook.yaml': playbook };
  return Object.fromEntries(
    Object.entries(files).map(([file, keys]) => {
      const document = parseDocument(readFileSync(join(root, file), 'utf8'));
      for (const [key, value] of Object.entries(keys ?? {})) {
        for (const [name, entry] of Object.entries(value)) {
          if (Array.isArray(value)) document.addIn([key], document.createNode(entry));
          else document.setIn([key, name], document.createNode(entry));
        }
      }
      return [file, document.toString()];
    }),
  );
}

/** The shipped notices stand beside a playbook that is changed. */
const notices = Object.fromEntries(
  ['zh-CN', 'zh-TW', 'en'].map((locale) => {
    const file = `playbooks/message-delay/notice.${locale}.hbs`;
    return [file, readFileSync(join(root, file), 'utf8')];
  }),
);

async function problemsIn(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = temporaryFolder();
  writeFiles(folder, { ...notices, ...files });
  const { problems } = await openWorkspace({ root: folder, shipped: root }).check();
  return problems.map(({ message }) => message);
}

describe('a proposal', () => {
  it.each<[string, Partial<ProposalInput>]>([
    ['of one journey', {}],
    ['of several', { journeys: ['check-in', 'documents'] }],
    ['of a scenario with the longest id there is', { scenario: `a${'-b'.repeat(31)}c` }],
  ])('%s, pasted into the files that it names, passes the check', async (_title, more) => {
    const files = pasted(textOf(input(more)));
    const target = Object.keys(files)[0] ?? '';
    expect(files[target]).toContain('load.journeys.finished');
    expect(await problemsIn(files)).toEqual([]);
  });

  it('that was pasted wrongly does not pass: the check looks at it', async () => {
    const files = pasted(textOf(input()).replace('- capacity-time-high', '- capacity-time-hgh'));
    expect(await problemsIn(files)).toEqual([
      'there is no threshold "capacity-time-hgh"; did you mean "capacity-time-high"?',
    ]);
  });

  it('fires well below the least that the service may be able to do, and clears lower still', () => {
    const proposal = propose(input());
    expect(proposal?.triggers['capacity-rate-near-limit']).toMatchObject({
      signal: 'capacity-rate',
      above: `${Number(((knee?.throughput.low ?? 0) * 0.8).toPrecision(3))}/s`,
      clear: { below: `${Number(((knee?.throughput.low ?? 0) * 0.7).toPrecision(3))}/s` },
    });
  });

  it('fires at no level that was never reached', () => {
    const lofty = { ...knee!, throughput: { value: 300, low: 280, high: 320 } };
    expect(propose(input({ knee: lofty }))?.triggers['capacity-rate-near-limit']).toMatchObject({ above: '107/s' });
  });

  it('is of the request that waits, and of how long it waits at the knee', () => {
    const proposal = propose(input());
    const nearest = steps.find(({ users }) => users === 14);
    const p95 = nearest?.answers.find(({ name }) => name === 'check-in')?.p95 ?? 0;
    expect(proposal?.signals['capacity-time']).toMatchObject({ where: { name: 'check-in' }, stat: 'p95' });
    expect(proposal?.triggers['capacity-time-high']).toMatchObject({ above: `${Math.ceil(p95 * 1500)}ms` });
  });

  it('scales out on both together: slow answers at a low throughput have another cause', () => {
    const proposal = propose(input());
    expect(proposal?.causes['capacity-limit']).toMatchObject({
      when: { all: ['capacity-rate-near-limit', 'capacity-time-high'] },
    });
    expect(proposal?.steps).toMatchObject([{ id: 'scale-out', when: { cause: 'capacity-limit' } }]);
  });

  it('is not made where no answer was timed', () => {
    expect(propose(input({ steps: [step(1, 10, { answers: [] })] }))).toBeNull();
  });
});
