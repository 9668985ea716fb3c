import { describe, expect, it } from 'vitest';
import { rehearse, workspace } from '../cli/surgebook.ts';
import { officeLines } from '../e2e/small-office.ts';

/** The two symptoms beside late messages, each provoked on the built-in target by taking away what it needs. */
const office = (id: string, flags: string, steps: string, signals: string): Readonly<Record<string, string>> => ({
  'scenarios/targets/tight.yaml': `version: 1
id: tight
start: surgebook target --port {{port}} --workers 1 ${flags}
url: http://127.0.0.1:{{port}}
${officeLines}
signals:
${signals}
`,
  [`scenarios/${id}.yaml`]: `version: 1
id: ${id}
title: ${id}
target: tight
surge: { stages: [{ to: 12/s, over: 2s }, { to: 12/s, over: 8s }, { to: 1/s, over: 1s }, { to: 1/s, over: 30s }] }
journeys: [{ id: stay, steps: [{ login: {} }, ${steps}] }]
expect: [{ playbook: ${id}, within: 12s, cause: ${id === 'video-stutter' ? 'media' : 'sessions'}, resolved: true }]
`,
});

const cases = [
  {
    symptom: 'video-stutter',
    // One slot for 20 ms answers 50 heartbeats a second; 96 people send one each.
    files: office(
      'video-stutter',
      '--media-slots 1 --media-service-ms 20',
      '{ websocket: "/meetings/{{room}}/media", name: media, every: 1s, for: 8s }',
      '  video-stall-ratio: { ratio: [collab_media_late_total, collab_media_total], over: 5s }\n  media-saturation: { used: collab_media_slots_in_use, limit: collab_media_slots }',
    ),
  },
  {
    symptom: 'app-exit',
    // Forty people may be connected; 96 want to be.
    files: office(
      'app-exit',
      '--people 40',
      '{ websocket: "/rooms/{{room}}/events", name: room, steps: [{ think: 8s }] }',
      '  app-exit-ratio: { ratio: [load.sockets.lost, load.sockets.opened], over: 5s }\n  session-saturation: { used: collab_sessions, limit: collab_sessions_limit }',
    ),
  },
];

describe('each symptom of that Monday is provoked, recognised with its cause, and seen to pass', () => {
  it.each(cases)('$symptom', async ({ symptom, files }) => {
    const { code, result } = await rehearse([symptom], workspace(files));
    expect(result.reasons).toEqual([`${symptom} opened within 12.0 s of onset and was resolved`]);
    expect(result.incidents.map(({ playbook, phase }) => ({ playbook, phase }))).toEqual([
      { playbook: symptom, phase: 'resolved' },
    ]);
    expect(code).toBe(0);
  });
});
