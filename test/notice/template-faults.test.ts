import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases } from '../../src/model/incident.ts';
import { audiences, type Audience } from '../../src/model/notice.ts';
import { duration } from '../../src/model/time.ts';
import type { NoticeFields } from '../../src/notice/fields.ts';
import { parseTemplate } from '../../src/notice/parse-template.ts';
import { phrasesOf } from '../../src/notice/phrases.ts';
import { templateFaults } from '../../src/notice/template-faults.ts';
import { noticeTemplate } from '../../src/notice/template.ts';
import { responsibleFields } from './responsible-fields.ts';
import { unmark } from '../workspace/written-workspace.ts';

/** With these a notice says all it must. */
const complete = `{{#part "subject"}}{{service}}{{/part}}
{{#part "summary"}}{{started}}{{/part}}
{{#part "next-update"}}{{next-update}}{{/part}}
`;

const computes = 'a template places text and computes nothing';

const spokenTo = (...told: Audience[]) => ({
  notices: { audiences: told, 'leaves-out': {}, 'next-update': duration(60_000) },
});

/** What is wrong with a template whose wrong stretch is marked, and where. */
function faultsOf(marked: string, phrases: Readonly<Record<string, string>> = {}) {
  const { text, place } = unmark('', marked);
  const { line, column, width } = place ?? { line: 1, column: 1, width: 1 };
  const found = templateFaults(parseTemplate(text), phrasesOf(phrases), spokenTo('users'));
  return { found, at: { partial: null, line, column, width } };
}

it('a sound template has no faults', () => {
  expect(faultsOf(complete).found).toEqual([]);
  expect(
    faultsOf(`{{!-- why --}}\n${complete}{{~> closing}}`, { closing: '{{#part "cause"}}{{cause}}{{/part}}' }).found,
  ).toEqual([]);
});

