import { describe, expect, it } from 'vitest';
import { locales } from '../../src/model/locale.ts';
import { bindingObligations } from '../../src/playbook/obligation-clocks.ts';
import { documentFields, reportFields, reportFor, type DocumentInput } from '../../src/playbook/report-document.ts';
import { hostileTexts } from '../notice/channels/compositions.ts';
import { begins, madeUpIncident } from '../notice/made-up-incident.ts';
import { library } from '../notice/library.ts';
import { settingsOf, shipped, thresholds } from '../notice/shipped.ts';

const { playbook } = shipped.find(({ playbook: { id } }) => id === 'data-leak')!;
const { obligations, documents } = library.obligationBook;
const settings = settingsOf({ operator: { jurisdiction: 'cn' } });

const input = (phase: keyof typeof begins, changed: Partial<DocumentInput> = {}): DocumentInput => ({
  ...{ playbook, incident: madeUpIncident(playbook, phase), thresholds, settings, locale: 'en', now: begins[phase] },
  binding: bindingObligations(playbook, obligations, changed.settings ?? settings),
  timeline: [{ at: begins.investigating, text: 'investigating: breached' }],
  ...changed,
});

describe('the report of an update', () => {
  it.each([
    ['investigating', 1, 'first-report'],
    ['investigating', 2, 'supplement'],
    ['identified', 2, 'supplement'],
    ['monitoring', 9, 'supplement'],
    ['resolved', 4, 'final-report'],
  ] as const)('while %s, at update %i, is the %s', (phase, update, report) => {
    expect(reportFor({ ...madeUpIncident(playbook, phase), update })).toBe(report);
  });

  it.each(locales)('can be filled in %s whatever is known, and says what is not', (locale) => {
    for (const phase of ['investigating', 'identified', 'monitoring', 'resolved'] as const) {
      const fields = documentFields(input(phase, { locale }));
      for (const template of Object.values(documents![locale])) {
        const text = template.fill(fields);
        expect(text).not.toMatch(/undefined|null|NaN|\{\{/);
        expect(text).toContain(fields['duties']!);
      }
    }
  });

  it('has every field it may name, in every phase', () => {
    for (const phase of ['investigating', 'identified', 'monitoring', 'resolved'] as const) {
      expect(Object.keys(documentFields(input(phase)))).toEqual(expect.arrayContaining(reportFields));
    }
  });

  it('says that nothing has happened yet rather than nothing', () => {
    expect(documentFields(input('investigating', { timeline: [] }))['timeline']).toBe('not known yet');
  });
});

describe('what comes from outside stays text in a report', () => {
  /** Marks of Markdown that were not taken back. */
  const marks = /(?<!\\)(?:\\\\)*[`*_~[\]<>#&{}]/;

  it.each([...hostileTexts, 'x'.repeat(1_000_000)].map((text) => [text.slice(0, 40), text] as const))(
    'in every field: %j',
    (_title, hostile) => {
      const said = { 'zh-CN': hostile, 'zh-TW': hostile, en: hostile };
      const named = { ...said };
      const hostileSettings = {
        ...settings,
        service: named,
        provider: named,
        operator: { ...settings.operator, name: named },
        contacts: { 'service-desk': named, security: named, privacy: named },
      };
      const causes = Object.fromEntries(
        Object.entries(playbook.causes).map(([id, cause]) => [id, { ...cause, say: said }]),
      );
      const usual = documentFields(input('identified'));
      const fields = documentFields(
        input('identified', {
          settings: hostileSettings,
          playbook: { ...playbook, title: said, causes },
          timeline: [{ at: begins.investigating, text: hostile }],
        }),
      );
      for (const [name, value] of Object.entries(fields)) {
        expect(value.split(/\r\n|[\n\r\u2028\u2029\u0085]/).length, name).toBe(usual[name]!.split('\n').length);
        expect(value.replace(/^- /, '').replace(/\|( --- \|)+/g, ''), name).not.toMatch(marks);
        expect(value, name).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }
      for (const [name, value] of Object.entries(fields)) {
        if (name !== 'timeline' && name !== 'duties') expect(value.length, name).toBeLessThan(1000);
      }
    },
  );
});
