import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { locateK6 } from '../../src/engine/k6/binary.ts';
import { k6Engine } from '../../src/engine/k6/engine.ts';
import type { Engine } from '../../src/model/engine.ts';
import type { Fact } from '../../src/model/fact.ts';
import { rehearse } from '../../src/rehearse/rehearse.ts';
import { systemClock } from '../../src/rehearse/system-clock.ts';
import { thisMachine } from '../../src/rehearse/this-machine.ts';
import { openWorkspace } from '../../src/workspace/workspace.ts';
import { program, run, workspace } from '../cli/surgebook.ts';
import { unusedPort } from '../e2e/contract-service.ts';
import { officeLines } from '../e2e/small-office.ts';
import { root as checkout } from '../export/promtool.ts';
import { listenForAlerts, type ToldAlert } from '../peers/alert-webhook.ts';
import { startAlertmanager, withoutAlertmanager } from '../peers/alertmanager.ts';
import { receiverOf, startPrometheus, withoutPrometheus } from '../peers/prometheus.ts';
import { withPeer } from '../peers/remote-write-tee.ts';

// What keeps an engine on its leash is started from source here, and so needs what loads it.
process.execArgv.push('--import', import.meta.resolve('tsx'));

/**
 * Ten messages and twenty-five heartbeats of video a second are what this office can bear. All three shipped playbooks can open here: two symptoms come, and
 * nobody is thrown out.
 */
const office = (port: number): Readonly<Record<string, string>> => ({
  'scenarios/targets/narrow.yaml': `version: 1
id: narrow
start: surgebook target --port ${port} --workers 1 --db-slots 1 --db-service-ms 100 --media-slots 1 --media-service-ms 40
url: http://127.0.0.1:${port}
${officeLines}
signals:
  message-delay: { of: load.delivery.duration, where: { name: message-delivered }, stat: p95, over: 3s, unit: seconds }
  video-stall-ratio: { ratio: [collab_media_late_total, collab_media_total], over: 5s }
  app-exit-ratio: { ratio: [load.sockets.lost, load.sockets.opened], over: 5s }
  database-saturation: { used: collab_db_slots_in_use, limit: collab_db_slots }
  media-saturation: { used: collab_media_slots_in_use, limit: collab_media_slots }
`,
  // The trickle at the end lasts until both have told that it is over; two minutes are more than either needs.
  'scenarios/rush.yaml': `version: 1
id: rush
title: rush
target: narrow
surge:
  stages: [{ to: 5/s, over: 1s }, { to: 30/s, over: 4s }, { to: 3/s, over: 1s }, { to: 3/s, over: 2m }]
journeys:
  - id: chat
    share: 60%
    steps:
      - login: {}
      - websocket: /rooms/{{room}}/events
        name: room
        steps:
          - { post: "/rooms/{{room}}/messages", json: { text: "{{uuid}}" }, name: send-message, expect: { status: 201 } }
          - receive: { match: "{{uuid}}", name: message-delivered, within: 8s }
  - id: meet
    share: 40%
    steps: [{ login: {} }, { websocket: "/meetings/{{room}}/media", name: media, every: 1s, for: 8s }]
expect: [{ playbook: message-delay, within: 20s }, { playbook: video-stutter, within: 20s }]
`,
});

const symptoms = ['message-delay', 'video-stutter'];

/** When one side told first that each playbook is needed, and that its trouble is over, in milliseconds of the machine's clock. */
class Telling {
  readonly opened = new Map<string, number>();
  readonly over = new Map<string, number>();

  tell(playbook: string, what: 'opened' | 'over', at: number): void {
    if (!this[what].has(playbook)) this[what].set(playbook, at);
  }

  get isDone(): boolean {
    return symptoms.every((playbook) => this.over.has(playbook));
  }
}

/** What surgebook tells, at the time at which its notices are on disk. */
class OwnTelling extends Telling {
  readonly #incidents = new Map<string, { playbook: string; resolved: boolean }>();

  follow(fact: Fact): void {
    if (fact.fact === 'incident-opened') {
      this.#incidents.set(fact.incident, { playbook: fact.playbook, resolved: false });
    } else if (fact.fact === 'phase-changed' && fact.phase === 'resolved') {
      const incident = this.#incidents.get(fact.incident);
      if (incident !== undefined) incident.resolved = true;
    } else if (fact.fact === 'notices-composed') {
      const { playbook, resolved } = this.#incidents.get(fact.incident)!;
      this.tell(playbook, resolved ? 'over' : 'opened', Date.now());
    }
  }
}

