import { thresholdsOf } from '../model/playbook.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { completeness } from '../notice/completeness.ts';
import type { PlaybookLibrary } from './playbook-library.ts';

/** What a whole library's notices came to: how many were composed, and what is wrong with any. */
export interface ComposedLibrary {
  readonly notices: number;
  readonly problems: readonly Problem[];
}

/** Composes every notice that the playbooks declare; those that are too long for their channel, with this workspace's names, could not be sent. */
export function composeLibrary({ shelf }: PlaybookLibrary, settings: Settings): ComposedLibrary {
  const thresholds = [...shelf.values()].flatMap(({ playbook }) => thresholdsOf(playbook));
  const composed = [...shelf.values()].map(({ playbook, notices, found }) => {
    const { notices: count, faults } = completeness(playbook, thresholds, notices, settings);
    return { count, problems: faults.map(({ message }) => found.yaml.problem(['notices'], message)) };
  });
  return {
    notices: composed.reduce((sum, { count }) => sum + count, 0),
    problems: composed.flatMap(({ problems }) => problems),
  };
}
