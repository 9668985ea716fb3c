import { describe, expect, it } from 'vitest';
import { phases, type PhaseName } from '../../../src/model/incident.ts';
import type { Json } from '../../../src/model/json.ts';
import type { ChannelName } from '../../../src/model/notice.ts';
import { severities } from '../../../src/model/threshold.ts';
import { layouts } from '../../../src/notice/channels/registry.ts';
import { about, composition, inDrill } from './compositions.ts';

const link = 'https://status.example.com/now';
const small = composition({
  parts: { subject: 'Slow', summary: 'It is *slow*.', advice: '- Wait.\n- Tea?', 'next-update': 'More by 09:43.' },
});

const requestOf = (channel: ChannelName, made = small): Json => layouts[channel].lay(made).request;

const card = (text: string) => ({ tag: 'plain_text', content: text });
const run = (text: string, spacing: string) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text }],
  spacing,
});
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

const markdown = `**Slow**

It is ＊slow＊.

- Wait.
- Tea?

More by 09:43.

Details: [${link}](${link})

Update 2, 23 November, 01:00 (UTC)`;

describe('what a service is sent', () => {
  it.each<[ChannelName, Json]>([
    ['text', null],
    ['email', null],
    ['sms', null],
    ['wecom', { msgtype: 'markdown', markdown: { content: markdown } }],
    [
      'dingtalk',
      {
        msgtype: 'markdown',
        markdown: { title: 'Slow', text: markdown },
        at: { atMobiles: [], atUserIds: [], isAtAll: false },
      },
    ],
    [
      'feishu',
      {
        msg_type: 'interactive',
        card: {
          config: { wide_screen_mode: true },
          header: { title: card('Slow'), template: 'orange' },
          elements: [
            { tag: 'div', text: card('It is *slow*.') },
            { tag: 'div', text: card('• Wait.\n• Tea?') },
            { tag: 'div', text: card('More by 09:43.') },
            { tag: 'div', text: card('Update 2, 23 November, 01:00 (UTC)') },
            { tag: 'action', actions: [{ tag: 'button', type: 'default', text: card('Details'), url: link }] },
          ],
        },
      },
    ],
    [
      'slack',
      {
        text: `Slow\n\nIt is ＊slow＊.\n\n• Wait.\n• Tea?\n\nMore by 09:43.\n\nDetails: <${link}|${link}>\n\nUpdate 2, 23 November, 01:00 (UTC)`,
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Slow', emoji: false } },
          section('It is ＊slow＊.'),
          section('• Wait.\n• Tea?'),
          section('More by 09:43.'),
          section(`Details: <${link}|${link}>`),
          section('Update 2, 23 November, 01:00 (UTC)'),
        ],
      },
    ],
    [
      'teams',
      {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: {
              $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
              ...{ type: 'AdaptiveCard', version: '1.2', fallbackText: 'Slow' },
              body: [
                {
                  ...{ type: 'RichTextBlock', spacing: 'Default' },
                  inlines: [{ type: 'TextRun', text: 'Slow', weight: 'Bolder', size: 'Medium' }],
                },
                run('It is *slow*.', 'Medium'),
                run('• Wait.', 'Medium'),
                run('• Tea?', 'None'),
                run('More by 09:43.', 'Medium'),
                run('Update 2, 23 November, 01:00 (UTC)', 'Medium'),
              ],
              actions: [{ type: 'Action.OpenUrl', title: 'Details', url: link }],
              msteams: { width: 'Full' },
            },
          },
        ],
      },
    ],
    [
      'statuspage',
      {
        incident: {
          ...{ name: 'Slow', status: 'identified', impact_override: 'major' },
          body: `It is ＊slow＊.\n\n- Wait.\n- Tea?\n\nMore by 09:43.\n\nDetails: ${link}\n\nUpdate 2, 23 November, 01:00 (UTC)`,
        },
      },
    ],
    [
      'webhook',
      {
        ...{ v: 1, incident: 'slow-1', phase: 'identified', severity: 'major', update: 2, audience: 'users' },
        ...{ locale: 'en', drill: false, at: '2026-11-23T01:00:58.000Z', from: 'Collaboration', subject: 'Slow' },
        parts: { summary: 'It is *slow*.', advice: '- Wait.\n- Tea?', 'next-update': 'More by 09:43.' },
        ...{ stamp: 'Update 2, 23 November, 01:00 (UTC)', link },
      },
    ],
  ])('%s', (channel, request) => {
    expect(requestOf(channel)).toEqual(request);
  });

  it('has no link where there is none', () => {
    const unlinked = { ...small, link: null };
    for (const channel of ['wecom', 'dingtalk', 'feishu', 'slack', 'teams', 'statuspage'] as const) {
      const written = JSON.stringify(requestOf(channel, unlinked));
      expect(written).not.toContain('Details');
      expect(written).not.toContain('status.example.com');
    }
    expect(requestOf('webhook', unlinked)).toMatchObject({ link: null });
  });
});

