import { join } from 'node:path';
import { didYouMean, nearest } from '../model/nearest.ts';
import { InputError, type Problem } from '../model/problem.ts';
import { partyFor } from '../model/responsibility.ts';
import { settingsSchema, type Settings } from '../model/settings.ts';
import { isFile, isFolder, readYaml, type Folders } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';

/** The workspace's settings: its `surgebook.yaml`, or what holds without one.
 * @throws InputError
 */
export async function readSettings({ root }: Folders): Promise<Settings> {
  const path = join(root, 'surgebook.yaml');
  if ((await isFile(path)) || (await isFolder(path))) return conform((await readYaml(path, root)).yaml, settingsSchema);
  // Whoever believes that an allowance holds, and it was never read, must hear of it.
  const file = 'surgebook.yml';
  if (await isFile(join(root, file))) {
    const place = { file, line: 1, column: 1, width: 1 };
    throw new InputError([{ message: 'is not read; settings are in surgebook.yaml', place, excerpt: null }]);
  }
  return settingsSchema.parse({ version: 1 });
}

/**
 * What of the settings does not fit the playbooks: parts of a hybrid that nobody was named for, since who is responsible is settled beforehand, and parts
 * that look like misspelt ones. Others may be there without a playbook.
 */
export async function partyProblems(
  settings: Settings,
  { shelf, unread }: PlaybookLibrary,
  { root }: Folders,
): Promise<readonly Problem[]> {
  const path = join(root, 'surgebook.yaml');
  if (!(await isFile(path))) return [];
  const { yaml } = await readYaml(path, root);
  const modules = [...new Set([...shelf.values()].map(({ playbook }) => playbook.module))].sort();
  const unsettled = modules.filter((module) => partyFor(module, settings) === null);
  const unknown =
    unread.size > 0
      ? []
      : Object.keys(settings.modules).filter((name) => !modules.includes(name) && nearest(name, modules) !== null);
  return [
    ...(unsettled.length === 0
      ? []
      : [
          yaml.problem(
            ['operator', 'mode'],
            `in a hybrid each module needs a "run-by" under "modules"; nobody answers for ${unsettled.join(', ')}`,
          ),
        ]),
    ...unknown.map((name) =>
      yaml.keyProblem(['modules'], name, `no playbook has the module "${name}"${didYouMean(name, modules)}`),
    ),
  ];
}
