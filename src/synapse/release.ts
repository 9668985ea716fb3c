import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, type Environment } from '../model/environment.ts';

/** The Matrix Synapse that is installed; what surgebook knows of its metrics was seen on this one. */
export const synapseVersion = '1.163.0';

/** Where it is kept once it is there: a virtual environment, and a home for each number of accounts. */
export interface SynapsePlace {
  readonly folder: string;
  /** The environment's own Python. */
  readonly python: string;
}

export function synapsePlace(env: Environment): SynapsePlace {
  const folder = join(cacheFolder(env, homedir()), 'synapse', synapseVersion);
  return { folder, python: join(folder, 'environment', 'bin', 'python') };
}
