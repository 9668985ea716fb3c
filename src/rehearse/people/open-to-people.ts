import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunFolder } from '../../journal/run-folder.ts';
import { listenForPeople } from './local-api.ts';
import type { PeopleDesk } from './people-desk.ts';

/** The file in a run's folder that tells whoever may read it how to reach the run; it is there while the run lasts. */
export const localApiFile = 'local-api.json';

/** What that file holds. A folder may come from anywhere, so an address of another machine is none. */
export const localApiAddressSchema = z.object({
  v: z.literal(1).describe('the version of this format'),
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string().min(1),
});
export type LocalApiAddress = z.output<typeof localApiAddressSchema>;

/** A run that people can reach. */
export interface OpenToPeople {
  /** Where, for people; without the token. */
  readonly told: string;
  close(): Promise<void>;
}

/** Opens a run to people over its local interface. Its address and token stand in a file that this user alone can read, until it is closed. */
export async function openToPeople(people: PeopleDesk, folder: RunFolder, token: string): Promise<OpenToPeople> {
  const api = await listenForPeople(people, token);
  const file = join(folder.path, localApiFile);
  const address: LocalApiAddress = { v: 1, url: api.url, token };
  try {
    // Made with this mode, not given it afterwards: at no moment can another user read it.
    writeFileSync(file, `${JSON.stringify(address)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    await api.close();
    throw error;
  }
  return {
    told: `what they do is taken at ${api.url}; the token is in ${folder.run}/${localApiFile}`,
    close: async () => {
      people.close();
      rmSync(file, { force: true });
      await api.close();
    },
  };
}
