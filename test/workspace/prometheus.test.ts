import { describe, expect, it } from 'vitest';
import { edited, env, toldOf, unmark, writeWorkspace } from './written-workspace.ts';

const file = 'scenarios/targets/shop.yaml';

/** The sound target with one signal more, asked of Prometheus. */
const target = (signal: string, prometheus: string): string =>
  edited(file, 'signals:\n', `${prometheus}signals:\n  ${signal}\n`);

const server = 'prometheus: { url: https://prometheus.example.com }\n';
const lag = 'lag: { promql: max(lag), unit: seconds }';

it.each([
  ['on this machine', 'prometheus: { url: http://127.0.0.1:9090, every: 500ms }\n'],
  ['on another host, which is put under no load', server],
  ['below a path', 'prometheus: { url: https://example.com/prometheus/ }\n'],
  [
    'that is told a secret',
    'prometheus: { url: https://example.com, headers: { authorization: "Bearer {{secret.key}}", x-scope: shop } }\n',
  ],
])('a signal may be asked of a Prometheus server %s', async (_title, prometheus) => {
  expect(await toldOf({ [file]: target(lag, prometheus) })).toEqual([]);
});

it('a query is measured as a gauge of its own', async () => {
  const { workspace } = writeWorkspace({ [file]: target(lag, server) });
  const { definitions, profile } = await workspace.rehearsal('one', env);
  expect(definitions.find(({ id }) => id === 'lag')).toEqual({
    id: 'lag',
    unit: 'seconds',
    measure: { last: 'promql.lag', where: {}, unit: 'seconds' },
  });
  expect(profile.prometheus).toEqual({ url: 'https://prometheus.example.com', every: 1000, headers: {} });
});

describe('a query to Prometheus', () => {
  it.each([
    [
      'without a server',
      'lag: { promql: «max(lag)», unit: seconds }',
      '',
      'nobody to ask; add the server: prometheus: { url: http://… }',
    ],
    ['that asks nothing', 'lag: { promql: «""», unit: seconds }', server, 'expected a query in PromQL'],
    ['of blanks', 'lag: { promql: «" "», unit: seconds }', server, 'expected a query in PromQL'],
    ['without a unit', '«lag»: { promql: max(lag) }', server, '"unit" is missing'],
    [
      'with a window of its own',
      'lag: { promql: max(lag), unit: seconds, «over»: 5s }',
      server,
      '"over" does not go with the other keys here',
    ],
  ])('%s is refused', async (_title, signal, prometheus, message) => {
    const { text, place } = unmark(file, target(signal, prometheus));
    expect(await toldOf({ [file]: text })).toEqual([{ message, place }]);
  });
});

describe('a Prometheus server', () => {
  const refused = (url: string): string => `"${url}" is no address: expected http://host or https://host`;

  it.each([
    ['without an address', '«prometheus»: {}\n', '"url" is missing'],
    ['without a scheme', 'prometheus: { url: «127.0.0.1:9090» }\n', refused('127.0.0.1:9090')],
    ['of another scheme', 'prometheus: { url: «ftp://127.0.0.1» }\n', refused('ftp://127.0.0.1')],
    [
      'on a port of the target',
      'prometheus: { url: «"http://127.0.0.1:{{port}}"» }\n',
      refused('http://127.0.0.1:{{port}}'),
    ],
    [
      'with a query in its address',
      'prometheus: { url: «http://127.0.0.1/?x=» }\n',
      '"http://127.0.0.1/?x=" ends with a query; paths are put behind it',
    ],
    [
      'with an empty query in its address',
      'prometheus: { url: «"http://127.0.0.1/#"» }\n',
      '"http://127.0.0.1/#" ends with a query; paths are put behind it',
    ],
    [
      'with a password in its address',
      'prometheus: { url: «http://ann:sesame@127.0.0.1» }\n',
      'an address holds no password; send it as a header: authorization, from a secret',
    ],
    ['that is asked too seldom', 'prometheus: { url: http://127.0.0.1, every: «5s» }\n', 'expected from 100ms to 4s'],
    [
      'that is told what only journeys know',
      'prometheus: { url: http://127.0.0.1, headers: { authorization: «"Bearer {{token}}"» } }\n',
      '{{token}} has no value here, only secrets have',
    ],
    [
      'that is told a misspelt secret',
      'prometheus: { url: http://127.0.0.1, headers: { authorization: «"Bearer {{secret.kei}}"» } }\n',
      '{{secret.kei}} has no value here, only secrets have; did you mean "secret.key"?',
    ],
    [
      'that is told half a variable',
      'prometheus: { url: http://127.0.0.1, headers: { authorization: «"Bearer {{secret.key"» } }\n',
      '"{{" is not closed by "}}"',
    ],
    [
      'that is told what no header can hold',
      'prometheus: { url: http://127.0.0.1, headers: { authorization: «"Bearer 密"» } }\n',
      'no header can hold this',
    ],
    [
      'that is told under what is no name of a header',
      'prometheus: { url: http://127.0.0.1, headers: { «"a b"»: c } }\n',
      "expected a header's name",
    ],
  ])('%s is refused', async (_title, prometheus, message) => {
    const { text, place } = unmark(file, target(lag, prometheus));
    expect(await toldOf({ [file]: text })).toEqual([{ message, place }]);
  });
});
