import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isThere, startServerProgram, type ServerProgram } from './server-program.ts';

/** Debian calls it by the longer name. */
const names = ['alertmanager', 'prometheus-alertmanager'] as const;

const program = names.find(isThere);

/** Whether there is no Alertmanager on somebody's own machine. In a pipeline there must be one. */
export const withoutAlertmanager = process.env['CI'] === undefined && program === undefined;

/**
 * An Alertmanager, alone, that tells a webhook as soon as it can: every alert is a group of its own, so that none waits for another. A new group tells at once,
 * one that has told before at its next interval; it stays for half a minute after its alert has ended.
 * @throws Error when there is none.
 */
export function startAlertmanager(folder: string, webhook: string, groupInterval = '1s'): Promise<ServerProgram> {
  if (program === undefined) throw new Error(`there is no Alertmanager: none of ${names.join(', ')}`);
  const file = 'alertmanager.yaml';
  writeFileSync(join(folder, file), stringify(written(webhook, groupInterval)));
  const flags = [`--config.file=${file}`, '--storage.path=alertmanager-data', '--cluster.listen-address='];
  return startServerProgram(program, flags, folder, /msg="Listening on"/);
}

const written = (webhook: string, groupInterval: string): object => ({
  route: {
    receiver: 'webhook',
    group_by: ['...'],
    group_wait: '0s',
    group_interval: groupInterval,
    repeat_interval: '1h',
  },
  receivers: [{ name: 'webhook', webhook_configs: [{ url: webhook, send_resolved: true }] }],
});
