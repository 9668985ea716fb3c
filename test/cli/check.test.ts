import { describe, expect, it } from 'vitest';
import { edited, sound } from '../workspace/written-workspace.ts';
import { call } from './in-process.ts';
import { run, start, workspace } from './surgebook.ts';

const scenario = 'scenarios/one.yaml';
const wrong = { ...sound, [scenario]: edited(scenario, '  spread:', '  spred:') };
const counts = /^\d+ scenarios, \d+ unit tests, \d+ targets, \d+ playbooks, \d+ notices composed · /m;

describe('surgebook check', () => {
  it('tells what there is, and that nothing is wrong', async () => {
    const { code, stdout, stderr } = await run(['check'], workspace(sound));
    expect(stdout).toMatch(counts);
    // Which playbooks a target cannot be watched for is told, and is no problem.
    expect(stdout).toMatch(
      /^target shop: nobody watches for \S+, \S+, \S+ and \d+ more, since it does not measure \S+, \S+, \S+ and \d+ more$/m,
    );
    expect(stdout).toMatch(/ · 0 problems\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('tells each problem with its place and line, and ends with 2', async () => {
    const { code, stdout } = await call(['check'], workspace(wrong));
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'scenarios/one.yaml:8:3  unknown key "spred"; did you mean "spread"?',
      '   8 |   spred: 6m',
      '         ^^^^^',
    ]);
    expect(stdout).toMatch(/ · 1 problem\n$/);
    expect(code).toBe(2);
  });

  it('tells everything wrong, in whatever file, in one pass, as one JSON object on demand', async () => {
    const root = workspace({
      ...wrong,
      'scenarios/two.yaml': edited(scenario, 'id: one', 'id: two').replace('share: 60%', 'share: 50%'),
      'scenarios/targets/other.yaml': '- none\n',
      'playbooks/_partials/closing.en.hbs': '{{#part "cause"}}{{casue}}{{/part}}\n',
    });
    const { code, stdout } = await call(['check', '--json'], root);
    const [line = '', ...more] = stdout.split('\n');
    expect(more).toEqual(['']);
    const { problems } = JSON.parse(line) as {
      readonly problems: readonly { readonly place: { readonly file: string } }[];
    };
    expect(new Set(problems.map(({ place }) => place.file))).toEqual(
      new Set([scenario, 'scenarios/two.yaml', 'scenarios/targets/other.yaml', 'playbooks/_partials/closing.en.hbs']),
    );
    expect(problems).toContainEqual({
      message: 'unknown key "spred"; did you mean "spread"?',
      place: { file: scenario, line: 8, column: 3, width: 5 },
      excerpt: '  spred: 6m',
    });
    expect(code).toBe(2);
  });

  it('annotates a change on GitHub, and what stands in files stays inside of an annotation', async () => {
    const root = workspace({
      ...wrong,
      'playbooks/slow/notice.en.hbs': edited('playbooks/slow/notice.en.hbs', '{{started}}', '{{started}}{{[a%,b::c]}}'),
      'scenarios/a,b:c%.yaml': 'tilte: "::stop"\n? "x\\n::error::y"\n: 1\n',
    });
    const { code, stdout } = await call(['check', '--format', 'github'], root);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toContain(
      '::error file=scenarios/one.yaml,line=8,col=3,endColumn=8::unknown key "spred"; did you mean "spread"?',
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::error file=playbooks\/slow\/notice\.en\.hbs,line=2,col=\d+,endColumn=\d+::there is no field "a%25,b::c"$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^::error file=scenarios\/a%2Cb%3Ac%25\.yaml,line=2,.*::unknown key "x%0A::error::y"/),
    );
    expect(lines.at(-1)).toMatch(counts);
    expect(lines.slice(0, -1).filter((line) => !line.startsWith('::error file='))).toEqual([]);
    expect(code).toBe(2);
  });

  it('ends well when its reader has had enough', async () => {
    const { child, ended } = start(['check'], workspace(sound));
    child.stdout!.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});
