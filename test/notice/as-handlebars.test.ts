import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { phases } from '../../src/model/incident.ts';
import { locales, type Locale } from '../../src/model/locale.ts';
import { audiences, noticeParts, type NoticeParts } from '../../src/model/notice.ts';
import { phasesFor } from '../../src/model/playbook.ts';
import { duration } from '../../src/model/time.ts';
import { documentTemplate, documentFaults } from '../../src/notice/document-template.ts';
import { fieldNames, noticeFields, type NoticeFields } from '../../src/notice/fields.ts';
import { oneLine } from '../../src/notice/one-line.ts';
import { parseTemplate } from '../../src/notice/parse-template.ts';
import { phrasesOf } from '../../src/notice/phrases.ts';
import { templateFaults } from '../../src/notice/template-faults.ts';
import { noticeTemplate, type NoticeOccasion } from '../../src/notice/template.ts';
import { root } from '../shipped/shipped-files.ts';
import { hostileTexts } from './channels/compositions.ts';
import { byHandlebars, type Filling, type Texts } from './by-handlebars.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';
import { plainSettings, shipped, thresholds } from './shipped.ts';

/** A part as notices have it: lines without space around them, and one empty line at most between two. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** The parts for one occasion, by Handlebars: of each name the first that fits and claims only what is known. */
function wantedParts(filling: Filling, fields: NoticeFields, occasion: NoticeOccasion): NoticeParts {
  const { phase, audience, again } = occasion;
  const words = { phase, audience, told: again ? 'again' : 'first' };
  const parts = new Map<string, string>();
  filling(fields, ({ name, limits, said }) => {
    const fits = Object.entries(words).every(([key, word]) => limits[key]?.split(/\s+/).includes(word) ?? true);
    const isKnown = !['cause', 'recovery', 'next-update'].includes(name) || name in fields;
    if (fits && isKnown && !parts.has(name)) parts.set(name, tidy(said()));
  });
  const said = Object.fromEntries([...parts].filter(([, text]) => text !== ''));
  return { ...said, subject: oneLine(said['subject'] ?? ''), summary: said['summary'] ?? '' };
}

const occasions: readonly NoticeOccasion[] = phases.flatMap((phase) =>
  audiences.flatMap((audience) => [false, true].map((again) => ({ phase, audience, again }))),
);

const joined = (...pieces: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...pieces).map((texts) => texts.join(''));
const some = (most: number, ...pieces: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(...pieces), { minLength: 1, maxLength: most }).map((texts) => texts.join(''));

const blank = fc.constantFrom('', '', '', ' ', '\n', '\n\n\n', '\r\n', '\t', '\n  ', ' \n');
const strip = fc.constantFrom('', '', '~');
const words = fc.constantFrom('x', ' y ', 'a\n  b', '早上好', '- one\n- two', '\\\\', '{ }', 'trailing  \n', '$& $1');
const comment = fc.constantFrom(
  '{{!-- a }} comment --}}',
  '{{! short }}',
  '{{~!-- both --~}}',
  '\n  {{!-- alone --}}\n',
);

/** A field, in every way in which one is written. */
const fieldOf = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom(...names);
  return fc.oneof(
    joined(blank, fc.constant('{{'), strip, name, strip, fc.constant('}}'), blank),
    name.map((one) => `{{{${one}}}}`),
    name.map((one) => `{{& ${one} }}`),
    name.filter((one) => !one.includes('.')).map((one) => `{{[${one}]}}`),
  );
};

