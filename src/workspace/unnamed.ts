import { join } from 'node:path';
import { moduleName } from '../model/module-name.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readYaml, type Folders } from './folders.ts';
import type { PlaybookLibrary } from './playbook-library.ts';

/** The parts of the platform that only an id is known of: clauses would show that to people. Nothing is wrong with that: it is told, once for each part. */
export async function unnamedModules(
  settings: Settings,
  { shelf }: PlaybookLibrary,
  { root }: Folders,
): Promise<readonly Problem[]> {
  const nameless = (module: string): boolean => moduleName(module, settings) === null;
  const path = join(root, 'surgebook.yaml');
  const listed = Object.keys(settings.modules).filter(nameless);
  const inSettings =
    listed.length === 0
      ? []
      : await readYaml(path, root).then(({ yaml }) =>
          listed.map((module) => yaml.keyProblem(['modules'], module, told(module))),
        );
  const inPlaybooks = [...shelf.values()]
    .filter(({ playbook: { module } }) => nameless(module) && !listed.includes(module))
    .filter(({ playbook: { module } }, place, all) => all.findIndex((one) => one.playbook.module === module) === place)
    .map(({ playbook: { module }, found }) => found.yaml.problem(['module'], told(module)));
  return [...inSettings, ...inPlaybooks];
}

const told = (module: string): string =>
  `warning: clauses call the module "${module}" by its id; give it a "name" in surgebook.yaml under modules: ${module}`;
