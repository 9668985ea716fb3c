import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { actingSteps, type PlacedStep } from './action-problems.ts';
import { asInAddresses, hostOf, isLoopback } from './allowed-host.ts';
import type { PlaybookLibrary } from './playbook-library.ts';
import type { Target } from './target-file.ts';

/**
 * The steps that would only be shown for want of an allowance. Nothing is wrong with that: it is told. A target's own actions need one where it is not on this
 * machine, programs and other hosts always.
 */
export function unallowedSteps(
  library: PlaybookLibrary,
  targets: readonly Target[],
  { allow }: Settings,
): readonly Problem[] {
  const away = targets.filter(({ profile }) => !isHere(profile.url));
  const hosts = allow.hosts.map(asInAddresses);
  return actingSteps(library).flatMap((placed) => {
    const { act } = placed.step;
    switch (act.kind) {
      case 'target': {
        const there = away.filter(({ profile }) => Object.hasOwn(profile.actions, act.action));
        return allow.actions.includes(act.action) || there.length === 0
          ? []
          : [told(placed, 'action', 'actions', act.action, there.map(({ profile }) => profile.id).join(', '))];
      }
      case 'command':
        return without([act.run[0], act.undo?.[0]], (program) => allow.commands.includes(program)).map((program) =>
          told(placed, 'run', 'commands', program, null),
        );
      case 'call':
        return without([hostOf(act.call), act.undo === null ? undefined : hostOf(act.undo)], (host) => {
          return isLoopback(host) || hosts.includes(host);
        }).map((host) => told(placed, 'call', 'hosts', host, null));
    }
  });
}

const isHere = (url: string): boolean => {
  const filled = url.replaceAll('{{port}}', '1');
  return URL.canParse(filled) && isLoopback(new URL(filled).hostname);
};

const without = (names: readonly (string | undefined)[], allowed: (name: string) => boolean): readonly string[] => [
  ...new Set(names.flatMap((name) => (name === undefined || allowed(name) ? [] : [name]))),
];

function told(
  { by, step, at }: PlacedStep,
  key: string,
  list: 'actions' | 'commands' | 'hosts',
  what: string,
  targets: string | null,
): Problem {
  const where = targets === null ? '' : ` on ${targets}`;
  return by.found.yaml.problem(
    [...at, key],
    `warning: "${step.id}" is only shown${where}; to let it act, name ${what} in surgebook.yaml under allow: ${list}`,
  );
}
