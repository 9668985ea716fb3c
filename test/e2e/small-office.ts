import { plainNotices, said } from '../notice/plain-notices.ts';

/** A surge that a small built-in target cannot bear, told in seconds: the main job of surgebook, small enough for every change. */

/** How one gets into the built-in service, and where it tells of itself: what every profile of it has, as lines of YAML. */
export const officeLines = `ready: /readyz
people: { count: 1000, fields: { name: "user-{{n}}" } }
variables: { room: { from: 1, to: 20 } }
headers: { authorization: "Bearer {{token}}" }
fragments:
  login: [{ post: /sessions, json: { user: "{{person.name}}" }, name: log-in, capture: { token: $.token } }]
metrics: [{ scrape: /metrics, every: 1s }]`;

/** Ten messages a second is what this target's database can do: one slot held for 100 ms. */
export const smallTarget = `version: 1
id: small
start: surgebook target --port {{port}} --workers 1 --db-slots 1 --db-service-ms 100
url: http://127.0.0.1:{{port}}
${officeLines}
signals:
  message-delay: { of: load.delivery.duration, where: { name: message-delivered }, stat: p95, over: 3s, unit: seconds }
  database-saturation: { used: collab_db_slots_in_use, limit: collab_db_slots }
`;

interface SmallScenario {
  readonly id: string;
  /** YAML of the stages. */
  readonly stages: string;
  /** YAML of the expectations. */
  readonly expect: string;
  /** A line of its own, such as `settle: 5s`. */
  readonly more?: string;
  readonly target?: string;
}

export const smallScenario = ({ id, stages, expect, more = '', target = 'small' }: SmallScenario): string => `version: 1
id: ${id}
title: ${id}
target: ${target}
surge: { stages: [${stages}] }
${more}
journeys:
  - id: chat
    share: 80%
    steps:
      - login: {}
      - websocket: /rooms/{{room}}/events
        name: room
        steps:
          - { post: "/rooms/{{room}}/messages", json: { text: "{{uuid}}" }, name: send-message, expect: { status: 201 } }
          - receive: { match: "{{uuid}}", name: message-delivered, within: 8s }
  - id: check-in
    share: 20%
    steps: [{ login: {} }, { get: /documents/1, name: open-document }]
expect: [${expect}]
`;

/** Thirty a second want a database that can do ten; then the surge is over while a trickle still measures. */
export const surge = smallScenario({
  id: 'small-surge',
  stages: '{ to: 5/s, over: 1s }, { to: 30/s, over: 3s }, { to: 4/s, over: 1s }, { to: 4/s, over: 16s }',
  expect: '{ playbook: message-delay, within: 10s, cause: database, resolved: true }',
});

/** Five a second: half of what the database can do. */
export const quiet = smallScenario({
  id: 'small-quiet',
  stages: '{ to: 5/s, over: 1s }, { to: 5/s, over: 4s }',
  expect: '{ no-incident: true }',
});

/** Expects a trouble that does not come. */
export const disappointed = smallScenario({
  id: 'small-disappointed',
  stages: '{ to: 5/s, over: 1s }, { to: 5/s, over: 3s }',
  expect: '{ playbook: message-delay, within: 5s }',
});

/** Long enough to be interrupted. */
export const lasting = smallScenario({
  id: 'small-lasting',
  stages: '{ to: 8/s, over: 1s }, { to: 8/s, over: 60s }',
  expect: '{ no-incident: true }',
});

export const smallOffice: Readonly<Record<string, string>> = {
  'scenarios/targets/small.yaml': smallTarget,
  'scenarios/small-surge.yaml': surge,
  'scenarios/small-quiet.yaml': quiet,
  'scenarios/small-disappointed.yaml': disappointed,
  'scenarios/small-lasting.yaml': lasting,
};

/** A playbook for the small office's late messages, with its notices: its steps, and its causes if it has any, are lines of YAML. */
export const delayPlaybook = (steps: string, causes = ''): Readonly<Record<string, string>> => ({
  'playbooks/message-delay/playbook.yaml': `version: 1
id: message-delay
title: ${said('late')}
severity: major
triggers:
  message-delay-high: { signal: message-delay, above: 1s, hold: 1s, clear: { below: 500ms, hold: 2s }, absence: keep }
  database-saturation-high: { signal: database-saturation, above: 90%, hold: 1s, clear: { below: 80% }, absence: keep }
when: { any: [message-delay-high] }
${causes}
owners: { command: sre, words: comms }
steps:
${steps}
notices: { audiences: [users], leaves-out: { others: a rehearsal among ourselves } }
`,
  ...plainNotices('message-delay', 'late'),
});
