import { describe, expect, it } from 'vitest';
import { partyFor } from '../../src/model/responsibility.ts';
import { settingsSchema } from '../../src/model/settings.ts';

const name = (text: string) => ({ 'zh-CN': text, 'zh-TW': text, en: text });
const modes = ['self-hosted', 'cloud', 'hybrid'] as const;

const party = (mode: (typeof modes)[number], modules: object = {}): string | null =>
  partyFor(
    'video',
    settingsSchema.parse({
      ...{ version: 1, operator: { name: name('us'), mode }, provider: name('them'), modules },
      vendors: [vendor],
    }),
  )?.en ?? null;

const vendor = {
  id: 'acme',
  name: name('Acme'),
  modules: ['video'],
  contacts: { duty: 'the desk', escalation: 'its head' },
  contract: { review: '2027-06-01', notice: '90d' },
};

describe('who answers for a part of the platform', () => {
  it.each([
    ['self-hosted', 'us'],
    ['cloud', 'them'],
    ['hybrid', null],
  ] as const)('where nobody is named, %s: %s', (mode, answers) => {
    expect(party(mode)).toBe(answers);
    expect(party(mode, { messages: { 'run-by': 'operator' } })).toBe(answers);
  });

  it.each(
    modes.flatMap((mode) => [
      [mode, 'operator', 'us'] as const,
      [mode, 'provider', 'them'] as const,
      [mode, name('Another'), 'Another'] as const,
      [mode, 'acme', 'Acme'] as const,
    ]),
  )('%s, run by %j: %s', (mode, runBy, answers) => {
    expect(party(mode, { video: { 'run-by': runBy } })).toBe(answers);
  });
});
