import { describe, expect, it } from 'vitest';
import { sound, writeWorkspace } from './written-workspace.ts';

const slow = 'playbooks/slow/playbook.yaml';
const about = (module: string): string => `${String(sound[slow])}module: ${module}\n`;
const settings = (modules: string): string => `${sound['surgebook.yaml'] ?? ''}modules: ${modules}\n`;
const wiki = '{ zh-CN: 知识库, zh-TW: 知識庫, en: the wiki }';
const message =
  'warning: clauses call the module "wiki" by its id; give it a "name" in surgebook.yaml under modules: wiki';

describe('a module that nobody has named', () => {
  it.each([
    ['in the settings', { 'surgebook.yaml': settings('{ wiki: { run-by: operator } }') }, 'surgebook.yaml', 'wiki'],
    ['in a playbook', { [slow]: about('wiki') }, slow, 'wiki'],
    [
      'in both, once',
      { [slow]: about('wiki'), 'surgebook.yaml': settings('{ wiki: { run-by: operator } }') },
      'surgebook.yaml',
      'wiki',
    ],
  ] as const)('is told of at its line, and is no mistake: %s', async (_, written, file, word) => {
    const { problems, unnamed } = await writeWorkspace(written).workspace.check();
    expect(problems).toEqual([]);
    const lines = (written as Readonly<Record<string, string>>)[file]?.split('\n') ?? [];
    const line = lines.findIndex((text) => text.includes(word)) + 1;
    const column = (lines[line - 1]?.indexOf(word) ?? -1) + 1;
    expect(unnamed).toMatchObject([{ message, place: { file, line, column } }]);
  });

  it.each([
    [
      'has a name in the settings',
      { [slow]: about('wiki'), 'surgebook.yaml': settings(`{ wiki: { name: ${wiki} } }`) },
    ],
    ['is one of those that are known', { [slow]: about('meetings') }],
  ] as const)('is not told of where it %s', async (_, written) => {
    const { problems, unnamed } = await writeWorkspace(written).workspace.check();
    expect({ problems, unnamed }).toEqual({ problems: [], unnamed: [] });
  });
});
