import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Incident } from '../../src/model/incident.ts';
import { openToPeople } from '../../src/rehearse/people/open-to-people.ts';
import { deskAt, lines, openDelay, second, start } from '../rehearse/people/desk.ts';
import { call } from './in-process.ts';
import { run, workspace } from './surgebook.ts';

const secondDelay: Incident = { ...openDelay, id: 'delay-2' };

/** A running rehearsal with these incidents; each word is judged at once, and an end is refused. */
async function running(root: string, name: string, ...incidents: readonly Incident[]) {
  const made = deskAt();
  const { desk, look } = made;
  desk.loadStarted(start);
  look(1, ...incidents);
  const said: string[] = [];
  desk.whenHeard(() => {
    queueMicrotask(() => {
      const answers = desk.take(second(2)).map((one) => ({
        ...one,
        refused: one.declaration.declares === 'end' ? `${one.declaration.incident} is not over` : null,
      }));
      said.push(...answers.map(({ who, declaration }) => `${who}: ${JSON.stringify(declaration)}`));
      desk.look(incidents, answers, second(2));
    });
  });
  const path = join(root, 'runs', name);
  mkdirSync(path, { recursive: true });
  const open = await openToPeople(desk, { run: name, path, write: () => undefined }, 'token-of-this-run');
  onTestFinished(() => open.close());
  return { ...made, said };
}

const leaveBehind = (root: string, name: string, address: object): void => {
  mkdirSync(join(root, 'runs', name), { recursive: true });
  writeFileSync(join(root, 'runs', name, 'local-api.json'), JSON.stringify(address));
};

