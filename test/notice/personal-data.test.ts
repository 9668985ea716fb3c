import { describe, expect, it } from 'vitest';
import { channelNames } from '../../src/model/notice.ts';
import { withValues } from '../../src/notice/field-values.ts';
import { noticeFields } from '../../src/notice/fields.ts';
import { personalDataIn, redact, type PersonalKind } from '../../src/notice/personal-data.ts';
import { hostileTexts } from './channels/compositions.ts';
import { begins, madeUpIncident } from './made-up-incident.ts';
import { noticesOf, plainSettings, shipped, thresholds } from './shipped.ts';

// The cards are made up; only their checksums are right.
describe('personal data is found', () => {
  it.each<readonly [PersonalKind, string]>([
    ['identity-card number', '11010519491231002X'],
    ['identity-card number', '11010519491231002x'],
    ['identity-card number', '440524188001010014'],
    ['identity-card number', 'A123456789'],
    ['identity-card number', 'a123456789'],
    ['identity-card number', 'A800000014'],
    ['payment-card number', '4111 1111 1111 1111'],
    ['payment-card number', '5500005555555559'],
    ['phone number', '13800138000'],
    ['phone number', '138 0013 8000'],
    ['phone number', '138-0013-8000'],
    ['phone number', '+86 138 0013 8000'],
    ['phone number', '86-13800138000'],
    ['phone number', '0912345678'],
    ['phone number', '0912-345-678'],
    ['phone number', '+886 912 345 678'],
    ['phone number', '+1 (415) 555-0123'],
    ['phone number', '+44 20 7946 0958'],
    ['e-mail', 'ann.lee+work@mail.example.com'],
    ['e-mail', 'a@b.cn'],
    ['token', 'Bearer abcdefghijkl.mnop-qrst'],
    ['token', 'Basic dXNlcjpwYXNzd29yZA=='],
    ['token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl'],
    ['token', 'token=0123456789abcdef'],
    ['token', 'api_key=abcdefgh'],
    ['token', 'password=hunter22'],
    ['token', 'ghp_0123456789abcdefABCDEF'],
    ['address', '北京市朝阳区建国路88号'],
    ['address', '臺北市信義區市府路45號'],
    ['address', '10.20.30.40'],
    ['address', '192.168.1.20'],
  ])('as a %s: %s', (kind, datum) => {
    for (const [before, after] of [
      ['', ''],
      ['signed in: ', ' (again)'],
      ['联系：', '，谢谢'],
      ['Call ', '.'],
    ] as const) {
      const text = before + datum + after;
      const found = personalDataIn(text).map(({ start, end, ...one }) => ({ ...one, text: text.slice(start, end) }));
      expect(found).toMatchObject([{ kind }]);
      expect(found[0]!.text).toContain(datum);
      expect(redact(text, [])).not.toContain(datum);
    }
  });

  it('wherever it stands, in order, and only once', () => {
    const text = '13800138000, ann@example.com and 10.1.2.3';
    const kinds = personalDataIn(text).map(({ kind }) => kind);
    expect(kinds).toEqual(['phone number', 'e-mail', 'address']);
    expect(redact(text, [])).toBe('***00, ***@example.com and ***');
  });
});