describe('a template', () => {
  it.each([
    // Fields.
    [
      'with a field that does not exist',
      '{{#part "summary"}}\n{{service}} «{{servce}}»{{/part}}',
      'there is no field "servce"; did you mean "service"?',
    ],
    ['with a field unlike any', '{{#part "summary"}}«{{colour}}»{{/part}}', 'there is no field "colour"'],
    ['with half of a field', '{{#part "recovery"}}«{{recovery}}»{{/part}}', 'there is no field "recovery"'],
    ['with a prototype', '{{#part "summary"}}«{{constructor}}»{{/part}}', 'there is no field "constructor"'],
    [
      'with a prototype’s prototype',
      '{{#part "summary"}}«{{__proto__.constructor}}»{{/part}}',
      'there is no field "__proto__.constructor"',
    ],
    ['with everything at once', '{{#part "summary"}}«{{this}}»{{/part}}', 'there is no field "this"'],
    [
      'with a field around itself',
      '{{#part "summary"}}«{{../service}}»{{/part}}',
      'there is no field "../service"; did you mean "service"?',
    ],
    [
      'with data that is not its own',
      '{{#part "summary"}}«{{@root.service}}»{{/part}}',
      'there is no field "@root.service"',
    ],
    [
      'with the cause outside of its part',
      '{{#part "summary"}}«{{cause}}»{{/part}}',
      '"cause" may not be known here; only the part "cause" can say it',
    ],
    [
      'with a recovery outside of its part',
      '{{#part "advice"}}«{{recovery.to}}»{{/part}}',
      '"recovery.to" may not be known here; only the part "recovery" can say it',
    ],
    [
      'with the next update outside of its part',
      '{{#part "summary"}}«{{next-update}}»{{/part}}',
      '"next-update" may not be known here; only the part "next-update" can say it',
    ],
    [
      'with the end of a trouble that goes on',
      '{{#part "summary" phase="monitoring resolved"}}«{{resolved}}»{{/part}}',
      '"resolved" is known only in a part with phase="resolved"',
    ],
    ['with a field outside of a part', '«{{service}}»', '"service" stands outside of a part'],
    // Text.
    [
      'with text outside of a part',
      '«Dear all,»{{#part "summary"}}x{{/part}}',
      'text outside of a part is read by nobody: "Dear all,"',
    ],
    [
      'with braces that would be read as they stand',
      '{{#part "summary"}}\\«{{service}}»{{/part}}',
      'braces that hold no field would be read as they stand: "{{service}}"',
    ],
    [
      'with a brace too few',
      '{{#part "summary"}}«{service}}»{{/part}}',
      'braces that hold no field would be read as they stand: "{service}}"',
    ],
    // Anything that computes.
    [
      'that decides',
      '{{#part "summary"}}«{{#if cause}}x{{/if}}»{{/part}}',
      `"#if": ${computes}; only "#part" is known`,
    ],
    ['that repeats', '«{{#each parts}}x{{/each}}»', `"#each": ${computes}; only "#part" is known`],
    ['that calls', '{{#part "summary"}}«{{lookup this "service"}}»{{/part}}', `"lookup …": ${computes}`],
    ['that gives a field something', '{{#part "summary"}}«{{service size=1}}»{{/part}}', `"service …": ${computes}`],
    ['that writes a number', '{{#part "summary"}}«{{1}}»{{/part}}', `"1 …": ${computes}`],
    ['that writes a truth', '{{#part "summary"}}«{{true}}»{{/part}}', `"true …": ${computes}`],
    ['that writes nothing', '{{#part "summary"}}«{{null}}»{{/part}}', `"null …": ${computes}`],
    ['that writes a text', '{{#part "summary"}}«{{"service"}}»{{/part}}', `"service …": ${computes}`],
    ['that decorates', '«{{* mark}}»', computes],
    ['that defines a phrase in place', '«{{#*inline "x"}}y{{/inline}}»', computes],
    ['that gives a phrase a block', '«{{#> closing}}x{{/closing}}»', computes],
    // Parts.
    [
      'with an unknown part',
      '«{{#part "sumary"}}x{{/part}}»',
      'unknown part "sumary"; parts are subject, summary, affected, cause, advice, recovery, next-update; did you mean "summary"?',
    ],
    [
      'with a part whose name is a field',
      '«{{#part service}}x{{/part}}»',
      'unknown part ""; parts are subject, summary, affected, cause, advice, recovery, next-update',
    ],
    [
      'with a part without a name',
      '«{{#part}}x{{/part}}»',
      'a part has a name, and its text from "{{#part}}" to "{{/part}}" alone',
    ],
    [
      'with a part of two names',
      '«{{#part "subject" "summary"}}x{{/part}}»',
      'a part has a name, and its text from "{{#part}}" to "{{/part}}" alone',
    ],
    [
      'with a part that is turned around',
      '«{{^part "summary"}}x{{/part}}»',
      'a part has a name, and its text from "{{#part}}" to "{{/part}}" alone',
    ],
    [
      'with a part that has another side',
      '«{{#part "summary"}}x{{else}}y{{/part}}»',
      'a part has a name, and its text from "{{#part}}" to "{{/part}}" alone',
    ],
    ['with an empty part', '«{{#part "summary"}}\n{{!-- soon --}}\n{{/part}}»', 'the part "summary" is empty'],
    [
      'with a part inside a part',
      '{{#part "summary"}}x«{{#part "advice"}}y{{/part}}»{{/part}}',
      'a part inside a part',
    ],
    [
      'for an unknown phase',
      '«{{#part "summary" phase="identifed resolved"}}x{{/part}}»',
      'unknown phase "identifed"; did you mean "identified"?',
    ],
    [
      'for an unknown audience',
      '«{{#part "summary" audience="user"}}x{{/part}}»',
      'unknown audience "user"; did you mean "users"?',
    ],
    [
      'for a language',
      '«{{#part "summary" locale="en"}}x{{/part}}»',
      'a part has no "locale"; it may say for which phase and audience it is, and whether for the first time',
    ],
    [
      'for a prototype',
      '«{{#part "summary" constructor="x"}}x{{/part}}»',
      'a part has no "constructor"; it may say for which phase and audience it is, and whether for the first time',
    ],
    // Phrases.
    [
      'with a phrase that is not there',
      '«{{> closnig}}»',
      'there is no shared phrase "closnig"; did you mean "closing"?',
    ],
    ['with a phrase that is a prototype', '«{{> constructor}}»', 'there is no shared phrase "constructor"'],
    ['with a phrase that is everybody’s prototype', '«{{> __proto__}}»', 'there is no shared phrase "__proto__"'],
    ['with a phrase that would be computed', '«{{> (lookup this "x")}}»', 'there is no shared phrase ""'],
    ['with a phrase that is given a field', '«{{> closing recovery}}»', `"> closing …": ${computes}`],
    ['with a phrase that is given a value', '«{{> closing to="x"}}»', `"> closing …": ${computes}`],
    [
      'with a phrase of text outside of a part',
      '«{{> wait}}»',
      'the shared phrase "wait" is text: outside of a part it is read by nobody',
    ],
    // What cannot be read at all.
    [
      'with a part that is not closed',
      '{{#part "summary"}}\nx\n«»',
      'the template ends before everything in it is closed',
    ],
    [
      'that closes what was not opened',
      '早上好早上好早上好早上好早上好早上好 «{{/part}}»',
      'the template cannot be read from here on',
    ],
    [
      'that closes something else',
      '{{#«p»art "summary"}}x{{/prt}}',
      "the template cannot be read: part doesn't match prt",
    ],
    [
      'with a field that is not closed',
      '{{#part "summary"}}\n{{service«}» x{{/part}}',
      'the template cannot be read from here on',
    ],
    [
      'with a field of two words far into a line',
      '{{#part "summary"}}\nfirst line\n a long line before it {{ser «v»i!ce}}{{/part}}',
      'the template cannot be read from here on',
    ],
  ])('%s', (_title, marked, message) => {
    const { found, at } = faultsOf(marked, { closing: '{{#part "cause"}}{{cause}}{{/part}}', wait: 'Please wait.' });
    const [first] = found;
    expect({ ...first, width: 0 }).toEqual({ message, ...at, width: 0 });
    // What spans lines is underlined at its beginning, what cannot be read at one character.
    expect(first!.width).toBeLessThanOrEqual(at.width);
  });

  it('is told of every fault at once, but of what is missing only when all else is right', () => {
    const { found } = faultsOf('{{#part "summary"}}{{a}}\n{{b}}{{/part}}');
    expect(found.map(({ line, message }) => [line, message])).toEqual([
      [1, 'there is no field "a"'],
      [2, 'there is no field "b"'],
    ]);
  });

  it.each([
    [
      'without a subject',
      complete.replace('"subject"', '"advice"'),
      phases.map((phase) => `users get no "subject" while the incident is ${phase}`),
    ],
    [
      'without a summary for one phase',
      complete.replace('"summary"', '"summary" phase="investigating identified resolved"'),
      ['users get no "summary" while the incident is monitoring'],
    ],
    [
      'without a next update',
      complete.replace('"next-update"}}{{next-update}}', '"advice"}}x'),
      ['investigating', 'identified', 'monitoring'].map(
        (phase) => `users get no "next-update" while the incident is ${phase}`,
      ),
    ],
    [
      'for staff alone',
      complete.replace('"summary"', '"summary" audience="staff"'),
      phases.map((phase) => `users get no "summary" while the incident is ${phase}`),
    ],
  ])('%s is not complete', (_title, source, messages) => {
    const { found, at } = faultsOf(source);
    expect(found).toEqual(messages.map((message) => ({ message, ...at })));
  });

  it('is complete only for the audiences that the playbook speaks to', () => {
    const source = complete.replace('"summary"', '"summary" audience="users"');
    const template = parseTemplate(source);
    expect(templateFaults(template, {}, spokenTo('users'))).toEqual([]);
    expect(templateFaults(template, {}, spokenTo('users', 'staff'))).toHaveLength(phases.length);
  });
});

