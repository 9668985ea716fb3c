import { X509Certificate } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { loadSeries } from '../model/load-series.ts';
import { didYouMean, nearest } from '../model/nearest.ts';
import type { People } from '../model/plan.ts';
import { InputError, type Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { measureOf, type SignalDefinition, type WrittenMeasure } from '../model/signal.ts';
import { targetProfileSchema, type TargetProfile } from '../model/target-profile.ts';
import { TemplateError, variablesIn } from '../scenario/template.ts';
import { refuseProblems } from './collect-problems.ts';
import { besideFile, firstFile, namesIn, readSource, readYaml, type Folders, type Found } from './folders.ts';
import { hostFault } from './allowed-host.ts';
import { readPeople } from './people-file.ts';
import { conform } from './schema-problems.ts';

/** A target profile that has been read, with the files it names. */
export interface Target {
  readonly profile: TargetProfile;
  readonly found: Found;
  readonly people: People;
  /** The private certificate authority's PEM file, absolute. */
  readonly ca: string | null;
  readonly definitions: readonly SignalDefinition[];
}

/** Reads the profile of a scenario's target: `targets/<id>.yaml` beside the scenario, in the workspace, or shipped.
 * @throws InputError
 */
export async function readTarget(by: Found, id: string, folders: Folders, settings: Settings): Promise<Target> {
  const [own, shipped] = [join(folders.root, 'scenarios'), join(folders.shipped, 'scenarios')];
  const beside = dirname(by.path);
  // What the workspace has hides its like in the library, from a shipped scenario too.
  const places = beside === shipped ? [own, shipped] : [beside, own, shipped];
  const path = await firstFile(places.map((folder) => join(folder, 'targets', `${id}.yaml`)));
  if (path === null) {
    const known = [...(await namesIn(folders, join('scenarios', 'targets'))).keys()].map((name) =>
      basename(name, '.yaml'),
    );
    const message = `there is no target profile targets/${id}.yaml${didYouMean(id, known)}`;
    throw new InputError([by.yaml.problem(['target'], message)]);
  }
  return readTargetFile(path, folders, settings);
}

/** @throws InputError */
export async function readTargetFile(path: string, folders: Folders, settings: Settings): Promise<Target> {
  const found = await readYaml(path, folders.root);
  const profile = conform(found.yaml, targetProfileSchema);
  refuseProblems([
    ...idProblems(profile, found),
    ...hostProblems(profile, found, settings),
    ...commandProblems(profile, found),
    ...scrapeProblems(profile, found),
    ...seriesProblems(profile, found),
    ...prometheusProblems(profile, found),
  ]);
  const people = await readPeople(profile, found, folders.root);
  const ca = profile.tls === undefined ? null : await readCertificate(profile.tls.ca, found, folders);
  const definitions = Object.entries(profile.signals).map(([id, written]) => ({
    ...{ id, unit: written.unit, measure: measureOf(id, written) },
  }));
  return { profile, found, people, ca, definitions };
}

function idProblems({ id }: TargetProfile, { path, yaml }: Found): readonly Problem[] {
  const expected = basename(path, '.yaml');
  return id === expected
    ? []
    : [yaml.problem(['id'], `the target in ${expected}.yaml has the id "${id}"; expected "${expected}"`)];
}

function hostProblems({ url, start = '' }: TargetProfile, { yaml }: Found, settings: Settings): readonly Problem[] {
  const fault = hostFault(url, settings) ?? portFault(url, start);
  return fault === null ? [] : [yaml.problem(['url'], fault)];
}

/** A port is made up for whoever is told to listen on it; null where that is so. */
function portFault(address: string, start: string): string | null {
  const unknown = portNames.find((name) => address.includes(name) && !start.includes(name));
  return unknown === undefined ? null : `nobody listens on ${unknown}: "start" does not name it`;
}

/** A command is handed as it stands whatever else looks like a variable of ours: a program may have braces of its own. */
function commandProblems({ prepare = '', start = '' }: TargetProfile, { yaml }: Found): readonly Problem[] {
  const known = portNames.map((name) => name.slice(2, -2));
  const misspelt = [...start.matchAll(/\{\{\s*([\w-]*)\s*\}\}/g)].flatMap(([written, name = '']) => {
    const guess = nearest(name, known);
    return guess === null || portNames.some((port) => port === written)
      ? []
      : [yaml.problem(['start'], `${written} is no port; did you mean "{{${guess}}}"?`)];
  });
  const early = portNames.filter((name) => prepare.includes(name));
  return [
    ...misspelt,
    ...early.map((name) => yaml.problem(['prepare'], `${name} is not known before "start"; nobody listens yet`)),
  ];
}

function scrapeProblems({ metrics, start }: TargetProfile, { yaml }: Found): readonly Problem[] {
  return metrics.flatMap(({ scrape }, place) => {
    const fault = scrapeFault(scrape, start ?? '');
    return fault === null ? [] : [yaml.problem(['metrics', place, 'scrape'], fault)];
  });
}

/** Why a metrics page cannot be there; null when it can. Ports are filled in once they are known. */
function scrapeFault(scrape: string, start: string): string | null {
  const fault = portFault(scrape, start);
  if (fault !== null) return fault;
  const filled = portNames.reduce((text, name) => text.replaceAll(name, '1'), scrape);
  const page = URL.canParse(filled, 'http://target/') ? new URL(filled, 'http://target/') : null;
  if (page !== null && /^https?:$/.test(page.protocol)) return null;
  return `"${scrape}" is no page: expected /metrics, or an address of its own`;
}

const portNames = ['{{port}}', '{{metrics-port}}'] as const;

/** The file of the private certificate authority, absolute: it must hold a certificate. */
async function readCertificate(name: string, found: Found, { root }: Folders): Promise<string> {
  const path = await besideFile(found, ['tls', 'ca'], name);
  const { text } = await readSource(path, root);
  try {
    new X509Certificate(text);
    return path;
  } catch {
    throw new InputError([found.yaml.problem(['tls', 'ca'], `"${name}" holds no certificate; expected PEM`)]);
  }
}

/** Series that engines report have fixed names; a misspelt one would never be measured. */
function seriesProblems({ signals }: TargetProfile, { yaml }: Found): readonly Problem[] {
  const known: readonly string[] = Object.values(loadSeries);
  return Object.entries(signals).flatMap(([id, measure]) =>
    seriesOf(measure)
      .filter(({ name }) => name.startsWith('load.') && !known.includes(name))
      .map(({ name, at }) =>
        yaml.problem(['signals', id, ...at], `engines report no series "${name}"${didYouMean(name, known)}`),
      ),
  );
}

function seriesOf(measure: WrittenMeasure): readonly { readonly name: string; readonly at: readonly PropertyKey[] }[] {
  if ('ratio' in measure) return measure.ratio.map((name, place) => ({ name, at: ['ratio', place] }));
  return Object.entries(measure).flatMap(([key, name]) =>
    ['of', 'used', 'limit', 'rate', 'last', 'max'].includes(key) && typeof name === 'string'
      ? [{ name, at: [key] }]
      : [],
  );
}

function prometheusProblems(profile: TargetProfile, { yaml }: Found): readonly Problem[] {
  const { prometheus, signals } = profile;
  if (prometheus === undefined) {
    return Object.entries(signals).flatMap(([id, measure]) =>
      'promql' in measure
        ? [yaml.problem(['signals', id, 'promql'], 'nobody to ask; add the server: prometheus: { url: http://… }')]
        : [],
    );
  }
  const fault = serverFault(prometheus.url);
  const secrets = Object.keys(profile.secrets).map((name) => `secret.${name}`);
  return [
    ...(fault === null ? [] : [yaml.problem(['prometheus', 'url'], fault)]),
    ...Object.entries(prometheus.headers).flatMap(([name, value]) =>
      headerFaults(name, value, secrets).map((message) => yaml.problem(['prometheus', 'headers', name], message)),
    ),
  ];
}

/** Why queries cannot be sent to this address; null when they can. To ask is no load, so it may be any host. */
function serverFault(url: string): string | null {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    return `"${url}" is no address: expected http://host or https://host`;
  }
  if (parsed.username !== '' || parsed.password !== '') {
    return 'an address holds no password; send it as a header: authorization, from a secret';
  }
  return /[?#]/.test(url) ? `"${url}" ends with a query; paths are put behind it` : null;
}

function headerFaults(name: string, value: string, secrets: readonly string[]): readonly string[] {
  try {
    new Headers([[name, value]]);
    return variablesIn(value)
      .filter((variable) => !secrets.includes(variable))
      .map((variable) => `{{${variable}}} has no value here, only secrets have${didYouMean(variable, secrets)}`);
  } catch (error) {
    return [error instanceof TemplateError ? error.message : 'no header can hold this'];
  }
}
