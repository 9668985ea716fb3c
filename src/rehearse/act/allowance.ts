import type { Act } from '../../model/action.ts';
import type { Settings } from '../../model/settings.ts';
import { asInAddresses, hostOf, isLoopback } from '../../workspace/allowed-host.ts';

/** Where, and in what, an action would be taken. */
export interface Circumstances {
  readonly targetUrl: string;
  readonly drill: boolean;
  readonly allow: Settings['allow'];
}

/**
 * Why an action is only shown and not taken; null when it may be. In a drill on this machine a target's own actions may; beyond that each needs its allowance,
 * and so does every program, and every other host, always, those that would take it back too.
 */
export function refusal(act: Act, { targetUrl, drill, allow }: Circumstances): string | null {
  switch (act.kind) {
    case 'target': {
      const atHome = drill && isLoopback(new URL(targetUrl).hostname);
      return atHome || allow.actions.includes(act.action) ? null : notAllowed('actions', act.action);
    }
    case 'command': {
      const program = [act.run, act.undo ?? act.run]
        .map(([name = '']) => name)
        .find((name) => !allow.commands.includes(name));
      return program === undefined ? null : notAllowed('commands', program);
    }
    case 'call': {
      const known = allow.hosts.map(asInAddresses);
      const host = [act.call, act.undo ?? act.call].map(hostOf).find((one) => !isLoopback(one) && !known.includes(one));
      return host === undefined ? null : notAllowed('hosts', host);
    }
  }
}

const notAllowed = (list: string, what: string): string =>
  `dry: to do it, name ${what} in surgebook.yaml under allow: ${list}`;