/** What Alertmanager tells of playbooks, at the time at which its request arrived. */
class PeerTelling extends Telling {
  hear({ status, labels, at }: ToldAlert): void {
    if (labels['alertname']?.startsWith('playbook:') !== true) return;
    this.tell(labels['playbook'] ?? '', status === 'firing' ? 'opened' : 'over', at);
  }
}

async function thereK6(): Promise<Engine> {
  const binary = await locateK6(process.env, () => undefined);
  if (binary === null) throw new Error('there is no k6: npx surgebook engine install');
  return k6Engine(binary);
}

/** A Prometheus with the exported rules, and an Alertmanager, which tells of its alerts; gives where that Prometheus takes remote writes. */
async function startPeers(folder: string, port: number, hear: (alert: ToldAlert) => void): Promise<string> {
  const webhook = await listenForAlerts(hear);
  onTestFinished(() => webhook.close());
  const alertmanager = await startAlertmanager(folder, webhook.url);
  onTestFinished(() => alertmanager.stop());
  const prometheus = await startPrometheus(folder, {
    rules: ['rules/narrow.rules.yaml'],
    scraped: [new URL(`http://127.0.0.1:${port}`)],
    told: [new URL(alertmanager.url)],
  });
  onTestFinished(() => prometheus.stop());
  return receiverOf(prometheus);
}

type Times = ReadonlyMap<string, number>;

const sorted = (playbooks: Times): readonly string[] => [...playbooks.keys()].sort();

/** How long after surgebook, or before it, Alertmanager told of a playbook. */
function apart(peer: Times, own: Times, playbook: string): string {
  const seconds = ((peer.get(playbook) ?? Number.NaN) - (own.get(playbook) ?? Number.NaN)) / 1000;
  return `${Math.abs(seconds).toFixed(1)} s ${seconds < 0 ? 'before' : 'after'} surgebook`;
}

it.skipIf(withoutPrometheus || withoutAlertmanager)(
  'Alertmanager tells of the same playbooks as surgebook, and that the same are over, from one run of k6 and the exported rules',
  async () => {
    const port = await unusedPort();
    const folder = workspace(office(port));
    const exported = await run(['export', 'prometheus', '--out', 'rules', '--target', 'narrow'], folder);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    const [own, peer, enough] = [new OwnTelling(), new PeerTelling(), new AbortController()];
    const stopWhenDone = (): void => {
      if (own.isDone && peer.isDone) enough.abort();
    };
    const receiver = await startPeers(folder, port, (alert) => {
      peer.hear(alert);
      stopWhenDone();
    });
    const refused: string[] = [];

    const { result } = await rehearse({
      rehearsal: await openWorkspace({ root: folder, shipped: checkout }).rehearsal('rush', {}),
      engine: withPeer(await thereK6(), receiver, (why) => refused.push(why)),
      runs: join(folder, 'runs'),
      seed: 1,
      random: 'one',
      actions: false,
      people: null,
      self: [process.execPath, program],
      cwd: folder,
      clock: systemClock,
      machine: thisMachine('0.0.0'),
      stop: enough.signal,
      show: (fact) => {
        own.follow(fact);
        stopWhenDone();
      },
    });

    expect(refused, 'what Prometheus refused').toEqual([]);
    expect(sorted(own.opened), result.reasons.join('; ')).toEqual(symptoms);
    expect(sorted(peer.opened)).toEqual(sorted(own.opened));
    expect(sorted(own.over)).toEqual(symptoms);
    expect(sorted(peer.over)).toEqual(sorted(own.over));
    for (const playbook of symptoms) {
      const line = `${playbook}: Alertmanager told ${apart(peer.opened, own.opened, playbook)}, that it is over ${apart(peer.over, own.over, playbook)}`;
      expect(line).toMatch(
        /told \d+\.\d s (?:after|before) surgebook, that it is over \d+\.\d s (?:after|before) surgebook$/,
      );
      process.stdout.write(`${line}\n`);
    }
  },
);
