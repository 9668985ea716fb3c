import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Matrix Synapse that is installed; what surgebook knows of its metrics was seen on this one. */
export const synapseVersion = '1.163.0';

type Env = Readonly<Record<string, string | undefined>>;

/** Where it is kept once it is there: a virtual environment, and a home for each number of accounts. */
export interface SynapsePlace {
  readonly folder: string;
  /** The environment's own Python. */
  readonly python: string;
}

export function synapsePlace(env: Env): SynapsePlace {
  const named = env['XDG_CACHE_HOME'];
  const cache = named === undefined || named === '' ? join(env['HOME'] ?? homedir(), '.cache') : named;
  const folder = join(cache, 'surgebook', 'synapse', synapseVersion);
  return { folder, python: join(folder, 'environment', 'bin', 'python') };
}
