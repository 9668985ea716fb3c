import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal, readJournal } from '../../src/journal/journal.ts';
import type { Fact, Noted, Told } from '../../src/model/fact.ts';
import { instant } from '../../src/model/time.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  file = join(folder, 'journal.ndjson');
});
afterEach(() => rm(folder, { recursive: true }));

const noted = (message: string, at = 1): Told<Noted> => ({ at: instant(at), fact: 'noted', about: 'target', message });

/** What stands in a journal after these messages were noted in it. */
async function written(
  secrets: readonly string[],
  ...messages: string[]
): Promise<{ text: string; facts: readonly Fact[] }> {
  const journal = openJournal(file, { secrets, names: [] });
  for (const message of messages) journal.append(noted(message));
  journal.close();
  const text = await readFile(file, 'utf8');
  const facts = readJournal(file);
  await rm(file);
  return { text, facts };
}

const messagesOf = (facts: readonly Fact[]): unknown[] => facts.map((fact) => fact.fact === 'noted' && fact.message);

describe('a journal', () => {
  it('holds each fact as soon as it is appended, in order, with the version of its format', () => {
    const journal = openJournal(file, { secrets: [], names: [] });
    expect(readJournal(file)).toEqual([]);
    for (let count = 1; count <= 20; count += 1) {
      const fact = journal.append(noted(`message ${count}`, count));
      expect(fact).toEqual({ v: 1, ...noted(`message ${count}`, count) });
      expect(readJournal(file)).toHaveLength(count);
      expect(readJournal(file).at(-1)).toEqual(fact);
    }
    journal.close();
  });

  it('is one JSON object a line, whatever a fact says', async () => {
    const messages = fc.array(fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\r', '\u2028', '🏔', 'a', '{') }));
    await fc.assert(
      fc.asyncProperty(messages, async (said) => {
        const { text, facts } = await written([], ...said);
        expect(text.split('\n').filter((line) => line !== '')).toHaveLength(said.length);
        expect(messagesOf(facts)).toEqual(said);
      }),
      { numRuns: 30 },
    );
  });

  it('never takes a file that is already there', async () => {
    await writeFile(file, 'of another run\n');
    expect(() => openJournal(file, { secrets: [], names: [] })).toThrow('EEXIST');
    expect(await readFile(file, 'utf8')).toBe('of another run\n');
  });

  it('is read up to its last complete fact, wherever it was torn', async () => {
    const { text } = await written([], 'one', 'two\n', 'drei ü');
    const whole = Buffer.from(text);
    for (let length = 0; length <= whole.length; length += 1) {
      const torn = whole.subarray(0, length);
      await writeFile(file, torn);
      expect(messagesOf(readJournal(file))).toEqual(
        ['one', 'two\n', 'drei ü'].slice(0, torn.toString().split('\n').length - 1),
      );
    }
  });

  it('is not read when it is damaged in the middle', async () => {
    openJournal(file, { secrets: [], names: [] }).close();
    await appendFile(file, '{"v":1,"at":\n{"v":1,"at":1,"fact":"load-started"}\n');
    expect(() => readJournal(file)).toThrow(SyntaxError);
  });

  it('holds every fact of a run that was killed', async () => {
    const program = join(import.meta.dirname, 'append-facts.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', program, file], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let appended = 0;
    child.on('message', (count) => {
      appended = Number(count);
      if (appended >= 200) child.kill('SIGKILL');
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const facts = readJournal(file);
    expect(facts.length).toBeGreaterThanOrEqual(appended);
    expect(facts.map(({ at }) => at)).toEqual(facts.map((_, place) => place + 1));
  });
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a secret', () => {
  it.each<[name: string, secrets: string[], message: string, masked: string]>([
    ['in the middle of a text', ['s3cret'], 'the token s3cret, twice: s3cret', 'the token ***, twice: ***'],
    ['as all of a text', ['s3cret'], 's3cret', '***'],
    ['with characters that JSON escapes', ['a"b\\c\n'], 'it is a"b\\c\n!', 'it is ***!'],
    ['in JSON in a text', ['a"b\\c\n'], '{"token":"a\\"b\\\\c\\n"}', '{"token":"***"}'],
    ['that is a part of another', ['abc', 'abcdef'], 'abc abcdef', '*** ***'],
    ['that looks like a pattern', ['$&.*'], 'a $&.* b', 'a *** b'],
    ['that is empty', ['', 'x'], 'axb', 'a***b'],
    ['in a path', ['p"ss/wörd 1'], 'GET /x/p%22ss%2Fw%C3%B6rd%201?y', 'GET /x/***?y'],
    ['in a path whose slashes stand as they are', ['p"ss/wörd 1'], 'GET /x/p%22ss/w%C3%B6rd%201?y', 'GET /x/***?y'],
    ['in a path with small letters', ['p"ss/wörd 1'], 'GET /x/p%22ss%2fw%c3%b6rd%201?y', 'GET /x/***?y'],
    ['in a form', ['p"ss/wörd 1'], 'key=p%22ss%2Fw%C3%B6rd+1&a=b', 'key=***&a=b'],
    ['in a form with small letters', ['p"ss/wörd 1'], 'key=p%22ss%2fw%c3%b6rd+1&a=b', 'key=***&a=b'],
    ['with marks that some programs escape', ["it's(1)!"], "a=it%27s%281%29%21 b=it's(1)!", 'a=*** b=***'],
    ['with half a character', ['s3cret\ud800'], 'key=s3cret%EF%BF%BD', 'key=***'],
    ['beside a name, in base64', ['s3cret'], `Basic ${base64('ann:s3cret')}, refused`, 'Basic ***, refused'],
    ['beside a longer name, in base64', ['s3cret'], `Basic ${base64('anna:s3cret')}`, 'Basic ***'],
    ['beside the longest name, in base64', ['s3cret'], `Basic ${base64('annie:s3cret')}`, 'Basic ***'],
    ['before an empty password, in base64', ['s3cret'], `Basic ${base64('s3cret:')}`, 'Basic ***'],
    ['that is short, in base64', ['abc'], `Basic ${base64('ann:abc')}`, 'Basic ***'],
    ['in base64 behind a slash', ['s3cret'], `key/${base64('ann:s3cret')}`, '***'],
    ['in base64 for addresses', ['s3cret?>'], `t=${Buffer.from('ann:s3cret?>').toString('base64url')}`, 't=***'],
    ['and nothing else', ['abc', 's3cret'], `Basic ${base64('ann:xabc')} ab+c`, `Basic ${base64('ann:xabc')} ab+c`],
  ])('is masked %s', async (_name, secrets, message, masked) => {
    expect(messagesOf((await written(secrets, message)).facts)).toEqual([masked]);
  });

  it('is masked in what is given back too', () => {
    const journal = openJournal(file, { secrets: ['s3cret'], names: [] });
    expect(journal.append(noted('the token s3cret'))).toEqual({ v: 1, ...noted('the token ***') });
    journal.close();
  });

  it.each(['1', '"', '{', 'at', 'fact', 'noted', 'v', ',', '":"'])('never spoils the journal: %j', async (secret) => {
    const { facts } = await written([secret], 'a message');
    expect(facts).toMatchObject([{ v: 1, at: 1, fact: 'noted' }]);
  });

  it('is nowhere in the file, whatever surrounds it', async () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', '\n', 'a', 'é', '/') });
    const secret = fc
      .string({ unit: fc.constantFrom('"', '\\', '\n', 'x', 'ü'), minLength: 1 })
      .map((some) => `S${some}S`);
    await fc.assert(
      fc.asyncProperty(text, secret, text, async (before, hidden, after) => {
        const object = JSON.stringify({ said: before + hidden + after });
        const { text: line, facts } = await written([hidden], before + hidden + after, object);
        for (const form of [hidden, JSON.stringify(hidden).slice(1, -1)]) {
          expect(messagesOf(facts).join()).not.toContain(form);
          expect(line).not.toContain(form);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what names somebody', () => {
  const person = 'Ann told 13800138000 and ann@example.com';
  const masked = '*** told ***00 and ***@example.com';
  const end = { kind: 'failed', why: person, lastWords: person } as const;

  it.each<readonly [Told, object]>([
    [
      { at: instant(1), fact: 'noted', about: 'Ann', message: person },
      { about: 'Ann', message: masked },
    ],
    [{ at: instant(1), fact: 'blind', from: instant(0), why: person }, { why: masked }],
    [{ at: instant(1), fact: 'load-ended', end }, { end: { kind: 'failed', why: masked, lastWords: masked } }],
    [{ at: instant(1), fact: 'load-stopping', reason: person }, { reason: person }],
  ])('is masked in what others said, and nowhere else: %j', (told, written) => {
    const journal = openJournal(file, { secrets: [], names: ['Ann'] });
    expect(journal.append(told)).toMatchObject(written);
    journal.close();
    expect(readJournal(file)).toMatchObject([written]);
  });
});
