import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../src/cli/installation.ts';
import type { Plan } from '../src/model/plan.ts';
import { planScenario } from '../src/scenario/plan.ts';
import { openWorkspace, type Rehearsal } from '../src/workspace/workspace.ts';

/** Writes a workspace's files; gives its folder. */
export function writeWorkspace(root: string, files: Readonly<Record<string, string>>): string {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}

/** Reads a scenario of a workspace, with the shipped playbooks behind it. */
export const readRehearsal = (root: string, scenario: string): Promise<Rehearsal> =>
  openWorkspace({ root, shipped: packageRoot }).rehearsal(scenario, {});

/** So many people are inside at once, whatever the load: k6 is then bound by its own CPU, and not by how many wait. */
export const fixedVus = 50;

/** The plan of a scenario, with virtual users enough and no more. */
export function planWithFixedVus(rehearsal: Rehearsal): Plan {
  const plan = planScenario({ ...rehearsal, url: rehearsal.profile.url, seed: 1 });
  return { ...plan, atOnce: { ready: fixedVus, most: fixedVus } };
}

/** The target profile of a responder: what a product's has, with signals from the load and from a page of metrics. */
export const responderProfile = (url: string): string =>
  profileWith(url, '/metrics', ['message-delay: { of: load.request.duration, stat: p95, over: 5s, unit: seconds }']);

/** The same with its metrics on another page, and with these signals beside those that every responder has. */
export const profileWith = (url: string, page: string, signals: readonly string[]): string => `version: 1
id: responder
url: ${url}
people: { count: 10000, fields: { name: "user-{{n}}" } }
variables:
  room: { from: 1, to: 300 }
  document: { from: 1, to: 200 }
headers: { authorization: "Bearer {{token}}" }
fragments:
  login: [{ post: /sessions, json: { user: "{{person.name}}" }, name: log-in, capture: { token: $.token } }]
metrics: [{ scrape: "${page}", every: 1s }]
signals:
${signals.map((signal) => `  ${signal}\n`).join('')}  app-exit-ratio: { ratio: [load.sockets.lost, load.sockets.opened], over: 10s }
  database-saturation: { used: slots_in_use, limit: slots }
`;

/** Log in and keep the token, read something with it, post something that differs each time. */
export const officeJourney = `journeys:
  - id: office
    steps:
      - login: {}
      - { get: "/documents/{{document}}", name: open-document }
      - { post: "/rooms/{{room}}/messages", json: { text: "hello {{uuid}}" }, name: send-message }
`;

/** A scenario whose arrivals keep one rate for so many seconds. */
export const steadyScenario = (id: string, rate: number, seconds: number, behaviour: string): string => `version: 1
id: ${id}
title: ${id}
target: responder
surge: { from: ${rate}/s, stages: [{ to: ${rate}/s, over: ${seconds}s }] }
${behaviour}
settle: 0s
expect: [{ no-incident: true }]
`;
