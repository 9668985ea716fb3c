import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LeashedProcess, SpawnLeashed } from '../model/engine.ts';
import { isThere } from './install.ts';
import type { SynapsePlace } from './release.ts';

/** A Synapse with its database and keys in one folder, listening on this machine alone. */
export interface Homeserver {
  readonly url: string;
  /** Resolves with its last words when it has ended by itself. */
  readonly vanished: Promise<string>;
  /** Ends it at once. Its database outlives that: SQLite takes back what was not finished. */
  kill(): Promise<void>;
  /** Lets it finish what it is at, and end. */
  close(): Promise<void>;
}

export interface HomeserverOptions {
  readonly place: SynapsePlace;
  /** Where its settings, keys and database are, or will be made. */
  readonly home: string;
  readonly port: number;
  readonly metricsPort: number;
  readonly spawn: SpawnLeashed;
  readonly stop: AbortSignal;
}

/** How often a starting server is asked whether it is there. */
const askEveryMs = 100;

const signingKey = 'localhost.signing.key';

/**
 * Starts Synapse; resolves once it answers, or when `stop` is aborted.
 * @throws Error with its last words when it ends instead.
 */
export async function startHomeserver(options: HomeserverOptions): Promise<Homeserver> {
  const { place, home, port, spawn, stop } = options;
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'homeserver.yaml'), JSON.stringify(settings(options)));
  await writeFile(join(home, 'log.yaml'), JSON.stringify(logging));
  const run = (...flags: readonly string[]): LeashedProcess =>
    spawn(place.python, ['-m', 'synapse.app.homeserver', '--config-path', 'homeserver.yaml', ...flags], {
      env: process.env,
      cwd: home,
    });
  if (!(await isThere(join(home, signingKey)))) await ended(run('--generate-keys'));
  const child = run();
  const vanished = lastWords(child).then((words) => `Synapse ended: ${words}`);
  const gone = vanished.then((why) => new Error(why));
  const url = `http://127.0.0.1:${port}`;
  while (!stop.aborted) {
    const answer = await Promise.race([answers(url), gone]);
    if (answer instanceof Error) throw answer;
    if (answer) break;
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal);
    await child.ended;
  };
  return { url, vanished, kill: () => end('SIGKILL'), close: () => end('SIGTERM') };
}

async function ended(child: LeashedProcess): Promise<void> {
  const [words, { code }] = await Promise.all([lastWords(child), child.ended]);
  if (code !== 0) throw new Error(`Synapse could not be set up: ${words}`);
}

/** What it said in the end, once it has ended. */
async function lastWords(child: LeashedProcess): Promise<string> {
  let words = '';
  const listen = async (said: AsyncIterable<string | Uint8Array>): Promise<void> => {
    for await (const piece of said) words = (words + String(piece)).slice(-2000);
  };
  await Promise.all([listen(child.stdout), listen(child.stderr), child.ended]);
  return words.trim().split('\n').slice(-3).join(' / ');
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/_matrix/client/versions`).then(
    (response) => response.ok,
    () => false,
  );

/** Nothing is held back: what a rehearsal is to find is what the machine can do. */
const unlimited = { per_second: 1e6, burst_count: 1e6 };

/** Synapse's settings, beside its own defaults: SQLite, nobody outside, accounts without e-mail, passwords hashed quickly, metrics on a port of their own. */
const settings = ({ home, port, metricsPort }: HomeserverOptions): object => ({
  server_name: 'localhost',
  listeners: [
    { type: 'http', port, bind_addresses: ['127.0.0.1'], tls: false, resources: [{ names: ['client'] }] },
    { type: 'metrics', port: metricsPort, bind_addresses: ['127.0.0.1'] },
  ],
  database: { name: 'sqlite3', args: { database: join(home, 'homeserver.db') } },
  media_store_path: join(home, 'media'),
  signing_key_path: join(home, signingKey),
  log_config: join(home, 'log.yaml'),
  // Nobody but this machine's own rehearsals ever meets this server.
  macaroon_secret_key: 'rehearsal',
  form_secret: 'rehearsal',
  report_stats: false,
  enable_metrics: true,
  enable_registration: true,
  enable_registration_without_verification: true,
  trusted_key_servers: [],
  bcrypt_rounds: 4,
  rc_message: unlimited,
  rc_registration: unlimited,
  rc_login: { address: unlimited, account: unlimited, failed_attempts: unlimited },
  rc_joins: { local: unlimited, remote: unlimited },
  rc_room_creation: unlimited,
});

const logging = {
  version: 1,
  formatters: { plain: { format: '%(levelname)s %(name)s %(message)s' } },
  handlers: { console: { class: 'logging.StreamHandler', formatter: 'plain' } },
  root: { level: 'WARNING', handlers: ['console'] },
};
