import { describe, expect, it } from 'vitest';
import type { NoticeFields } from '../../src/notice/fields.ts';
import { parseTemplate } from '../../src/notice/parse-template.ts';
import { phrasesOf } from '../../src/notice/phrases.ts';
import { noticeTemplate } from '../../src/notice/template.ts';
import { responsibleFields } from './responsible-fields.ts';

const fields: NoticeFields = {
  ...{ service: 'Shop', title: 'Slow', phase: 'Investigating', severity: 'major', incident: 'slow-1', update: '1' },
  ...{ started: '09:00', now: '09:01', lasted: '1 minute', evidence: 'delay 2 s', 'next-update': '09:15' },
  ...responsibleFields,
};
const needed = '{{#part "subject"}}S{{/part}}{{#part "summary"}}M{{/part}}';

/** What a template says to users while an incident is investigated. */
const said = (source: string, phrases: Readonly<Record<string, string>> = {}, known: object = {}) =>
  noticeTemplate(parseTemplate(source), phrasesOf(phrases)).fill(
    { ...fields, ...known },
    { phase: 'investigating', audience: 'users', again: false },
  );

describe('a notice template', () => {
  it('of several blocks of one part takes the first that fits', () => {
    const summary = `{{#part "subject"}}S{{/part}}
      {{#part "summary" phase="resolved"}}over{{/part}}
      {{#part "summary" audience="staff"}}staff{{/part}}
      {{#part "summary" phase="identified investigating" audience="staff users"}}this{{/part}}
      {{#part "summary"}}too late{{/part}}`;
    expect(said(summary)).toEqual({ subject: 'S', summary: 'this' });
  });

  it('gives parts in the order of reading, whatever the order in the file', () => {
    const source = '{{#part "advice"}}A{{/part}}{{#part "affected"}}F{{/part}}' + needed;
    expect(Object.keys(said(source))).toEqual(['subject', 'summary', 'affected', 'advice']);
  });

  it('leaves out what is not known, and says it once it is', () => {
    const source = `${needed}{{#part "cause"}}{{cause}}{{/part}}{{#part "recovery"}}{{recovery.basis}}{{/part}}`;
    expect(said(source)).toEqual({ subject: 'S', summary: 'M' });
    const known = { cause: 'queue', recovery: { from: '1', to: '2', basis: 'hold' } };
    expect(said(source, {}, known)).toEqual({ subject: 'S', summary: 'M', cause: 'queue', recovery: 'hold' });
  });

  it('trims lines and keeps no more than one empty line between paragraphs', () => {
    const source =
      '{{#part "subject"}}\n  S\n{{/part}}{{#part "summary"}}\r\n  one\r\n\r\n\r\n\r\n  two  \r\n{{/part}}';
    expect(said(source)).toEqual({ subject: 'S', summary: 'one\n\ntwo' });
  });

  it('gives a subject in one line', () => {
    expect(said('{{#part "subject"}}one\ntwo{{/part}}{{#part "summary"}}M{{/part}}').subject).toBe('one two');
  });

  it('takes shared phrases, inside of parts and with parts of their own', () => {
    const phrases = { closing: '{{#part "advice"}}{{> wait}}{{/part}}', wait: 'Please wait, {{service}} is slow.' };
    expect(said(`${needed}{{> closing}}`, phrases).advice).toBe('Please wait, Shop is slow.');
  });

  it('escapes nothing: notices are plain text', () => {
    expect(
      said('{{#part "subject"}}{{service}} & "x"{{/part}}{{#part "summary"}}M{{/part}}', {}, { service: '<b>' })
        .subject,
    ).toBe('<b> & "x"');
  });

  it.each([
    ['misspelt', '{{servce}}'],
    ['not known now', '{{resolved}}'],
    ['that is a prototype', '{{__proto__.toString}}'],
    ['inherited', '{{hasOwnProperty}}'],
    ['inherited by another', '{{recovery.hasOwnProperty}}'],
    ['behind what is not known', '{{recovery.from}}'],
  ])('says nothing in place of a field that is %s: it fails', (title, field) => {
    const known = title === 'inherited by another' ? { recovery: {} } : {};
    expect(() => said(`{{#part "subject"}}S${field}{{/part}}{{#part "summary"}}M{{/part}}`, {}, known)).toThrow();
  });

  it('without a subject or a summary for someone fails', () => {
    expect(() => said('{{#part "subject"}}S{{/part}}')).toThrow('no subject or no summary for users, investigating');
  });
});
