import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { leftOut, pushedNames } from '../../src/engine/k6/vocabulary.ts';
import { ruleGroup } from '../../src/export/prometheus/rules.ts';
import { duration } from '../../src/model/time.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import { listenForAlerts } from '../../test/peers/alert-webhook.ts';
import { startAlertmanager } from '../../test/peers/alertmanager.ts';
import { receiverOf, startPrometheus } from '../../test/peers/prometheus.ts';
import { alert } from './slow-answers.ts';
import type { Teller } from './teller.ts';

/** A Prometheus with the same threshold, and an Alertmanager that tells of its alerts. */
export interface Peers {
  /** Where Prometheus takes remote writes. */
  readonly receiver: string;
  stop(): Promise<void>;
}

/**
 * Starts them, as quick as their settings make them.
 * @throws Error when one of them is not there.
 */
export async function startPeers(root: string, rehearsal: Rehearsal, teller: Teller): Promise<Peers> {
  const begun: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of begun.toReversed()) await end();
  };
  try {
    const webhook = await listenForAlerts(({ labels, status, at }) => {
      if (labels['alertname'] === alert) teller.tell(status === 'firing', at);
    });
    begun.push(() => webhook.close());
    // Alertmanager still knows the group of the step before, and lets it tell again only at its next interval: that must not count.
    const alertmanager = await startAlertmanager(root, webhook.url, '100ms');
    begun.push(() => alertmanager.stop());
    const prometheus = await startPrometheus(root, {
      rules: [writeRules(root, rehearsal)],
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

/** Writes the rules, evaluated each second. Gives the file as Prometheus is to know it. */
function writeRules(root: string, { definitions, playbooks }: Rehearsal): string {
  const group = ruleGroup({
    ...{ target: 'stepping', definitions, playbooks, interval: second },
    ingest: { loadNames: pushedNames, without: leftOut, every: { load: second, target: second }, queries: new Map() },
  });
  const file = 'stepping.yaml';
  writeFileSync(join(root, file), stringify({ groups: [group] }, { aliasDuplicateObjects: false }));
  return file;
}
