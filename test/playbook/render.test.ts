import { describe, expect, it } from 'vitest';
import { phases } from '../../src/model/incident.ts';
import { locales } from '../../src/model/locale.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { bindingObligations } from '../../src/playbook/obligation-clocks.ts';
import { renderPlaybook, type RenderInput } from '../../src/playbook/render.ts';
import { expectGolden } from '../golden/golden-file.ts';
import { begins, madeUpIncident } from '../notice/made-up-incident.ts';
import { library } from '../notice/library.ts';
import { plainSettings, settingsOf, shipped, thresholds } from '../notice/shipped.ts';

const { playbook } = shipped.find(({ playbook: { id } }) => id === 'message-delay')!;

/** The playbook as it applies to its made-up incident. */
const rendered = (changed: Partial<RenderInput> = {}): string =>
  renderPlaybook({
    ...{ playbook, incident: madeUpIncident(playbook, 'monitoring'), thresholds, settings: plainSettings },
    ...{ drill: true, now: begins.monitoring, binding: [] },
    timeline: phases
      .filter((phase) => phase !== 'resolved')
      .map((phase) => ({ at: begins[phase], text: `${phase}: as it was` })),
    ...changed,
  });

/** The cells of each row of a table below a heading. */
function rowsBelow(text: string, heading: string): readonly (readonly string[])[] {
  const section = text.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|') && !line.startsWith('| ---'));
  return lines.slice(1).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('a rendered playbook', () => {
  it.each(locales)('in %s is what people have read and found right', (locale) => {
    const settings = settingsOf({ locale, operator: { jurisdiction: 'cn' } });
    const binding = bindingObligations(playbook, library.obligationBook.obligations, settings);
    expectGolden(`playbooks/message-delay.${locale}.md.txt`, rendered({ settings, binding }));
  });

  it('is said to be a drill only when it is one', () => {
    expect(rendered().split('\n')[0]).toBe('# DRILL · Delayed messages (message-delay-1)');
    expect(rendered({ drill: false }).split('\n')[0]).toBe('# Delayed messages (message-delay-1)');
  });

  it('has a time for each step that has one, counted from the opening', () => {
    const by = rowsBelow(rendered(), 'Steps').map(([, , time]) => time);
    expect(by.slice(0, 4)).toEqual(['01:02:11', '01:04:11', '01:05:11', '01:05:11']);
    const untimed = playbook.steps.flatMap((step, place) =>
      step.kind === 'act' || step.within === null ? [by[place]] : [],
    );
    expect(untimed.length).toBeGreaterThan(0);
    expect(new Set(untimed)).toEqual(new Set(['']));
  });

  it('shows the day of what is due or happened on another day than the opening', () => {
    const openedAt = instant(Date.parse('2026-11-23T23:59:00Z'));
    const [symptom] = madeUpIncident(playbook, 'investigating').breaches;
    const breaches = [{ ...symptom!, openedAt, clearedAt: plus(openedAt, duration(120_000)) }];
    const onsetAt = plus(openedAt, duration(-3_000));
    const incident = { ...madeUpIncident(playbook, 'investigating'), openedAt, onsetAt, breaches };
    const timeline = [openedAt, plus(openedAt, duration(60_000))].map((at) => ({ at, text: 'x' }));
    const text = rendered({ incident, timeline });
    expect(rowsBelow(text, 'Steps')[0]?.[2]).toBe('2026-11-24 00:01:00');
    expect(rowsBelow(text, 'Steps').at(-1)?.[2]).toBe('2026-11-28 23:59:00');
    expect(rowsBelow(text, 'Evidence')[0]?.slice(-2)).toEqual(['23:59:00', '2026-11-24 00:01:00']);
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- 23:59:00 x',
      '- 2026-11-24 00:00:00 x',
    ]);
  });

  it('says of a step that waits for a cause so until that cause is known', () => {
    const waits = '(only when the cause is: the database that carries messages reached its full capacity)';
    const waiting = (phase: 'investigating' | 'identified'): number =>
      rendered({ incident: madeUpIncident(playbook, phase) }).split(waits).length - 1;
    expect(waiting('investigating')).toBe(playbook.steps.filter(({ when }) => when !== undefined).length);
    expect(waiting('identified')).toBe(0);
  });

  it('says of a part that nobody was named for that its party is to be settled', () => {
    const settings = settingsOf({ operator: { mode: 'hybrid' } });
    expect(rowsBelow(rendered({ settings }), 'State')[0]?.[4]).toBe('a party yet to be settled');
  });

  it('says that a cause is not known yet', () => {
    const [state] = rowsBelow(rendered({ incident: madeUpIncident(playbook, 'investigating') }), 'State');
    expect(state).toEqual([
      'Investigating',
      'major',
      'not known yet',
      '01:00:08',
      'our organisation',
      'duty-sre',
      'duty-comms',
    ]);
  });

  it('shows each breach with its worst reading, its levels, and until when it lasted', () => {
    expect(rowsBelow(rendered(), 'Evidence')).toEqual([
      ['message-delay', '3.94 s', 'above 1.00 s', 'below 500 ms', '01:00:11', ''],
      ['database-saturation', '98 %', 'above 90 %', 'below 80 %', '01:00:11', ''],
      ['database-saturation', '98 %', 'above 98 %', 'below 90 %', '01:00:11', ''],
    ]);
    const resolved = rendered({ incident: madeUpIncident(playbook, 'resolved') });
    expect(rowsBelow(resolved, 'Evidence').map((row) => row.at(-1))).toEqual(['01:12:28', '01:12:28', '01:12:28']);
  });

  it('shows a breach by which nothing was measured as one without a reading', () => {
    const incident = madeUpIncident(playbook, 'investigating');
    const breaches = incident.breaches.map((breach) => ({ ...breach, peak: null }));
    expect(rowsBelow(rendered({ incident: { ...incident, breaches } }), 'Evidence')[0]?.[1]).toBe('–');
  });

  it.each([
    ['ends a cell', 'a | b'],
    ['ends a line', 'a\nb\r\nc\rd\u2028e'],
    ['is a heading', '# a'],
    ['is a link', '[a](javascript:b)'],
    ['is an image', '![a](b)'],
    ['is emphasis', '*a* _b_ ~~c~~'],
    ['is code', '`a`'],
    ['is HTML', '<img src=x onerror=y>'],
    ['is an entity', '&lt;b&gt;'],
    ['escapes', '\\| a'],
  ])('takes what comes from outside as text: what %s', (_title, hostile) => {
    const text = { 'zh-CN': hostile, 'zh-TW': hostile, en: hostile };
    const steps = playbook.steps.map((step) => ({ ...step, do: text }));
    const causes = Object.fromEntries(
      Object.entries(playbook.causes).map(([id, cause]) => [id, { ...cause, say: text }]),
    );
    const timeline = [{ at: begins.monitoring, text: hostile }];
    const shown = rendered({ playbook: { ...playbook, title: text, steps, causes }, timeline });
    const plain = rendered();
    // As many lines and cells as ever, and every mark of markup in the text is taken back.
    expect(shown.split(/\r\n|[\n\r\u2028]/).filter((line) => !line.startsWith('- '))).toHaveLength(
      plain.split('\n').filter((line) => !line.startsWith('- ')).length,
    );
    expect(rowsBelow(shown, 'Steps').map((row) => row.length)).toEqual(
      rowsBelow(plain, 'Steps').map((row) => row.length),
    );
    expect(shown.replace(/^\| --- .*|^#+ /gm, '')).not.toMatch(/(?<!\\)(?:\\\\)*[`*_~[\]<>#&]/);
  });
});