/** A value of a field, as far from harmless as one can be. */
const value = fc.oneof(
  fc.constantFrom('S', '', ' ', '{{title}}', '{{> line}}', '<b>&"', '$& $1', ...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t', '\u00a0', '\u2028', '{', '}', '~', 'x'), maxLength: 8 }),
);

describe('a notice says what Handlebars makes of its template', () => {
  const everywhere = fieldNames.filter((name) => !/[.]|^(?:cause|next-update|resolved)$/.test(name));
  const own: Readonly<Record<string, readonly string[]>> = {
    cause: ['cause'],
    recovery: ['recovery.from', 'recovery.to', 'recovery.basis', 'recovery.[to]'],
    'next-update': ['next-update'],
  };
  const phrase = (name: string): fc.Arbitrary<string> =>
    joined(
      blank,
      fc.constantFrom(`{{> ${name}}}`, `{{~> ${name}}}`, `{{> "${name}"~}}`, `\n  {{> ${name} }}\n`),
      blank,
    );
  const inside = (part: string): fc.Arbitrary<string> =>
    some(5, words, words, fieldOf([...everywhere, ...(own[part] ?? [])]), comment, phrase('line'), phrase('lines'));
  const limits = fc.constantFrom(
    ...['', '', '', ' audience="users"', ' audience="staff  management"', ' phase="resolved"', ' told="again"'],
    ...[" phase='investigating identified'", ' phase="monitoring" audience="users"', ' told="first" told="again"'],
  );
  const block = (name: string, limited = limits): fc.Arbitrary<string> =>
    joined(
      ...[blank, fc.constant('{{'), strip, fc.constant(`#part "${name}"`), limited, strip, fc.constant('}}')],
      ...[inside(name), fc.constant('{{'), strip, fc.constant('/part'), strip, fc.constant('}}'), blank],
    );
  const anyBlock = fc.constantFrom(...noticeParts).chain((name) => block(name));
  const needed = joined(...['subject', 'summary', 'next-update'].map((name) => block(name, fc.constant(''))));
  const source = joined(fc.oneof(fc.constant(''), some(4, anyBlock, comment, phrase('parts'))), needed);
  const shared = fc.record({
    line: some(3, words, fieldOf(everywhere)),
    lines: some(4, words, fieldOf(everywhere), phrase('line'), blank),
    parts: some(2, anyBlock, comment),
  });
  const fields = fc
    .record({
      all: fc.record(Object.fromEntries(everywhere.map((name) => [name, value]))),
      claimed: fc.record({ cause: value, 'next-update': value }, { requiredKeys: [] }),
      recovery: fc.option(fc.record({ recovery: fc.record({ from: value, to: value, basis: value }) }), { nil: {} }),
    })
    .map(({ all, claimed, recovery }) => ({ ...all, ...claimed, ...recovery }) as unknown as NoticeFields);
  const playbook = { notices: { audiences: [...audiences], 'leaves-out': {}, 'next-update': duration(60_000) } };

  it('wherever there is nothing wrong with that', () => {
    let sound = 0;
    fc.assert(
      fc.property(source, shared, fields, fc.constantFrom(...occasions), (written, texts, known, occasion) => {
        const [template, phrases] = [parseTemplate(written), phrasesOf(texts)];
        if (templateFaults(template, phrases, playbook).length > 0) return;
        sound += 1;
        const said = noticeTemplate(template, phrases).fill(known, occasion);
        expect(said).toEqual(wantedParts(byHandlebars(written, texts), known, occasion));
      }),
      { numRuns: 2000 },
    );
    expect(sound).toBeGreaterThan(500);
  });

  const sourceOf = (...path: readonly string[]): string => readFileSync(join(root, 'playbooks', ...path), 'utf8');
  const phrasesIn = (locale: Locale): Texts =>
    Object.fromEntries(
      readdirSync(join(root, 'playbooks', '_partials'))
        .filter((name) => name.endsWith(`.${locale}.hbs`))
        .map((name) => [name.replace(`.${locale}.hbs`, ''), sourceOf('_partials', name)]),
    );

  it.each(shipped.flatMap((one) => locales.map((locale) => ({ one, id: one.playbook.id, locale }))))(
    'in what ships: $id in $locale',
    ({ one, id, locale }) => {
      const filling = byHandlebars(sourceOf(id, `notice.${locale}.hbs`), phrasesIn(locale));
      for (const occasion of occasions) {
        const { phase, audience } = occasion;
        if (!phasesFor(one.playbook, audience).includes(phase)) continue;
        const about = { incident: madeUpIncident(one.playbook, phase), playbook: one.playbook, thresholds };
        const known = noticeFields({ ...about, settings: plainSettings, locale, now: begins[phase] });
        const said = one.templates[locale].fill(known, occasion);
        expect(said).toEqual(wantedParts(filling, known, occasion));
      }
    },
  );
});

it('a document says what Handlebars makes of its template, byte for byte', () => {
  const names = ['title', 'next-update', 'duties'];
  const source = some(8, words, blank, comment, fieldOf(names), fc.constant('{{"title"}}'));
  const fields = fc.record(Object.fromEntries(names.map((name) => [name, value])));
  let sound = 0;
  fc.assert(
    fc.property(source, fields, (written, known) => {
      const template = parseTemplate(written);
      if (documentFaults(template, names).length > 0) return;
      sound += 1;
      expect(documentTemplate(template).fill(known)).toBe(byHandlebars(written, {})(known, () => undefined));
    }),
    { numRuns: 2000 },
  );
  expect(sound).toBeGreaterThan(1000);
});