describe('a shared phrase', () => {
  it.each([
    ['with a field that does not exist', 'x\n«{{servce}}»', 'there is no field "servce"; did you mean "service"?'],
    ['with a part of its own, inside a part', '«{{#part "advice"}}x{{/part}}»', 'a part inside a part'],
    ['that cannot be read', '{{«s»ervice', 'the template cannot be read from here on'],
    ['that leads to itself', 'x «{{> one}}»', 'the shared phrase "one" leads to itself'],
    ['that leads to itself over another', '{{> two}} y', 'the shared phrase "one" leads to itself'],
    ['with a phrase that is not there', '«{{> three}}»', 'there is no shared phrase "three"'],
  ])('%s is told of by its name, once for each use', (title, marked, message) => {
    const { text, place } = unmark('', marked);
    const phrases = { one: text, two: 'z {{> one}}' };
    const found = templateFaults(
      parseTemplate('{{#part "summary"}}{{> one}}{{/part}}'),
      phrasesOf(phrases),
      spokenTo('users'),
    );
    const { line, column } = place ?? { line: 1, column: 3 };
    expect(found).toMatchObject([{ partial: title.endsWith('over another') ? 'two' : 'one', line, column, message }]);
  });

  it('that stands outside of a part and has text beside its parts is told of the text', () => {
    const found = templateFaults(
      parseTemplate('{{> one}}'),
      phrasesOf({ one: 'stray {{#part "summary"}}x{{/part}}' }),
      spokenTo('users'),
    );
    expect(found).toMatchObject([
      { partial: 'one', line: 1, column: 1, message: 'text outside of a part is read by nobody: "stray"' },
    ]);
  });

  it('that unfolds without measure is told of, not followed', () => {
    const phrases = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`p${at}`, `{{> p${at + 1}}} {{> p${at + 1}}}`]),
    );
    const found = templateFaults(
      parseTemplate('{{#part "summary"}}{{> p0}}{{/part}}'),
      phrasesOf({ ...phrases, p30: 'x' }),
      spokenTo('users'),
    );
    expect(found.map(({ message }) => message)).toEqual(['more than 500 shared phrases are used here']);
  });
});

