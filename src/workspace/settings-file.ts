import { join } from 'node:path';
import { settingsSchema, type Settings } from '../model/settings.ts';
import { isFile, readYaml, type Folders } from './folders.ts';
import { conform } from './schema-problems.ts';

/** The workspace's settings: its `surgebook.yaml`, or what holds without one.
 * @throws InputError
 */
export async function readSettings({ root }: Folders): Promise<Settings> {
  const path = join(root, 'surgebook.yaml');
  if (!(await isFile(path))) return settingsSchema.parse({ version: 1 });
  return conform((await readYaml(path, root)).yaml, settingsSchema);
}
