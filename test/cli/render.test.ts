import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channelNames, type Notice } from '../../src/model/notice.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { library } from '../notice/library.ts';
import { recordedRun } from './recorded-run.ts';
import { call } from './in-process.ts';
import { run, workspace } from './surgebook.ts';

const noticesIn = (stdout: string): readonly Notice[] =>
  (JSON.parse(stdout) as { readonly notices: readonly Notice[] }).notices;

/** What `render --json` gives. */
async function rendered(args: readonly string[], root = workspace()): Promise<readonly Notice[]> {
  const { code, stdout, stderr } = await call(['render', ...args, '--json'], root);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return noticesIn(stdout);
}

const users = ['message-delay', '--audience', 'users', '--locale', 'en'];
const wholeText = (notices: readonly Notice[]): string => notices.map(({ body }) => body).join('\n');

describe('surgebook render refuses in one line', () => {
  it.each([
    ['nothing to render', [], 'expected the id of a playbook, or --run, or --all'],
    [
      'a playbook that is not there',
      ['mesage-delay'],
      'there is no playbook "mesage-delay"; did you mean "message-delay"?',
    ],
    ['a phase that is none', [...users, '--phase', 'late'], /--phase.*late/],
    ['an audience that is none', ['message-delay', '--audience', 'user'], /--audience.*user/],
    ['a language that there is not', ['message-delay', '--locale', 'fr'], /--locale.*fr/],
    ['a channel that is none', ['message-delay', '--channel', 'fax'], /--channel.*fax/],
    [
      'a cause that is not known',
      [...users, '--cause', 'databse'],
      'message-delay knows no cause "databse"; did you mean "database"?',
    ],
    ['a value without a field', [...users, '--set', 'cause'], /expected field=value/],
    ['a value for no field', [...users, '--set', 'colour=red'], '--set: there is no field "colour"'],
    [
      'half of a recovery',
      [...users, '--set', 'recovery.from=9'],
      /^--set: an expected recovery is a range with its basis/,
    ],
    ['an update that is no number', [...users, '--correct', 'one'], /--correct.*one/],
    ['an update below the first', [...users, '--withdraw', '0'], /--withdraw.*0/],
    [
      'both revisions',
      [...users, '--correct', '1', '--withdraw', '1'],
      'an update is corrected or withdrawn, not both: --correct or --withdraw',
    ],
    [
      'an audience that is not spoken to',
      ['message-delay', '--audience', 'regulator'],
      /^message-delay does not speak to regulator while investigating: whether a surge/,
    ],
    [
      'an audience that is silent in a phase',
      ['message-delay', '--audience', 'vendor', '--phase', 'monitoring'],
      /^message-delay does not speak to vendor while monitoring \(it does while investigating, identified, resolved\): while/,
    ],
    ['--all with nowhere to write', ['--all'], '--all needs --out, the folder to write to'],
    ['--all of a run', ['--all', '--out', 'book', '--run', 'x'], '--run does not go with --all'],
    ['--all with a value', ['--all', '--out', 'book', '--set', 'cause=x'], '--set does not go with --all'],
    ['a folder for one notice', [...users, '--out', 'book'], '--out goes with --all'],
    [
      'a cause while investigating',
      [...users, '--phase', 'investigating', '--set', 'cause=x'],
      'while investigating no cause is known: name another --phase, or no cause',
    ],
    [
      'the correction of an update that is not before it',
      [...users, '--update', '2', '--correct', '2'],
      'update 2 cannot put update 2 right: that is not before it',
    ],
    ['a run that is not there', ['--run', 'none'], /holds no run/],
  ] as const)('%s', async (_title, args, message) => {
    const { code, stdout, stderr } = await call(['render', ...args], workspace());
    const [line = ''] = stderr
      .replace(/\n\(see surgebook --help\)/, '')
      .trimEnd()
      .split('\n');
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    [
      'an incident that the run has not',
      ['--run', 'one', '--incident', 'message-delay-2'],
      'the run has no incident "message-delay-2"; did you mean "message-delay-1"?',
    ],
    [
      'an update that there was not',
      ['--run', 'one', '--update', '9'],
      /^the incident message-delay-1 has updates 1 to 3/,
    ],
    [
      'another playbook than the incident’s',
      ['app-exit', '--run', 'one'],
      'the incident message-delay-1 has the playbook message-delay, not app-exit',
    ],
  ] as const)('%s', async (_title, args, message) => {
    const { code, stderr } = await call(['render', ...args], recordedRun());
    if (typeof message === 'string') expect(stderr).toBe(`${message}\n`);
    else expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('surgebook render', () => {
  it('prints one notice as it is read', async () => {
    const { code, stdout } = await run(['render', ...users], workspace());
    expect(stdout).toMatch(/^\[DRILL\] Messages delayed on the collaboration platform: Investigating\n\n/);
    expect(code).toBe(0);
  });

  it('prints several below their names, and what a service is sent as JSON', async () => {
    const several = await call(['render', 'message-delay', '--locale', 'en'], workspace());
    expect(several.stdout.match(/^=+ .*/gm)).toEqual(
      ['users', 'staff', 'management', 'customers', 'vendor'].map((audience) => `======== ${audience} · en · text`),
    );
    const sent = await call(['render', ...users, '--channel', 'slack'], workspace());
    expect(JSON.parse(sent.stdout)).toBeTypeOf('object');
  });

  it.each([
    ['the phase', ['--phase', 'resolved'], /back to normal/],
    ['the cause', ['--phase', 'identified', '--cause', 'database'], /the database that carries messages/],
    ['a value', ['--phase', 'identified', '--set', 'cause=a cable was cut'], /Cause: a cable was cut\./],
    ['no drill', ['--real'], /^Messages delayed/],
    ['nothing new', ['--again'], /is not over, and we are still looking/],
    ['the update', ['--correct', '3'], /Correction: update 3 was wrong\./],
    ['the withdrawal', ['--withdraw', '3', '--real'], /^Withdrawn: .*\n\nWe withdraw update 3/],
  ])('says %s that is asked for', async (_title, args, said) => {
    expect(wholeText(await rendered([...users, ...args]))).toMatch(said);
  });

  it.each(['text', 'slack'])('masks what names somebody, and makes what is said inert: %s', async (channel) => {
    const said = `cause=Ann 13800138000 ${hostileTexts.join(' ').replaceAll('\u0000', '')} \u202e`;
    const text = JSON.stringify(
      await rendered([...users, '--phase', 'identified', '--channel', channel, '--set', said]),
    );
    expect(text).not.toContain('13800138000');
    expect(text).not.toMatch(/\u202e|\\u202e|\\r|\\u001b/);
  });

  it('of a run tells what was told, at any update', async () => {
    const root = recordedRun();
    const [first] = await rendered(['--run', 'one', '--update', '1', '--audience', 'users', '--locale', 'en'], root);
    expect(first).toMatchObject({ incident: 'message-delay-1', phase: 'investigating', update: 1, drill: true });
    const [last] = await rendered(['--run', join(root, 'runs', 'one'), '--audience', 'users', '--locale', 'en'], root);
    expect(last).toMatchObject({ phase: 'resolved', update: 3 });
    expect(
      await rendered(['--run', 'one', '--incident', 'message-delay-1', '--audience', 'users', '--locale', 'en'], root),
    ).toEqual([last]);
  });

  it('tells a recorded incident by the thresholds that its run recorded, not by those of today', async () => {
    const playbook = library.playbooks.find(({ id }) => id === 'message-delay')!;
    const then = thresholdsOf(playbook).map((one) => ({ ...one, fire: { ...one.fire, level: 2 } }));
    const [notice] = await rendered(
      ['--run', 'one', '--update', '1', '--audience', 'staff', '--locale', 'en'],
      recordedRun(then),
    );
    expect(notice!.body).toContain('message-delay 4.00 s (above 2.00 s)');
  });

  it('writes the whole book: a file for each notice that is declared, a list of them, and the page', async () => {
    const root = workspace();
    const { code, stdout } = await run(['render', '--all', '--out', 'book', '--json'], root);
    const { page, notices } = JSON.parse(stdout) as { readonly page: string; readonly notices: number };
    const files = readdirSync(join(root, 'book'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files).toHaveLength(notices + 2);
    expect(notices).toBeGreaterThan(903 * channelNames.length);
    expect(readFileSync(join(root, page), 'utf8')).toContain('<!doctype html>');
    expect(code).toBe(0);
  });
});

describe('surgebook clauses', () => {
  it('prints every agreement in every language, or those that are asked for', async () => {
    const { stdout } = await call(['clauses', '--json'], workspace());
    const { clauses } = JSON.parse(stdout) as {
      readonly clauses: readonly { readonly file: string; readonly text: string }[];
    };
    expect(clauses).toHaveLength(6);
    for (const { text } of clauses) expect(text).not.toMatch(/\{\{|undefined/);
    const english = await call(['clauses', '--locale', 'en'], workspace());
    expect(english.stdout).toContain('Model clauses for a user agreement: the collaboration platform');
    expect(english.stdout).not.toMatch(/\p{Script=Han}/u);
  });

  it('writes them into a folder, and makes names inert', async () => {
    const hostile = '<script>x</script> | *a*';
    const root = workspace({
      'surgebook.yaml': `version: 1\nservice: { zh-CN: "${hostile}", zh-TW: "${hostile}", en: "${hostile}" }\n`,
    });
    const { code, stdout } = await run(['clauses', '--out', 'clauses-out', '--locale', 'en'], root);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    const text = readFileSync(join(root, 'clauses-out', 'user-agreement.en.md'), 'utf8');
    expect(text).toContain('\\<script\\>x\\</script\\> \\| \\*a\\*');
    expect(code).toBe(0);
  });
});

describe('surgebook init', () => {
  const made = async (
    root: string,
    folder = '.',
  ): Promise<readonly { readonly file: string; readonly outcome: string }[]> => {
    const { code, stdout, stderr } = await run(['init', folder, '--json'], root);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return (JSON.parse(stdout) as { readonly files: readonly { readonly file: string; readonly outcome: string }[] })
      .files;
  };

  it('makes a workspace in which nothing is wrong', async () => {
    const root = workspace();
    const files = await made(root, 'mine');
    expect(files.map(({ file }) => file)).toEqual(
      expect.arrayContaining([
        'mine/.gitignore',
        'mine/README.md',
        'mine/surgebook.yaml',
        'mine/scenarios/first-surge.yaml',
      ]),
    );
    for (const { file } of files) expect(existsSync(join(root, file))).toBe(true);
    const check = await run(['check'], join(root, 'mine'));
    expect(check.stdout).toMatch(/ · 0 problems\n$/);
    expect(check.code).toBe(0);
    expect((await run(['test'], join(root, 'mine'))).code).toBe(0);
  });

  it('keeps what is there, and renews the schemas alone', async () => {
    const root = workspace({ 'surgebook.yaml': 'version: 1\n', 'schema/settings.json': '{}', 'schema/own.json': '{}' });
    const outcomes = new Map((await made(root)).map(({ file, outcome }) => [file, outcome]));
    expect(outcomes.get('surgebook.yaml')).toBe('kept');
    expect(outcomes.get('schema/settings.json')).toBe('renewed');
    expect(outcomes.get('README.md')).toBe('made');
    expect(readFileSync(join(root, 'surgebook.yaml'), 'utf8')).toBe('version: 1\n');
    expect(readFileSync(join(root, 'schema/own.json'), 'utf8')).toBe('{}');
    expect(readFileSync(join(root, 'schema/settings.json'), 'utf8').length).toBeGreaterThan(100);
    const again = await made(root);
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['kept', 'renewed']));
  });

  it('lets a workspace word one part anew', async () => {
    const root = workspace();
    await made(root);
    const own =
      '{{#part "advice" phase="investigating identified" audience="users"}}\n- Please call the hotline of your branch.\n{{/part}}\n{{> shipped}}\n';
    const changed = workspace({ 'playbooks/message-delay/notice.en.hbs': own });
    expect((await call(['check'], changed)).code).toBe(0);
    const text = wholeText(await rendered(users, changed));
    expect(text).toContain('- Please call the hotline of your branch.');
    expect(text).toContain('are looking for the cause');
    expect(
      wholeText(await rendered(['message-delay', '--audience', 'users', '--locale', 'zh-TW'], changed)),
    ).not.toContain('hotline');
  });
});
