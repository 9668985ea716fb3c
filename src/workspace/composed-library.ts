import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { lengthFaults } from '../notice/length-faults.ts';
import type { PlaybookLibrary } from './playbook-library.ts';

/** The notices that are too long for their channel: with this workspace's name and signature they could not be sent. */
export const lengthProblems = ({ shelf }: PlaybookLibrary, settings: Settings): readonly Problem[] =>
  [...shelf.values()].flatMap(({ playbook, notices, found }) =>
    lengthFaults(playbook, notices, settings).map(({ message }) => found.yaml.problem(['notices'], message)),
  );
