import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startHomeserver } from './homeserver.ts';
import { freePort } from './free-port.ts';
import { installSynapse, isThere, putInPlace, type InstallContext } from './install.ts';
import type { SynapsePlace } from './release.ts';

export interface PreparationContext extends InstallContext {
  readonly place: SynapsePlace;
}

/** How many accounts are made side by side. */
const atOnce = 4;

/**
 * Installs Synapse, and makes a home for it that has the accounts `user-1` to `user-<count>`, with `password-1` and so on, and nothing else: each once,
 * kept in the cache. Gives the home's folder, which is to be copied for each server.
 * @throws InputError when there is no Python that can do it; Error when something of it fails.
 */
export async function prepareSynapse(count: number, context: PreparationContext): Promise<string> {
  const { folder } = context.place;
  await installSynapse(context.place, context);
  const home = join(folder, `home-${count}`);
  if (await isThere(home)) return home;
  const workshop = await mkdtemp(join(folder, 'accounts-'));
  try {
    const made = join(workshop, 'home');
    await makeAccounts(made, count, context);
    await putInPlace(made, home);
    return home;
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function makeAccounts(home: string, count: number, context: PreparationContext): Promise<void> {
  const { place, spawn, progress, stop } = context;
  progress(`registering ${count} accounts, once`);
  const [port, metricsPort] = [await freePort(), await freePort()];
  const server = await startHomeserver({ place, home, port, metricsPort, spawn, stop });
  let next = 1;
  const registerAll = async (): Promise<void> => {
    while (next <= count && !stop.aborted) await register(server.url, next++);
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, registerAll));
    stop.throwIfAborted();
  } finally {
    await server.close();
  }
}

async function register(url: string, number: number): Promise<void> {
  const response = await fetch(`${url}/_matrix/client/v3/register`, {
    method: 'POST',
    body: JSON.stringify({
      auth: { type: 'm.login.dummy' },
      username: `user-${number}`,
      password: `password-${number}`,
      inhibit_login: true,
    }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`Synapse refused to register user-${number} (${response.status}): ${answer}`);
}
