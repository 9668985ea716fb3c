import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { leftOut, pushedNames } from '../../src/engine/k6/vocabulary.ts';
import { ruleGroups } from '../../src/export/prometheus/rules.ts';
import { duration } from '../../src/model/time.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import { listenForAlerts } from '../../test/peers/alert-webhook.ts';
import { startAlertmanager } from '../../test/peers/alertmanager.ts';
import { receiverOf, startPrometheus } from '../../test/peers/prometheus.ts';
import { alert } from './slow-answers.ts';
import type { Teller } from './teller.ts';

/**
 * How the exported rules are grouped. Apart, as they are exported: each group is evaluated at a moment of its own, up to a second after the one that it needs.
 * Together, in one group: one right after the other, which is as quick as Prometheus can be made.
 */
export const groupings = ['together', 'apart'] as const;
export type Grouping = (typeof groupings)[number];

/** A Prometheus with the same threshold, grouped either way, and an Alertmanager that tells of its alerts. */
export interface Peers {
  /** Where Prometheus takes remote writes. */
  readonly receiver: string;
  stop(): Promise<void>;
}

/**
 * Starts them, as quick as their settings make them.
 * @throws Error when one of them is not there.
 */
export async function startPeers(
  root: string,
  rehearsal: Rehearsal,
  tellers: Readonly<Record<Grouping, Teller>>,
): Promise<Peers> {
  const begun: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of begun.toReversed()) await end();
  };
  try {
    const webhook = await listenForAlerts(({ labels, status, at }) => {
      const grouping = groupings.find((one) => one === labels['target']);
      if (labels['alertname'] === alert && grouping !== undefined) tellers[grouping].tell(status === 'firing', at);
    });
    begun.push(() => webhook.close());
    // Alertmanager still knows the group of the step before, and lets it tell again only at its next interval: that must not count.
    const alertmanager = await startAlertmanager(root, webhook.url, '100ms');
    begun.push(() => alertmanager.stop());
    const prometheus = await startPrometheus(root, {
      rules: groupings.map((grouping) => writeRules(root, rehearsal, grouping)),
      told: [new URL(alertmanager.url)],
    });
    begun.push(() => prometheus.stop());
    return { receiver: receiverOf(prometheus), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const second = duration(1000);

/** Writes the rules, evaluated each second; their target is called by the grouping, which keeps the two apart. Gives the file as Prometheus is to know it. */
function writeRules(root: string, { definitions, playbooks }: Rehearsal, grouping: Grouping): string {
  const groups = ruleGroups({
    ...{ target: grouping, definitions, playbooks, interval: second },
    ingest: { loadNames: pushedNames, without: leftOut, every: { load: second, target: second }, queries: new Map() },
  });
  const one = { name: grouping, interval: '1s', rules: groups.flatMap(({ rules }) => rules) };
  const file = `${grouping}.yaml`;
  const text = stringify({ groups: grouping === 'together' ? [one] : groups }, { aliasDuplicateObjects: false });
  writeFileSync(join(root, file), text);
  // The moments at which groups are evaluated hang on their file's name: with its folder those of several groups differ from load to load, as chance has it.
  return grouping === 'together' ? file : join(root, file);
}
