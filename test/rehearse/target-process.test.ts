import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import { targetProfileSchema, type TargetProfile } from '../../src/model/target-profile.ts';
import { instant, type Millis } from '../../src/model/time.ts';
import { spawnLeashed } from '../../src/rehearse/leash.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import {
  placeTarget,
  readyTarget,
  TargetError,
  type ReadyTarget,
  type TargetContext,
} from '../../src/rehearse/target-process.ts';

// The leash's keeper is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

const folder = mkdtempSync(join(tmpdir(), 'target-process-'));
const serverFile = join(folder, 'server.mjs');
/** A target: `server.mjs <port> <behaviour>`. `GET /end` makes it end by itself. */
writeFileSync(
  serverFile,
  `import { createServer } from 'node:http';
   const [port, behaviour] = process.argv.slice(2);
   if (behaviour === 'ends') {
     console.log('loading'); console.error('one'); console.error('two'); console.error('three');
     process.exit(3);
   }
   if (behaviour === 'stubborn') process.on('SIGTERM', () => undefined);
   let asked = 0;
   createServer((request, response) => {
     asked += 1;
     if (request.url === '/end') { console.error('out of memory'); process.exit(5); }
     if (behaviour === 'hangs') return;
     const ready = behaviour === 'never' ? false : behaviour === 'third-time' ? asked >= 3 : true;
     response.writeHead(ready ? 200 : 503).end(String(asked));
   }).listen(Number(port), '127.0.0.1');`,
);
const running: ReadyTarget[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((target) => target.stop()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const profileOf = (written: object): TargetProfile =>
  targetProfileSchema.parse({ version: 1, id: 'one', url: 'http://127.0.0.1:{{port}}', signals: {}, ...written });

const starting = (behaviour: string, written: object = {}): TargetProfile =>
  profileOf({ start: `${process.execPath} ${serverFile} {{port}} ${behaviour}`, ...written });

/** A clock whose waits have passed at once, from when connections to a URL are accepted; until then it stands still. */
function clockFrom(url: string): Clock {
  let now = instant(0);
  return {
    now: () => now,
    wait: async (until: Millis) => {
      if (await accepts(url)) now = until;
    },
  };
}

/** Whether connections to a URL are accepted, answered or not. */
async function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function start(profile: TargetProfile, context: Partial<TargetContext> = {}) {
  const place = await placeTarget(profile);
  const target = await readyTarget(profile, place, {
    spawn: spawnLeashed,
    clock: systemClock,
    self: [process.execPath, serverFile],
    ca: null,
    env: {},
    cwd: folder,
    stop: new AbortController().signal,
    ...context,
  });
  running.push(target);
  return { ...target, url: place.url };
}

describe('the place of a target', () => {
  it('has one free port filled in wherever the profile leaves it open, and no slash at its end', async () => {
    const { url, start } = await placeTarget(
      profileOf({ url: 'http://127.0.0.1:{{port}}/base//', start: 'serve --port {{port}} --url http://x:{{port}}' }),
    );
    const [, port = ''] = /^http:\/\/127\.0\.0\.1:(\d+)\/base$/.exec(url) ?? [];
    expect(start).toBe(`serve --port ${port} --url http://x:${port}`);
    expect(Number(port)).toBeGreaterThan(0);
  });

  it('is left as it is when the target is there already', async () => {
    expect(await placeTarget(profileOf({ url: 'https://office.example' }))).toEqual({
      url: 'https://office.example',
      start: null,
      metrics: [],
    });
  });

  it('has another free port filled in for a metrics page of its own', async () => {
    const { url, start, metrics } = await placeTarget(
      profileOf({
        start: 'serve {{port}} {{metrics-port}}',
        metrics: [{ scrape: 'http://127.0.0.1:{{metrics-port}}/metrics', every: '2s' }, { scrape: '/metrics' }],
      }),
    );
    const [, port = '', other = ''] = /^serve (\d+) (\d+)$/.exec(start ?? '') ?? [];
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(other).not.toBe(port);
    expect(metrics).toEqual([
      { scrape: `http://127.0.0.1:${other}/metrics`, every: 2000 },
      { scrape: '/metrics', every: 1000 },
    ]);
  });
});

describe('a target', () => {
  it('is ready once its ready path answers well, and ends when it is stopped', async () => {
    const target = await start(starting('third-time', { ready: '/readyz' }));
    expect(await (await fetch(target.url)).text()).toBe('4');
    await target.stop();
    expect(await accepts(target.url)).toBe(false);
  });

  it('whose command is surgebook is started as this program is', async () => {
    const target = await start(profileOf({ start: 'surgebook  {{port}}   well' }));
    expect(await accepts(target.url)).toBe(true);
  });

  it('that was there already is not ended', async () => {
    const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const target = await start(profileOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
    await target.stop();
    expect(await accepts(target.url)).toBe(true);
    server.close();
  });

  it.each([
    { behaviour: 'never', why: 'it answered 503' },
    { behaviour: 'hangs', why: 'no answer within 3 s' },
  ])('that is not ready within its time is ended, and the error says what it did: $why', async ({ behaviour, why }) => {
    const { url } = await placeTarget(profileOf({}));
    const { port } = new URL(url);
    const profile = { ...starting(behaviour, { ready: '/readyz', 'ready-within': '100ms' }), url };
    const failure = start({ ...profile, start: profile.start?.replace('{{port}}', port) }, { clock: clockFrom(url) });
    await expect(failure).rejects.toThrow(
      new TargetError(`target one was not ready within 0.1 s: ${url}/readyz: ${why}`),
    );
    expect(await accepts(url)).toBe(false);
  });

  it('that is not there is an error that names its address', async () => {
    const { url } = await placeTarget(profileOf({}));
    const failure = start(profileOf({ url, 'ready-within': '200ms' }));
    await expect(failure).rejects.toThrow(/^target one was not ready within 0.2 s: http:\S+: connect ECONNREFUSED/);
  });

  it.each([
    {
      what: 'one that ends before it is ready',
      profile: starting('ends'),
      says: 'the target ended (exit code 3): one / two / three',
    },
    {
      what: 'a command that cannot be started',
      profile: profileOf({ start: 'no-such-program' }),
      says: 'the target ended (exit code 127): no-such-program could not be started: spawn no-such-program ENOENT',
    },
  ])('is given up with its last words: $what', async ({ profile, says }) => {
    await expect(start(profile)).rejects.toThrow(new TargetError(says));
  });

  it('that ends by itself later tells so, with its last words', async () => {
    const target = await start(starting('well'));
    expect(await fetch(`${target.url}/end`).catch(() => 'broken off')).toBe('broken off');
    expect(await target.vanished).toBe('the target ended (exit code 5): out of memory');
    await target.stop();
  });

  it('that we stopped has not vanished', async () => {
    const target = await start(starting('well'));
    const told: string[] = [];
    void target.vanished.then((why) => told.push(why));
    await target.stop();
    // Its last words are gathered a few turns after its end.
    for (let turns = 0; turns < 100; turns += 1) await turn();
    expect(told).toEqual([]);
  });

  it('that ignores SIGTERM is killed once its time is over', async () => {
    const target = await start(starting('stubborn'));
    await target.stop();
    expect(await accepts(target.url)).toBe(false);
  });

  it('is asked no longer when the run is stopped, and is still ended', async () => {
    const stop = new AbortController();
    const asked = createServer(() => {
      stop.abort();
    }).listen(0, '127.0.0.1');
    await once(asked, 'listening');
    const url = `http://127.0.0.1:${(asked.address() as AddressInfo).port}`;
    const target = await start({ ...starting('well'), url }, { stop: stop.signal });
    await target.stop();
    expect(stop.signal.aborted).toBe(true);
    asked.close();
  });
});
