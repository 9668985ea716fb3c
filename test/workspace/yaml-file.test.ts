import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/problem.ts';
import { parseYaml } from '../../src/workspace/yaml-file.ts';
import { problemsOf, sound, toldOf, unmark, writeWorkspace, env } from './written-workspace.ts';

/** What is wrong with a YAML text, if anything is. */
async function faultsOf(text: string): Promise<readonly { readonly message: string; readonly place: object | null }[]> {
  const problems = await problemsOf(Promise.resolve().then(() => parseYaml({ file: 'a.yaml', text })));
  return problems.map(({ message, place }) => ({ message, place }));
}

const row = (size: number, name: string): string => `[${Array.from({ length: size }, () => name).join(', ')}]`;
/** Each level has nine of the one below. */
const bomb = [
  'a: &a [x]',
  ...'bcdefgh'.split('').map((name, place) => `${name}: &${name} ${row(9, `*${'abcdefgh'[place]!}`)}`),
];

describe('YAML', () => {
  it.each([
    ['that contains itself in a list', 'a: &a [1, «*a»]', '"*a" contains itself'],
    ['that contains itself under a key', 'a: &a { b: { c: «*a» } }', '"*a" contains itself'],
    ['with an alias of nothing', 'a: «*b»', '"*b" stands for nothing: there is no "&b" before it'],
    ['with an alias before its anchor', 'a: «*b»\nb: &b 1', '"*b" stands for nothing: there is no "&b" before it'],
    ['with a key that is there twice', 'a: 1\nb: 2\n«a»: 3', 'the key "a" is here twice'],
    ['with a key that is there twice inside of another', 'a: { b: 1, «b»: 2 }', 'the key "b" is here twice'],
    ['with a key that is a list', '? «[»1]\n: 2', 'a key is a text'],
    ['of several documents', 'a: 1\n«---»\nb: 2\n', 'a second document begins here; expected one'],
    ['with a tag of its own', 'a: «!now» 1', 'tags mean nothing here: Unresolved tag: !now'],
    ['with a tag for bytes', 'a: «!!binary» aGk=', 'tags mean nothing here: Unresolved tag: tag:yaml.org,2002:binary'],
    ['indented by tabs', 'a:\n«\t»b: 1', 'not YAML: Tabs are not allowed as indentation'],
    [
      'with a bracket left open',
      'a: [1\n«»',
      'not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('%s is refused at its place', async (_title, marked, message) => {
    const { text, place } = unmark('a.yaml', marked);
    expect(await faultsOf(text)).toEqual([{ message, place }]);
  });

  it('that unfolds into far too much is refused where it does', async () => {
    const [fault, ...more] = await faultsOf(bomb.join('\n'));
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      message: 'aliases unfold into far too much: at most 10000 values may come of them',
      place: { line: 5, width: 2 },
    });
  });

  const tooDeep = 'nested too deeply: at most 64 levels are read';

  it.each([
    ['in lists', (deep: number) => `${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['in lists left open', (deep: number) => '['.repeat(deep)],
    ['in keys and values', (deep: number) => `${'{a: '.repeat(deep)}1${'}'.repeat(deep)}`],
    ['by dashes', (deep: number) => `${'- '.repeat(deep)}x`],
    ['by keys that are asked for', (deep: number) => '? '.repeat(deep)],
    [
      'by indentation',
      (deep: number) => Array.from({ length: deep / 10 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    ],
  ])('nested %s without measure is refused, however deep', async (_title, nested) => {
    for (const deep of [700, 2_000, 7_000, 60_000]) {
      expect((await faultsOf(nested(deep))).map(({ message }) => message)).toEqual([tooDeep]);
    }
  });

  it('nested as deep as that is read, and no deeper', async () => {
    const nested = (deep: number): string => `${'['.repeat(deep)}${']'.repeat(deep)}`;
    expect(await faultsOf(nested(64))).toEqual([]);
    expect(await faultsOf(nested(66))).toMatchObject([{ message: tooDeep }]);
  });

  it('nested without measure by its aliases is refused', async () => {
    const level = (name: string, inner: string): string =>
      `${name}: &${name} ${'['.repeat(20)}${inner}${']'.repeat(20)}`;
    const { text, place } = unmark(
      'a.yaml',
      [level('a', '1'), level('b', '*a'), level('c', '*b'), level('d', '«*c»')].join('\n'),
    );
    expect(await faultsOf(text)).toEqual([{ message: tooDeep, place }]);
  });

  it('with aliases that unfold into little is read', () => {
    const text = `a: &a { b: 1 }\nc: [*a, *a]\nd: &d [*a]\ne: [*d, *d]`;
    const one = { b: 1 };
    expect(parseYaml({ file: 'a.yaml', text }).value).toEqual({ a: one, c: [one, one], d: [one], e: [[one], [one]] });
  });

  it('keeps keys as texts, and what looks like other versions’ values too', () => {
    const text = 'on: yes\nno: 09:00\n"~": 2026-11-23\n__proto__: { 1: 0o17 }\n';
    const value = parseYaml({ file: 'a.yaml', text }).value as object;
    expect(Object.entries(value)).toEqual([
      ['on', 'yes'],
      ['no', '09:00'],
      ['~', '2026-11-23'],
      ['__proto__', { 1: 15 }],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('gives the place of whatever stands at a path, or of the nearest thing around it', () => {
    const text = 'a:\n  b: [one, two]\n  c: &c { d: 1 }\ne: *c\n';
    const file = parseYaml({ file: 'a.yaml', text });
    const at = (path: readonly PropertyKey[]): string => {
      const { place } = file.problem(path, '');
      return `${place?.line ?? 0}:${place?.column ?? 0}+${place?.width ?? 0}`;
    };
    expect(at(['a', 'b', 1])).toBe('2:12+3');
    expect(at(['a', 'c', 'd'])).toBe('3:14+1');
    expect(at(['e', 'd'])).toBe('3:14+1');
    expect(at(['a', 'missing'])).toBe('1:1+1');
    expect(at(['a', 'b', 7])).toBe('2:3+1');
    expect(at(['missing', 'deeper'])).toBe('1:1+1');
    expect(file.keyProblem(['a'], 'c', '').place).toMatchObject({ line: 3, column: 3, width: 1 });
  });

  it('whatever it is, is read or refused with a place in it', () => {
    const token = fc.constantFrom(
      ...[
        'a',
        'b: ',
        '- ',
        '? ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        '|',
        '>',
        '&a ',
        '*a',
        '!t ',
        '#',
        '%',
        '---',
        '...',
      ],
      ...['\n', '\n  ', '\t', '\r\n', ' ', '\\', '<<: ', '~', '1', 'é', '早', '😀', '\u0000', '\ufeff', '\u2028'],
    );
    const text = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(''));
    fc.assert(
      fc.property(text, (written) => {
        try {
          parseYaml({ file: 'a.yaml', text: written });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          const { place, message } = error.problems[0]!;
          expect(message).not.toContain('\n');
          expect(place!.line).toBeLessThanOrEqual(written.split('\n').length);
          const line = written.split('\n')[place!.line - 1] ?? '';
          expect(place!.column - 1 + place!.width).toBeLessThanOrEqual(
            Math.max(place!.column, Array.from(line).length),
          );
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a file', () => {
  const file = 'scenarios/one.yaml';
  const start = { file, line: 1, column: 1, width: 1 };

  it.each([
    ['a list', '- a\n', 'expected keys and values, got a list'],
    ['a text', 'hello\n', 'expected keys and values, got "hello"'],
    ['empty', '', 'expected keys and values, got nothing'],
    ['a comment alone', '# nothing\n', 'expected keys and values, got nothing'],
  ])('that is %s is refused', async (_title, text, message) => {
    const [told, ...more] = await toldOf({ [file]: text });
    expect(more).toEqual([]);
    expect(told).toMatchObject({ message, place: { file, line: 1, column: 1 } });
  });

  it.each([
    ['a scenario', file],
    ['a target profile', 'scenarios/targets/shop.yaml'],
    ['a playbook', 'playbooks/slow/playbook.yaml'],
    ['a notice', 'playbooks/slow/notice.en.hbs'],
    ['a shared phrase', 'playbooks/_partials/closing.en.hbs'],
    ['the settings', 'surgebook.yaml'],
  ])('of two megabytes is not read as %s', async (_title, name) => {
    const told = await toldOf({ [name]: `${sound[name]!}${'#'.repeat(2_000_000)}` });
    const size = Buffer.byteLength(sound[name]!) + 2_000_000;
    const message = `the file has ${size} bytes; at most 262144 are read`;
    expect(told).toEqual([{ message, place: { ...start, file: name } }]);
  });

  it('with a mark of the byte order and other line breaks is read, its places counted without them', async () => {
    const marked = `\ufeff${sound[file]!.replace('spread', '«spred»')}`.replaceAll('\n', '\r\n');
    expect(await toldOf({ [file]: marked.replace(/[«»]/g, '') })).toEqual([
      { message: 'unknown key "spred"; did you mean "spread"?', place: { file, line: 8, column: 3, width: 5 } },
    ]);
  });

  it('counts characters, not bytes nor units, before the place', async () => {
    const { text, place } = unmark(
      file,
      sound[file]!.replace('{ from: 1, to: 9 }', '{ prefix: "早上好😀é", «form»: 1, to: 9 }'),
    );
    expect(place?.column).toBe(28);
    expect(await toldOf({ [file]: text })).toEqual([{ message: 'unknown key "form"; did you mean "from"?', place }]);
  });

  it.each([
    [
      'the encoding of Chinese Windows',
      Buffer.from([...Buffer.from('version: 1\ntitle: '), 0xd6, 0xdc, 0xd2, 0xbb]),
      { line: 2, column: 8 },
    ],
    ['UTF-16', Buffer.from(`\ufeff${sound[file]!}`, 'utf16le'), { line: 1, column: 1 }],
  ])('in %s is refused where that begins to show', async (_title, bytes, place) => {
    expect(await toldOf({ [file]: bytes })).toMatchObject([
      { message: 'not UTF-8 from here on; save the file as UTF-8', place },
    ]);
  });

  it('with very much wrong is told of in bounded length', async () => {
    const keys = Array.from({ length: 5_000 }, (_, at) => `colour-${at}: red\n`).join('');
    const told = await toldOf({ [file]: `${sound[file]!}${keys}` });
    expect(told).toHaveLength(101);
    expect(told.at(-1)?.message).toBe('more is wrong with this file than is told here');
  });
});

describe('whatever is typed', () => {
  const snippet = fc.constantFrom(
    ...[
      '',
      ' ',
      '\n',
      ':',
      '-',
      '{',
      '}',
      '[',
      '"',
      "'",
      '%',
      '1',
      'x',
      '{{',
      '}}',
      '{{#part "x"}}',
      '{{> closing}}',
      '{{else}}',
    ],
    ...[
      '{{/part}}',
      '{{^part "x"}}',
      '{{1}}',
      '{{> __proto__}}',
      '&a ',
      '*a',
      '~',
      '__proto__: {}',
      'constructor: {}',
      '\t',
      '早',
      '😀',
      '\u0000',
    ],
  );
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 12 }), put: snippet });

  it.each(Object.keys(sound).filter((name) => !name.endsWith('zh-TW.hbs') && !name.endsWith('zh-CN.hbs')))(
    'into %s, it is read or refused',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const text = changes.reduce((before, { at, cut, put }) => {
            const from = Math.floor(at * before.length);
            return before.slice(0, from) + put + before.slice(from + cut);
          }, sound[name]!);
          const { workspace } = writeWorkspace({ [name]: text });
          // Anything but an InputError is thrown on, and fails.
          const problems = await problemsOf(workspace.rehearsal('one', env));
          for (const { message } of problems) expect(message).not.toBe('');
        }),
        { numRuns: 80 },
      );
    },
  );
});