describe('nesting without measure', () => {
  it.each([
    ['of blocks', '{{#a}}'],
    ['of parts', '{{#part "summary"}}'],
    ['of other sides', '{{#part "summary"}}{{else if a}}'],
    ['of brackets', '{{a '.padEnd(40, '(')],
    ['of brackets within brackets', `{{${'(a '.repeat(20)}`],
  ])('%s is refused where it begins to be too deep', (_title, opening) => {
    const [fault, ...more] = templateFaults(parseTemplate(opening.repeat(20_000)), {}, spokenTo('users'));
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ line: 1, message: 'nested too deeply: parts stand beside each other' });
  });
});

describe('a template without faults', () => {
  const fields: NoticeFields = {
    ...{
      service: 'S',
      title: 'T',
      phase: 'P',
      severity: 'V',
      incident: 'I',
      update: 'U',
      started: 'A',
      now: 'N',
      lasted: 'L',
    },
    ...responsibleFields,
    ...{ evidence: 'E', 'next-update': 'X', cause: 'C', resolved: 'R', recovery: { from: 'F', to: 'O', basis: 'B' } },
  };
  const piece = fc.constantFrom(
    ...[
      'x',
      '\n',
      ' ',
      '{{service}}',
      '{{cause}}',
      '{{recovery.to}}',
      '{{next-update}}',
      '{{resolved}}',
      '{{> text}}',
      '{{> parts}}',
    ],
    ...[
      '{{#part "subject"}}',
      '{{#part "summary" phase="resolved"}}',
      '{{#part "cause"}}',
      '{{#part "recovery" audience="staff"}}',
      '{{/part}}',
      '{{/part}}',
    ],
    ...[
      '{{#part "next-update"}}',
      '{{else}}',
      '{{1}}',
      '{{~service~}}',
      '{{{title}}}',
      '{{!-- c --}}',
      '{{',
      '}}',
      '{{^part "summary"}}',
      '{{> text a=1}}',
      '\\{{now}}',
    ],
  );
  const phrases = phrasesOf({ text: 'text {{service}}', parts: '{{#part "advice"}}{{> text}}{{/part}}' });

  it('can be filled for everybody in every phase; any other is told of, and never fails to be read', () => {
    let sound = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, whole) => {
        const source = whole ? complete + pieces.join('') : pieces.join('');
        const written = parseTemplate(source);
        const faults = templateFaults(written, phrases, spokenTo(...audiences));
        const lines = source.split('\n');
        for (const { line, column, partial } of faults) {
          if (partial === null) expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        }
        if (faults.length > 0) return;
        sound += 1;
        const template = noticeTemplate(written, phrases);
        for (const phase of phases) {
          for (const audience of audiences)
            expect(template.fill(fields, { phase, audience, again: false }).subject).not.toBe('');
        }
      }),
      { numRuns: 3000 },
    );
    expect(sound).toBeGreaterThan(50);
  });
});
