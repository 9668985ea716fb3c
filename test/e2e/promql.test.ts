import { readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { rehearse, run, workspace } from '../cli/surgebook.ts';
import { plainNotices, said } from '../notice/plain-notices.ts';

const files = (prometheus: string): Readonly<Record<string, string>> => ({
  'scenarios/targets/copied.yaml': `version: 1
id: copied
start: surgebook target --port {{port}} --workers 1
url: http://127.0.0.1:{{port}}
ready: /readyz
secrets: { asking: { env: ASKING_KEY } }
prometheus: { url: "${prometheus}", every: 500ms, headers: { authorization: "Bearer {{secret.asking}}" } }
signals:
  copy-lag: { promql: 'max(lag{of="copy"})', unit: seconds }
  copies: { promql: count(lag), unit: count }
`,
  'scenarios/behind.yaml': `version: 1
id: behind
title: behind
target: copied
surge: { stages: [{ to: 4/s, over: 1s }, { to: 4/s, over: 59s }] }
journeys: [{ id: read, steps: [{ get: /readyz, name: read }] }]
settle: 0s
expect: [{ playbook: behind, within: 60s, stop: true }]
`,
  'playbooks/behind/playbook.yaml': `version: 1
id: behind
title: ${said('behind')}
severity: minor
triggers: { copy-behind: { signal: copy-lag, above: 2s, clear: { below: 1s } } }
when: { any: [copy-behind] }
owners: { command: sre, words: comms }
steps: [{ id: look, person: sre, do: ${said('look')} }]
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves } }
`,
  ...plainNotices('behind', 'behind'),
});

const value = (number: string): object => ({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [0, number] }] },
});
const busy = { status: 'error', errorType: 'unavailable', error: 'busy' };

/** Prometheus' API, for whoever has the key: the copy is in time, then for two queries nobody knows, then it is behind. */
async function startPrometheus(key: string): Promise<string> {
  let asked = 0;
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://server');
    if (request.headers.authorization !== `Bearer ${key}`) {
      response.writeHead(401).end();
    } else if (searchParams.get('query') === 'count(lag)') {
      response.end(JSON.stringify(value('3')));
    } else {
      asked += 1;
      const known = asked < 4 || asked > 5;
      response.writeHead(known ? 200 : 503).end(JSON.stringify(known ? value(asked < 4 ? '0.5' : '4') : busy));
    }
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('what Prometheus answers is measured, judged, recorded and judged again, and its key is written nowhere', async () => {
  const key = 'open-sesame-4711';
  const prometheus = await startPrometheus(key);
  const root = workspace(files(prometheus));
  const { code, result } = await rehearse(['behind', '--engine', 'autocannon'], root, { ASKING_KEY: key });
  expect({ code, outcome: result.outcome }).toEqual({ code: 0, outcome: 'expected' });
  const folder = join(root, result.run);
  const facts = readJournal(join(folder, 'journal.ndjson'));
  const about = `promql.copy-lag from ${prometheus}`;
  expect(
    facts.flatMap((fact) => (fact.fact === 'noted' && fact.about.startsWith('promql') ? [fact] : [])),
  ).toMatchObject([
    { about, message: 'Prometheus answered 503: busy' },
    { about, message: 'works again' },
  ]);
  const frames = facts.flatMap((fact) => (fact.fact === 'frame' ? [fact.signals] : []));
  const measured = (id: string): readonly unknown[] => [
    ...new Set(frames.map((signals) => signals[id]).filter((reading) => reading !== null)),
  ];
  expect({ copies: measured('copies'), lag: measured('copy-lag') }).toEqual({ copies: [3], lag: [0.5, 4] });
  expect(await run(['replay', result.run, '--check'], root)).toMatchObject({ code: 0 });
  const written = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  expect(written.length).toBeGreaterThan(2);
  for (const bytes of written) {
    const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString();
    expect(text).not.toContain(key);
  }
});
