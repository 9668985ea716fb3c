import { join } from 'node:path';
import { locales } from '../../src/model/locale.ts';
import { channelNames, type Notice } from '../../src/model/notice.ts';
import { thresholdsOf } from '../../src/model/playbook.ts';
import { duration, instant, plus } from '../../src/model/time.ts';
import { composeNotices, compositionOf, noticeOf, type ComposeInput } from '../../src/notice/compose.ts';
import { asKnown } from '../../src/notice/field-values.ts';
import { madeUpIncident } from '../../src/notice/made-up-incident.ts';
import type { Rehearsal } from '../../src/workspace/workspace.ts';
import type { Bench, Benchmark, Row } from '../benchmark.ts';
import { quantile } from '../statistics.ts';
import { readRehearsal, writeWorkspace } from '../workspace.ts';

/** Composing one update for every audience in every language for every channel, in a process that has done so before. */
export const composing: Benchmark = {
  name: 'composing',
  linuxOnly: false,
  wantsBuild: false,
  measure: async (bench) => [await measureComposing(bench)],
};

const onsetAt = instant(Date.parse('2026-11-23T01:00:08Z'));

/** No shipped playbook speaks to all six audiences: one speaks to five of them, the other to the authority. */
const playbooks = { most: 'message-delay', regulator: 'insider' } as const;

async function measureComposing({ quick, scratch }: Bench): Promise<Row> {
  const root = writeWorkspace(join(scratch, 'composing'), {
    'surgebook.yaml': 'version: 1\nstatus-page: https://status.example.com/now\n',
  });
  const rehearsal = await readRehearsal(root, 'smoke');
  const [most, regulator] = [inputOf(rehearsal, playbooks.most), inputOf(rehearsal, playbooks.regulator)];
  const times: number[] = [];
  let notices: readonly Notice[] = [];
  for (let time = 0; time < (quick ? 20 : 200); time += 1) {
    const began = performance.now();
    notices = [...composeNotices(most), ...toRegulator(regulator)];
    times.push(performance.now() - began);
  }
  const warm = times.slice(times.length / 2);
  const at = (share: number): string => `${quantile(warm, share).toFixed(2)} ms`;
  return {
    name: 'composing',
    figure: { value: quantile(warm, 0.5), unit: 'ms' },
    peer: null,
    ratio: null,
    wanted: { side: 'below', level: 15 },
    seen: {
      notices: `${notices.length}, for ${new Set(notices.map(({ audience }) => audience)).size} audiences`,
      ...{ quickest: at(0), p95: at(0.95), first: `${(times[0] ?? Number.NaN).toFixed(1)} ms` },
    },
  };
}

const toRegulator = (input: ComposeInput): readonly Notice[] =>
  locales.flatMap((locale) => {
    const composition = compositionOf(input, locale, 'regulator');
    return channelNames.map((channel) => noticeOf(composition, channel));
  });

/** What is composed of a playbook in a drill, when the cause of its trouble is known. */
function inputOf({ playbooks: all, notices, settings }: Rehearsal, id: string): ComposeInput {
  const playbook = all.find((one) => one.id === id);
  const templates = notices.get(id);
  if (playbook === undefined || templates === undefined) throw new Error(`no playbook ${id}`);
  const now = plus(onsetAt, duration(50_000));
  const cause = Object.keys(playbook.causes)[0] ?? null;
  const thresholds = all.flatMap(thresholdsOf);
  return {
    incident: madeUpIncident(playbook, thresholds, { phase: 'identified', cause, onsetAt, now, update: 2 }),
    ...{ playbook, thresholds, templates, settings, channels: channelNames, now },
    ...{ again: false, set: asKnown, revision: null, drill: true },
  };
}
