import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordedRun } from './recorded-run.ts';
import { call } from './in-process.ts';
import { workspace, type Ended } from './surgebook.ts';

/** The commands that write where somebody says: into that folder, or to this file there. */
const commands: readonly (readonly [title: string, run: (to: string) => Promise<Ended>, file?: string])[] = [
  ['render --all', (to) => call(['render', 'message-delay', '--all', '--out', to], workspace({ taken: '' }))],
  ['clauses', (to) => call(['clauses', '--out', to], workspace({ taken: '' }))],
  ['export prometheus', (to) => call(['export', 'prometheus', '--out', to], workspace({ taken: '' }))],
  ['export grafana', (to) => call(['export', 'grafana', '--out', to], workspace({ taken: '' }))],
  ['init', (to) => call(['init', to], workspace({ taken: '' }))],
  ['rehearse', (to) => call(['rehearse', 'smoke', '--runs', to], workspace({ taken: '' }))],
  ['report', (to) => call(['report', 'one', '--html', join(to, 'page.html')], recordedRun()), '/page.html'],
  [
    'probe',
    (to) => call(['probe', 'capacity', '--out', join(to, 'found.yaml')], workspace({ taken: '' })),
    '/found.yaml',
  ],
];

/** A filesystem that makes no folders, and a path below a file; of a run, its journal is one. */
const places = ['/proc/surgebook', '/proc/surgebook/deep/down', 'taken', 'taken/below'];

describe('a place that cannot be written is told in one line', () => {
  it.each(commands.flatMap(([title, call, file = '']) => places.map((place) => ({ title, call, file, place }))))(
    'by $title: $place',
    async ({ title, call, file, place }) => {
      const to = title === 'report' ? place.replace('taken', 'runs/one/journal.ndjson') : place;
      const { code, stdout, stderr } = await call(to);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      // On a slow machine a report tells before what it is doing.
      const [line, ...more] = stderr
        .trimEnd()
        .split('\n')
        .filter((one) => !/^(reading|writing|telling) /.test(one));
      expect(more).toEqual([]);
      expect(line).toContain(`${to}${file} cannot be written: `);
    },
  );
});