describe('personal data is not', () => {
  it.each([
    ['a mainland card number with a wrong checksum', '110105194912310021'],
    ['a Taiwanese card number with a wrong checksum', 'A123456788'],
    ['eighteen digits inside of more', '9110105194912310021234'],
    ['a number of an order', 'order 202611240905123'],
    ['a number of a ticket', 'TICKET-13800138000123'],
    ['an incident', 'message-delay-10'],
    ['a run', '2026-11-24T09-05-08-monday-morning'],
    ['a version', 'surgebook 0.1.0, k6 v1.4.2'],
    ['a version of four numbers that no address has', '1.2.3.400'],
    ['a version of four numbers', 'v1.2.3.4'],
    ['a version of five numbers', '1.2.3.4.5'],
    ['a time', '2026-11-24T09:05:08.123Z'],
    ['times in words', '11月24日 09:05（UTC+8）'],
    ['milliseconds of an epoch', '1795510208123'],
    ['a count of bytes', '100000000000'],
    ['this machine', 'http://127.0.0.1:8080/metrics'],
    ['an address of documentation', '192.0.2.1, 198.51.100.7 and 203.0.113.9'],
    ['an address of a page', 'https://status.example.com/now'],
    ['readings', 'message-delay 3.94 s (above 1.00 s); queue 98 %'],
    ['a hotline', '12387'],
    ['a UUID', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
    ['a word beside an at sign', '@all, please wait'],
    ['a bearer of news', 'the bearer will be told'],
    ['a name of a module', 'key=ab'],
    ['who operates', '本单位信息安全值班'],
    ['an article of a law', '第二十三条第三项（2026-01-01 起施行）'],
  ])('%s: %s', (_title, text) => {
    expect(personalDataIn(text)).toEqual([]);
    expect(redact(text, [])).toBe(text);
  });

  it('anything that ships', () => {
    for (const { playbook } of shipped) expect(personalDataIn(JSON.stringify(playbook))).toEqual([]);
  });
});

describe('reading a text for it', () => {
  const million = 1_000_000;
  it.each([
    ['digits', '1'.repeat(million)],
    ['digits and blanks', '1 3 8 '.repeat(million / 6)],
    ['what might become a mail address', 'a.'.repeat(million / 2)],
    ['at signs', 'a@'.repeat(million / 2)],
    ['what might become an address', '市路'.repeat(million / 2)],
    ['Chinese', '中'.repeat(million)],
    ['what might become a token', 'eyJ'.repeat(million / 3)],
    ['what begins like tokens', 'Bearer '.repeat(million / 7)],
    ['keys without a value', 'key='.repeat(million / 4)],
    ['plus signs', '+1 '.repeat(million / 3)],
    ['dots', '1.'.repeat(million / 2)],
    ['addresses of machines', '10.1.2.3 '.repeat(million / 9)],
    ['mail addresses', 'a@b.cn '.repeat(million / 7)],
  ])('takes no time for a million characters of %s', (_title, text) => {
    const before = process.cpuUsage();
    redact(text, ['Ann']);
    const { user } = process.cpuUsage(before);
    // Far more than it takes, and far less than what takes the square of its length. Only our own time counts: other tests run beside.
    expect(user / 1000).toBeLessThan(5_000);
  });

  it('leaves out what it has not read, rather than letting it through', () => {
    expect(redact(`${'x'.repeat(100_000)} 13800138000`, [])).toBe('x'.repeat(100_000));
  });
});

describe('names', () => {
  it.each([
    [['Ann'], 'Ann told Bob', '*** told Bob'],
    [['Ann', 'Bob'], 'Ann told Bob', '*** told ***'],
    [['王小明'], '用户王小明的密码', '用户***的密码'],
    [['$&'], 'a $& b', 'a *** b'],
    [['Ann', 'Ann Lee'], 'Ann Lee was here', '*** was here'],
    [[''], 'Ann', 'Ann'],
  ])('of %j are masked: %s', (names, text, masked) => {
    expect(redact(text, names)).toBe(masked);
  });
});

describe('what somebody says in place of a field', () => {
  it('tells of nobody in person, and is one line', () => {
    const { playbook } = shipped[0]!;
    const fields = noticeFields({
      ...{ incident: madeUpIncident(playbook, 'identified'), playbook, thresholds },
      ...{ settings: plainSettings, locale: 'en', now: begins.identified },
    });
    const said = withValues(fields, {
      cause: 'Ann (13800138000)\r\nBcc: ann@example.com',
      'recovery.from': '09:00',
      'recovery.to': '10.1.2.3',
      'recovery.basis': '\u202etoken=0123456789',
    });
    expect(said.cause).toBe('Ann (***00) Bcc: ***@example.com');
    expect(said.recovery).toEqual({ from: '09:00', to: '***', basis: '***' });
  });

  it.each(channelNames)('is masked and inert in every notice: %s', (channel) => {
    const cause = `Ann 13800138000 ${hostileTexts.join(' ')} \u202e`;
    for (const one of shipped) {
      const text = JSON.stringify(noticesOf(one, 'identified', { channels: [channel], set: { cause } }));
      expect(text).not.toContain('13800138000');
      expect(text).not.toMatch(/\u202e|\\u202e|\\r|\\u001b/);
    }
  });
});
