import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenForPeople } from '../../../src/rehearse/people/local-api.ts';
import { deskAt, lines, openDelay, second, start } from './desk.ts';

const token = 'a-token-of-this-run';

interface Asked {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly error?: string } & Readonly<Record<string, unknown>>;
}

/** A run's interface, with an open incident; each word is judged at once, and refused when it ends something. */
async function open() {
  const made = deskAt();
  const { desk, look } = made;
  look(1, openDelay);
  desk.whenHeard(() => {
    queueMicrotask(() => {
      const answers = desk.take(second(2)).map((said) => ({
        ...said,
        refused: said.declaration.declares === 'end' ? 'not over' : null,
      }));
      desk.look([openDelay], answers, second(2));
    });
  });
  const api = await listenForPeople(desk, token);
  onTestFinished(() => api.close());
  const ask = (path: string, { method = 'POST', body = '', headers = {} }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request(
        `${api.url}${path}`,
        { method, headers: { authorization: `Bearer ${token}`, ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Answer['body'] });
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  return { ...made, ask, url: api.url };
}

const look = '/incidents/delay-1/steps/look';

describe('the local interface of a run', () => {
  it('tells how things stand', async () => {
    const { ask } = await open();
    const { status, body } = await ask('/state', { method: 'GET' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      incidents: [{ id: 'delay-1', playbook: 'delay', phase: 'investigating', severity: 'major', cause: null }],
      steps: [
        { step: 'look', person: 'sre', do: 'look', standing: 'due', dueAt: second(1), by: second(5) },
        { step: 'tell', person: 'comms', standing: 'due', by: null },
      ],
    });
  });

  it('takes what people say', async () => {
    const { ask, told } = await open();
    const paths = [`${look}/acknowledge`, `${look}/done`, '/incidents/delay-1/steps/tell/skip'];
    for (const path of paths) expect(await ask(path), path).toEqual({ status: 200, body: { taken: true } });
    expect(lines(told).slice(1)).toEqual([
      '1 look acknowledged by sre',
      '1 look done by sre',
      '1 tell skipped by comms',
    ]);
    for (const [path, body] of [
      ['/incidents', { playbook: 'delay', severity: 'critical', cause: 'database', who: 'comms' }],
      ['/incidents/delay-1/cause', { cause: 'database' }],
      ['/incidents/delay-1/severity', { severity: 'critical' }],
    ] as const)
      expect(await ask(path, { body: JSON.stringify(body) }), path).toEqual({ status: 200, body: { taken: true } });
  });

  const big = JSON.stringify({ who: 'x'.repeat(20_000) });
  it.each<[string, number, RegExp, string, Asked]>([
    ['no token', 401, /token of this run/, '/state', { method: 'GET', headers: { authorization: '' } }],
    [
      'another token',
      401,
      /token of this run/,
      '/state',
      { method: 'GET', headers: { authorization: 'Bearer other' } },
    ],
    [
      'a name of another site',
      403,
      /expected the host/,
      '/state',
      { method: 'GET', headers: { host: 'evil.example' } },
    ],
    ['another port', 403, /expected the host/, '/state', { method: 'GET', headers: { host: '127.0.0.1:1' } }],
    ['another method', 405, /GET or POST/, '/state', { method: 'PUT' }],
    ['another path', 404, /there is nothing at \/states/, '/states', { method: 'GET' }],
    ['another verb', 404, /there is nothing at/, `${look}/finish`, {}],
    ['a name that objects have', 404, /there is nothing at/, `${look}/constructor`, {}],
    ['a path that cannot be read', 400, /path cannot be read/, '/incidents/%ff', {}],
    ['no JSON', 400, /not JSON/, '/incidents', { body: '{' }],
    ['a list', 400, /expected object/i, '/incidents', { body: '[]' }],
    ['an unknown key', 400, /whoo/, `${look}/done`, { body: '{"whoo":"sre"}' }],
    ['no playbook', 400, /playbook/, '/incidents', { body: '{}' }],
    ['an unknown severity', 400, /severity/, '/incidents/delay-1/severity', { body: '{"severity":"awful"}' }],
    ['a why of what is done', 400, /why/, `${look}/done`, { body: '{"why":"tired"}' }],
    ['too much', 413, /at most 16384 bytes/, '/incidents', { body: big }],
    ['an unknown playbook', 404, /did you mean "delay"\?/, '/incidents', { body: '{"playbook":"dealy"}' }],
    ['an unknown incident', 404, /did you mean "delay-1"\?/, '/incidents/delya-1/end', {}],
    ['an unknown cause', 404, /did you mean "database"\?/, '/incidents/delay-1/cause', { body: '{"cause":"databas"}' }],
    ['an unknown step', 404, /did you mean "look"\?/, '/incidents/delay-1/steps/loko/done', {}],
    ['what cannot be now', 409, /not over/, '/incidents/delay-1/end', {}],
  ])('refuses %s', async (_title, status, why, path, asked) => {
    const { ask, told } = await open();
    const before = told.length;
    const answer = await ask(path, asked);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body.error).toMatch(why);
    expect(told).toHaveLength(before);
    // It still answers.
    expect((await ask('/state', { method: 'GET' })).status).toBe(200);
  });

  it('refuses what was done already', async () => {
    const { ask } = await open();
    await ask(`${look}/done`);
    expect(await ask(`${look}/done`)).toEqual({ status: 409, body: { error: 'look of delay-1 is done already' } });
  });

  it('closes while somebody is connected', async () => {
    const { desk } = deskAt();
    desk.loadStarted(start);
    const api = await listenForPeople(desk, token);
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    await api.close();
    await closed;
    await expect(fetch(api.url)).rejects.toThrow();
  });
});
