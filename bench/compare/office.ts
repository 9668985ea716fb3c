import { join } from 'node:path';
import { writeWorkspace } from '../workspace.ts';

/** How long the database of the built-in service holds a slot, in milliseconds: as it is, and 15 % slower. */
const serviceMs = { equal: 60, slowed: 69 } as const;
export type Service = keyof typeof serviceMs;

/** The same scenario under the same names in a workspace for each service: only what starts the target differs. Gives the folder of each. */
export function writeOffices(root: string, seconds: number): Readonly<Record<Service, string>> {
  const office = (service: Service): string =>
    writeWorkspace(join(root, service), {
      'scenarios/targets/office.yaml': profile(serviceMs[service]),
      'scenarios/steady.yaml': scenario(seconds),
    });
  return { equal: office('equal'), slowed: office('slowed') };
}

const profile = (milliseconds: number): string => `version: 1
id: office
start: surgebook target --port {{port}} --db-service-ms ${milliseconds}
url: http://127.0.0.1:{{port}}
ready: /readyz
people: { count: 10000, fields: { name: "user-{{n}}" } }
variables:
  room: { from: 1, to: 300 }
headers: { authorization: "Bearer {{token}}" }
fragments:
  login: [{ post: /sessions, json: { user: "{{person.name}}" }, name: log-in, capture: { token: $.token } }]
metrics: [{ scrape: /metrics, every: 1s }]
signals:
  log-in-delay: { of: load.request.duration, where: { name: log-in }, stat: p95, over: 5s, unit: seconds }
  failed-rate: { rate: load.requests.failed, where: { outcome: no-answer }, over: 5s }
  database-saturation: { used: collab_db_slots_in_use, limit: collab_db_slots }
`;

/** 90 a second want the database, which is then busy for 45 % of its time, and nobody waits long. */
const scenario = (seconds: number): string => `version: 1
id: steady
title: the same people every second
target: office
surge: { from: 30/s, stages: [{ to: 30/s, over: ${seconds}s }] }
journeys:
  - id: office
    steps:
      - login: {}
      - { post: "/rooms/{{room}}/messages", json: { text: "hello {{uuid}}" }, name: send-message }
      - { put: "/documents/{{iteration}}", json: { text: "notes", version: 0 }, name: save-document }
      - { post: /attendance, name: check-in }
settle: 0s
expect: [{ no-incident: true }]
`;
