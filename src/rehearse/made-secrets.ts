import type { Rehearsal } from '../workspace/workspace.ts';

/** Secrets that were made for this run alone, under the names by which the target is handed them. */
export const madeSecrets = ({
  profile,
  secrets,
}: Pick<Rehearsal, 'profile' | 'secrets'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(profile.secrets).flatMap(([name, source]) =>
      'made' in source ? [[source.made, secrets[name] ?? '']] : [],
    ),
  );
