import type { Settings } from '../model/settings.ts';
import type { RequestStep } from '../model/step.ts';

/** Why load may not be put on this address; null when it may. A rehearsal stays on this machine unless the workspace names the host. */
export function hostFault(url: string, { allow }: Settings): string | null {
  const filled = url.replaceAll('{{port}}', '1');
  const parsed = URL.canParse(filled) ? new URL(filled) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    return `"${url}" is no address: expected http://host or https://host`;
  }
  if (parsed.search !== '' || parsed.hash !== '') return `"${url}" ends with a query; paths are put behind it`;
  if (isLoopback(parsed.hostname) || allow.hosts.map(asInAddresses).includes(parsed.hostname)) return null;
  return `${parsed.hostname} is not this machine; to put load on it, name it in surgebook.yaml under allow: hosts`;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** The host that a request goes to; one whose name is only known once it is filled in stands as it is written. */
export const hostOf = ({ path }: RequestStep): string => (URL.canParse(path) ? new URL(path).hostname : path);

/** In lower case, and names beyond ASCII in their ASCII form. */
export const asInAddresses = (host: string): string => new URL(`http://${host}`).hostname;
