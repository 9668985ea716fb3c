import { plainNotices, said } from '../../test/notice/plain-notices.ts';

/** How long the level must be exceeded, in milliseconds; the same for both sides. */
export const hold = 2000;

/** The alert of the threshold in Prometheus. */
export const alert = 'answers_slow';

/** Requests a second. */
const rate = 50;

/** A steady load on a service at `url`, and one playbook, whose only threshold sees that answers are slow. */
export const slowAnswers = (url: string): Readonly<Record<string, string>> => ({
  'scenarios/targets/stepping.yaml': `version: 1
id: stepping
url: ${url}
signals:
  answer-time: { of: load.request.duration, stat: p99, over: 5s, unit: seconds }
`,
  'scenarios/steps.yaml': `version: 1
id: steps
title: steps
target: stepping
surge: { from: ${rate}/s, stages: [{ to: ${rate}/s, over: 1h }] }
journeys: [{ id: ask, steps: [{ get: /answer, name: answer }] }]
settle: 0s
expect: [{ no-incident: true }]
`,
  'playbooks/slow-answers/playbook.yaml': `version: 1
id: slow-answers
title: ${said('slow')}
severity: major
triggers:
  answers-slow: { signal: answer-time, above: 400ms, hold: ${hold}ms, clear: { below: 300ms, hold: 1s } }
when: { any: [answers-slow] }
owners: { command: sre, words: comms }
steps: [{ id: look, person: sre, do: ${said('look')} }]
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves }, next-update: 1h }
`,
  ...plainNotices('slow-answers', 'slow'),
});

/** More than are inside at once while answers are slow: nobody waits for a free virtual user. */
export const people = { ready: 2 * rate, most: 4 * rate } as const;