describe('surgebook say', () => {
  it('says of steps that they are taken up, done and skipped', async () => {
    const root = workspace();
    const { told } = await running(root, 'monday', openDelay);
    for (const [words, printed] of [
      [['acknowledge', 'look'], 'look of delay-1: acknowledged\n'],
      [['done', 'look', '--who', 'comms'], 'look of delay-1: done\n'],
      [['skip', 'tell', '--incident', 'delay-1', '--why', 'nobody asks'], 'tell of delay-1: skipped\n'],
    ] as const)
      expect(await run(['say', ...words], root), words.join(' ')).toEqual({ code: 0, stdout: printed, stderr: '' });
    expect(lines(told).slice(1)).toEqual([
      '1 look acknowledged by sre',
      '1 look done by comms',
      '1 tell skipped by comms',
    ]);
    expect(told.at(-1)).toMatchObject({ why: 'nobody asks' });
  });

  it('declares incidents, their causes and severities, and their end', async () => {
    const root = workspace();
    const { said } = await running(root, 'monday', openDelay);
    const words = [
      ['incident', 'delay', '--severity', 'critical', '--cause', 'database'],
      ['cause', 'database'],
      ['severity', 'critical', '--incident', 'delay-1', '--who', 'comms'],
    ];
    for (const word of words) expect((await call(['say', ...word], root)).code, word.join(' ')).toBe(0);
    expect((await call(['say', 'end', 'delay-1'], root)).code).toBe(3);
    expect(said).toEqual([
      'sre: {"declares":"incident","playbook":"delay","severity":"critical","cause":"database"}',
      'sre: {"declares":"cause","incident":"delay-1","cause":"database"}',
      'comms: {"declares":"severity","incident":"delay-1","severity":"critical"}',
      'sre: {"declares":"end","incident":"delay-1"}',
    ]);
  });

  it('lists incidents and the steps that are to be done', async () => {
    const root = workspace();
    await running(root, 'monday', openDelay);
    await call(['say', 'acknowledge', 'look'], root);
    await call(['say', 'skip', 'tell'], root);
    const { code, stdout } = await call(['say'], root);
    expect(stdout).toBe('monday\n  ● delay-1  investigating  major\n  ◐ look  delay-1  sre  late  look\n');
    expect(code).toBe(0);
    const json = JSON.parse((await call(['say', '--json'], root)).stdout) as object;
    expect(json).toMatchObject({ run: 'monday', incidents: [{ id: 'delay-1' }], steps: [{}, { standing: 'skipped' }] });
  });

  it('tells as JSON what was taken and what was refused; what is refused ends with 3', async () => {
    const root = workspace();
    await running(root, 'monday', openDelay);
    const say = async (...words: readonly string[]): Promise<readonly [number | null, unknown]> => {
      const { code, stdout } = await call(['say', ...words, '--json'], root);
      return [code, JSON.parse(stdout) as unknown];
    };
    expect(await say('done', 'look')).toEqual([0, { run: 'monday', taken: true, refused: null }]);
    const refused = 'look of delay-1 is done already';
    expect(await say('skip', 'look')).toEqual([3, { run: 'monday', taken: false, refused }]);
    const { code, stdout, stderr } = await call(['say', 'end'], root);
    expect([code, stdout, stderr]).toEqual([3, '', 'refused: delay-1 is not over\n']);
    expect(await say('done', 'loko')).toMatchObject([2, { error: expect.stringContaining('"loko"') as string }]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['an unknown word', ['finish', 'look'], /'finish' is invalid for argument 'word'.*acknowledge, done, skip/],
    ['a misspelt word', ['acknowlege', 'look'], /'acknowlege' is invalid .*did you mean "acknowledge"\?/],
    ['nothing to say it of', ['done'], /expected what is meant: say done <step>/],
    ['an unknown step', ['done', 'loko'], /there is no step "loko" that is shown; did you mean "look"\?/],
    ['a step of an unknown incident', ['done', 'look', '--incident', 'delya-1'], /did you mean "delay-1"\?/],
    ['an unknown playbook', ['incident', 'dealy'], /there is no playbook "dealy"; did you mean "delay"\?/],
    ['an unknown cause', ['cause', 'databas'], /there is no cause of delay "databas"; did you mean "database"\?/],
    ['an unknown severity', ['severity', 'critcal'], /did you mean "critical"\?; expected minor, major, critical/],
    ['an unknown severity of a new one', ['incident', 'delay', '--severity', 'awful'], /there is no severity "awful"/],
    ['an unknown incident', ['end', 'delay-9'], /there is no incident "delay-9"; did you mean "delay-1"\?/],
    ['a flag of another word', ['done', 'look', '--why', 'tired'], /say done takes no --why/],
    ['a run that is not there', ['done', 'look', '--run', 'tuesday'], /there is no run .*tuesday/],
    ['a run that was killed', ['done', 'look', '--run', 'killed'], /killed is not running/],
  ])('refuses %s with 2', async (_title, words, why) => {
    const root = workspace();
    const { told } = await running(root, 'monday', openDelay);
    leaveBehind(root, 'killed', { v: 1, url: 'http://127.0.0.1:1', token: 't' });
    const { code, stderr } = await call(['say', ...words], root);
    expect(stderr).toMatch(why);
    expect(code).toBe(2);
    expect(told).toHaveLength(1);
  });

  it('asks which incident is meant where it could be several', async () => {
    const root = workspace();
    const { told } = await running(root, 'monday', openDelay, secondDelay);
    for (const words of [
      ['done', 'look'],
      ['cause', 'database'],
    ])
      expect(await call(['say', ...words], root)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/say which with --incident <id>: delay-1, delay-2/) as string,
      });
    expect((await call(['say', 'end'], root)).stderr).toMatch(/say which with say end <incident>: delay-1, delay-2/);
    expect((await call(['say', 'done', 'look', '--incident', 'delay-2'], root)).code).toBe(0);
    expect(told.at(-1)).toMatchObject({ fact: 'step-done', incident: 'delay-2' });
    // Only the first has it left.
    expect((await call(['say', 'done', 'look'], root)).stdout).toBe('look of delay-1: done\n');
  });

  it('takes a step of the incident that is open, and not of one that is over', async () => {
    const root = workspace();
    const { told, look } = await running(root, 'monday', openDelay);
    look(2, { ...openDelay, phase: 'resolved', resolvedAt: second(2) }, secondDelay);
    expect((await call(['say', 'done', 'look'], root)).stdout).toBe('look of delay-2: done\n');
    expect(told.at(-1)).toMatchObject({ fact: 'step-done', incident: 'delay-2' });
  });

  it('finds the run that is running among others, and asks which is meant where several are', async () => {
    const root = workspace({ 'runs/ended/journal.ndjson': '' });
    leaveBehind(root, 'killed', { v: 1, url: 'http://127.0.0.1:1', token: 't' });
    leaveBehind(root, 'strange', { v: 1, url: 'http://192.0.2.1:80', token: 't' });
    expect(await call(['say'], root)).toMatchObject({ code: 2, stderr: 'no rehearsal is running in runs\n' });
    await running(root, 'monday', openDelay);
    expect((await call(['say'], root)).stdout).toMatch(/^monday\n/);
    await running(root, 'tuesday');
    expect(await call(['say'], root)).toMatchObject({
      code: 2,
      stderr: '2 rehearsals are running: say which with --run: monday, tuesday\n',
    });
    expect((await call(['say', '--run', 'tuesday'], root)).stdout).toBe('tuesday\n  no incident yet\n');
    expect((await call(['say', '--run', join('runs', 'monday')], root)).stdout).toMatch(/^monday\n/);
  });

  it('takes no other service for a run, though it has the port of one that was killed', async () => {
    const root = workspace();
    const server = createServer((_request, response) => response.end('<html>'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    leaveBehind(root, 'killed', {
      ...{ v: 1, token: 't' },
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
    expect(await call(['say'], root)).toMatchObject({ code: 2, stderr: 'no rehearsal is running in runs\n' });
  });
});
