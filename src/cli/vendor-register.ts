import { dayOf, parseDay, type Day } from '../model/day.ts';
import { exitCode, type ExitCode } from '../model/exit-code.ts';
import { InputError, problem } from '../model/problem.ts';
import { formatDuration, parseDuration } from '../model/quantity.ts';
import type { Settings } from '../model/settings.ts';
import { instant, millisecondsOfDay } from '../model/time.ts';
import { vendorScore, type ScoredIndicator } from '../model/vendor-score.ts';
import { vendorWarnings, type VendorWarning } from '../model/vendor-warning.ts';
import type { Vendor } from '../model/vendor.ts';
import { openShippedWorkspace } from './installation.ts';
import { columns } from './view/columns.ts';
import { asText } from './view/fact-lines.ts';

export interface VendorsFlags {
  readonly within: string;
  readonly at?: string;
  readonly strict?: true;
  readonly json?: true;
}

/** `surgebook vendors`
 * @throws InputError
 */
export async function showVendors(flags: VendorsFlags): Promise<ExitCode> {
  const [at, ahead] = [dayOfFlag(flags), daysOfFlag(flags)];
  const settings = await openShippedWorkspace(process.cwd()).settings();
  const warnings = settings.vendors.flatMap((vendor) => vendorWarnings(vendor, settings, at, ahead));
  if (flags.json)
    process.stdout.write(`${JSON.stringify({ at, vendors: settings.vendors.map(shown(settings)), warnings })}\n`);
  else process.stdout.write(asText(linesOf(settings, warnings)));
  return flags.strict && warnings.some(({ late }) => late) ? exitCode.unexpected : exitCode.expected;
}

function dayOfFlag({ at }: VendorsFlags): Day {
  if (at === undefined) return dayOf(instant(Date.now()));
  const day = parseDay(at);
  if (day === null) throw new InputError([problem(`--at: expected a day such as 2026-12-01, got "${at}"`)]);
  return day;
}

function daysOfFlag({ within }: VendorsFlags): number {
  const time = parseDuration(within);
  if (time === null)
    throw new InputError([problem(`--within: expected a length of time such as 60d, got "${within}"`)]);
  return Math.floor(time / millisecondsOfDay);
}

/** A vendor as `--json` has it: as it is written in the register, and how it does. */
const shown = (settings: Settings) => (vendor: Vendor) => ({ ...vendor, ...vendorScore(vendor, settings) });

function linesOf(settings: Settings, warnings: readonly VendorWarning[]): readonly string[] {
  const { vendors } = settings;
  if (vendors.length === 0) return ['no vendors are registered; name them in surgebook.yaml under vendors'];
  const head = ['vendor', 'score', 'band', 'weakest indicator', 'next review', 'SLA'];
  const table = columns([head, ...vendors.map((vendor) => rowOf(vendor, settings))]);
  const contacts = columns(
    vendors.map(({ id, contacts: { duty, escalation } }) => [id, `duty ${duty}`, `escalation ${escalation}`]),
  );
  const told = warnings.map(({ vendor, message, late }) => `${late ? '!' : '·'} ${vendor}: ${message}`);
  return [...table, '', ...contacts, ...(told.length > 0 ? [''] : []), ...told];
}

/** What is not known. */
const nothing = '–';

function rowOf(vendor: Vendor, settings: Settings): readonly string[] {
  const { score, band, weakest } = vendorScore(vendor, settings);
  return [
    `${vendor.name[settings.locale]} (${vendor.id})`,
    score === null ? nothing : scoreText(score),
    band ?? nothing,
    weakest === null ? nothing : indicatorText(weakest),
    vendor.contract.review,
    slaText(vendor.sla),
  ];
}

/** Never rounded up: 79.96 is not green, and must not look so. */
const scoreText = (score: number): string => String(Math.floor(score * 10) / 10);

const indicatorText = ({ id, kind, score }: ScoredIndicator): string => `${id} (${kind}) ${scoreText(score)}`;

function slaText({ respond, recover, availability }: Vendor['sla']): string {
  const parts = [
    ...(respond === undefined ? [] : [`respond ${formatDuration(respond)}`]),
    ...(recover === undefined ? [] : [`recover ${formatDuration(recover)}`]),
    ...(availability === undefined ? [] : [`${Number((availability * 100).toFixed(3))}%`]),
  ];
  return parts.length === 0 ? nothing : parts.join(' · ');
}
