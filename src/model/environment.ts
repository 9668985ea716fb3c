/** The environment of a process: its variables, as far as they are set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where what is fetched or built once is kept: in the user's cache, where the environment says that it is, else below `home`. */
export function cacheFolder(env: Environment, home: string): string {
  const named = env['XDG_CACHE_HOME'];
  const cache = named === undefined || named === '' ? `${env['HOME'] ?? home}/.cache` : named;
  return `${cache}/surgebook`;
}
