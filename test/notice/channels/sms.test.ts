import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostSegments, segmentsOf, shortMessage, sms } from '../../../src/notice/channels/sms.ts';
import { composition, fullParts, inDrill } from './compositions.ts';

describe('a short message', () => {
  it('is made of who speaks, the summary and what fits, in one line', () => {
    expect(sms.lay(inDrill(composition()))).toEqual({
      subject: '',
      body: 'Collaboration: [DRILL] Messages have been slow since 09:00. Cause: the database was full. Please wait. Do not send twice. Well again between 09:20 and 09:30. Next update by 09:43. https://status.example.com/now',
      request: null,
    });
  });

  it('has its parts one by one for providers that fill templates', () => {
    expect(shortMessage(inDrill(composition({ locale: 'zh-CN' })))).toEqual({
      sender: 'Collaboration',
      lead: '【演练】Messages have been slow since 09:00.',
      pieces: {
        cause: fullParts.cause,
        advice: 'Please wait.Do not send twice.',
        recovery: fullParts.recovery,
        'next-update': fullParts['next-update'],
        link: 'https://status.example.com/now',
      },
    });
    const parts = { ...fullParts, summary: 'x'.repeat(500) };
    expect(shortMessage(composition({ parts })).lead).toBe('Messages are slow: cause identified.');
  });

  it('is filled to the last place, and no further', () => {
    const places = fc.record({
      ...{
        unit: fc.constantFrom('a', '[', '€', '中', 'é', '`', '😀', 'ก็', '—'),
        extra: fc.constantFrom('', '[', '中', '😀'),
      },
      length: fc.integer({ min: 30, max: 470 }),
    });
    fc.assert(
      fc.property(places, ({ unit, extra, length }) => {
        const summary = unit.repeat(length) + extra;
        const parts = { subject: 'S', summary, 'next-update': 'N' };
        const made = composition({ parts, link: null, signature: 'C' });
        const whole = `C: ${summary} N`;
        const { body } = sms.lay(made);
        expect(segmentsOf(body)).toBeLessThanOrEqual(mostSegments);
        expect(body).toBe(segmentsOf(whole) <= mostSegments ? whole : 'C: S. N');
      }),
      { numRuns: 300 },
    );
  });

  it('says with three points that a subject was cut, where an ellipsis would cost half of the room', () => {
    const parts = { ...fullParts, subject: 'S'.repeat(600), summary: 'M'.repeat(600), recovery: 'R'.repeat(180) };
    const { body } = sms.lay(composition({ parts }));
    expect(body).toMatch(/^Collaboration: S{200,}\.\.\. R{180} Next update by 09:43\.$/);
  });
});
