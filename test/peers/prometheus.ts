import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isThere, startServerProgram, type ServerProgram } from './server-program.ts';

/** Whether there is no Prometheus on somebody's own machine. In a pipeline there must be one. */
export const withoutPrometheus = process.env['CI'] === undefined && !isThere('prometheus');

/** What a Prometheus watches, and whom it tells. */
export interface PrometheusSettings {
  /** Files of rules, absolute or below its folder. */
  readonly rules: readonly string[];
  /** Servers whose `/metrics` it reads. */
  readonly scraped?: readonly URL[];
  /** Alertmanagers that it tells of its alerts. */
  readonly told?: readonly URL[];
}

/** A Prometheus that reads, and evaluates what has no interval of its own, each second. Its data and settings are in the folder; it takes remote writes. */
export function startPrometheus(folder: string, settings: PrometheusSettings): Promise<ServerProgram> {
  const file = 'prometheus.yaml';
  writeFileSync(join(folder, file), stringify(written(settings)));
  const flags = [
    `--config.file=${file}`,
    '--storage.tsdb.path=prometheus-data',
    '--web.enable-remote-write-receiver',
    '--enable-feature=native-histograms',
  ];
  return startServerProgram('prometheus', flags, folder, /Server is ready to receive web requests/);
}

/** Where a Prometheus takes remote writes. */
export const receiverOf = ({ url }: ServerProgram): string => `${url}/api/v1/write`;

const written = ({ rules, scraped = [], told = [] }: PrometheusSettings): object => ({
  global: { scrape_interval: '1s', evaluation_interval: '1s' },
  rule_files: rules,
  scrape_configs: [{ job_name: 'target', static_configs: [{ targets: scraped.map(({ host }) => host) }] }],
  alerting: { alertmanagers: [{ static_configs: [{ targets: told.map(({ host }) => host) }] }] },
});
