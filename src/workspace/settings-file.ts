import { join } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import { partyFor } from '../model/responsibility.ts';
import { settingsSchema, type Settings } from '../model/settings.ts';
import { isFile, readYaml, type Folders } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import { conform } from './schema-problems.ts';

/** The workspace's settings: its `surgebook.yaml`, or what holds without one.
 * @throws InputError
 */
export async function readSettings({ root }: Folders): Promise<Settings> {
  const path = join(root, 'surgebook.yaml');
  if (!(await isFile(path))) return settingsSchema.parse({ version: 1 });
  return conform((await readYaml(path, root)).yaml, settingsSchema);
}

/** Parts of the platform that are in some playbook and that nobody was named for: who is responsible is settled beforehand. */
export function partyProblems(settings: Settings, { shelf }: PlaybookLibrary): readonly Problem[] {
  const modules = new Set([...shelf.values()].map(({ playbook }) => playbook.module));
  return [...modules]
    .filter((module) => partyFor(module, settings) === null)
    .map((module) =>
      problem(
        `surgebook.yaml: in a hybrid the module "${module}" needs a "run-by" under "modules": who answers for it?`,
      ),
    );
}