describe('an address', () => {
  it('that is none of the web leads nowhere', () => {
    for (const channel of ['text', 'wecom', 'slack', 'teams', 'feishu'] as const) {
      const laid = layouts[channel].lay({ ...small, link: 'javascript:alert(1)' });
      expect(JSON.stringify(laid)).not.toContain('javascript');
    }
  });

  it('cannot end the link it stands in', () => {
    const made = { ...small, link: 'https://example.com/a(b)|c>[d] `e`' };
    expect(layouts.wecom.lay(made).body).toContain('](https://example.com/a%28b%29%7cc%3e%5bd%5d%20%60e%60)');
    expect(layouts.slack.lay(made).body).toContain(
      '<https://example.com/a(b)%7Cc&gt;[d]%20`e`|https://example.com/a(b)｜c&gt;[d] ｀e｀>',
    );
  });
});

describe('an incident on a status page', () => {
  const incidentIn = (phase: PhaseName, severity: (typeof severities)[number], drill: boolean): Json => {
    const made = { ...small, about: { ...about, phase, severity } };
    return requestOf('statuspage', drill ? inDrill(made) : made);
  };

  it.each(phases)('has our phase for its status: %s', (phase) => {
    expect(incidentIn(phase, 'minor', false)).toMatchObject({ incident: { status: phase } });
  });

  it.each(severities)('has our severity for its impact, and none in a drill: %s', (severity) => {
    expect(incidentIn('monitoring', severity, false)).toMatchObject({ incident: { impact_override: severity } });
    expect(incidentIn('monitoring', severity, true)).toMatchObject({ incident: { impact_override: 'none' } });
  });
});

describe('a card', () => {
  it.each([
    ['minor', 'identified', 'yellow'],
    ['major', 'investigating', 'orange'],
    ['critical', 'monitoring', 'red'],
    ['critical', 'resolved', 'green'],
  ] as const)('of a %s trouble that is %s is %s', (severity, phase, template) => {
    const made = { ...small, about: { ...about, severity, phase } };
    expect(requestOf('feishu', made)).toMatchObject({ card: { header: { template } } });
  });
});

describe('the banner of a drill', () => {
  const drill = inDrill(small);

  it.each([
    ['dingtalk', '.markdown.title'],
    ['dingtalk', '.markdown.text'],
    ['wecom', '.markdown.content'],
    ['feishu', '.card.header.title.content'],
    ['feishu', '.card.elements.0.text.content'],
    ['slack', '.text'],
    ['slack', '.blocks.0.text.text'],
    ['slack', '.blocks.1.text.text'],
    ['teams', '.attachments.0.content.body.0.inlines.0.text'],
    ['teams', '.attachments.0.content.fallbackText'],
    ['statuspage', '.incident.name'],
    ['statuspage', '.incident.body'],
    ['webhook', '.subject'],
  ] as const)('stands before all else in %s at %s', (channel, at) => {
    const found = at
      .slice(1)
      .split('.')
      .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], requestOf(channel, drill));
    expect(found).toMatch(/^\[DRILL\] /);
  });
});

describe('a short message by template', () => {
  it('names the template that was approved, and what stands in it', () => {
    const made = {
      ...composition({ parts: small.parts, banner: '【演练】', locale: 'zh-CN' }),
      smsTemplate: 'SMS_123',
    };
    const { body, request } = layouts.sms.lay(made);
    expect(request).toMatchObject({ template: 'SMS_123', text: body, parameters: { 'next-update': 'More by 09:43.' } });
    expect(request).toHaveProperty('parameters.lead', expect.stringContaining('【演练】'));
  });
});
