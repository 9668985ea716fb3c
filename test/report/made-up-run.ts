import { factVersion, type Fact, type RunStarted, type Telling } from '../../src/model/fact.ts';
import type { Threshold } from '../../src/model/threshold.ts';
import { duration, instant, plus, type Millis } from '../../src/model/time.ts';
import { LatencyFollower } from '../../src/report/latency-bands.ts';
import { tellReport, type ReportInput } from '../../src/report/tell-report.ts';
import type { Report } from '../../src/report/report.ts';
import { BucketCounter } from '../../src/collect/exponential-buckets.ts';
import { loadSeries } from '../../src/model/load-series.ts';
import { plainSettings } from '../notice/shipped.ts';

export const start = instant(Date.UTC(2026, 0, 5, 1));

/** So many seconds after the start of the load. */
export const second = (seconds: number): Millis => plus(start, duration(1000 * seconds));

const threshold: Threshold = {
  ...{ id: 'message-delay-high', signal: 'message-delay', aspect: { kind: 'value' }, unit: 'seconds' },
  ...{ fire: { side: 'above', level: 1 }, clear: { side: 'below', level: 0.5 } },
  ...{ hold: duration(2000), clearHold: duration(5000), absence: 'keep' },
  ...{ severity: null, stop: false, runbook: null },
};

export const started: RunStarted & Pick<Fact, 'at'> = {
  at: start,
  ...{ fact: 'run-started', run: '20260105-010000-office-0', scenario: 'office', title: 'An office', drill: true },
  engine: { name: 'k6', version: '2.0.0', model: 'open' },
  target: { id: 'made-up', url: 'http://127.0.0.1:9' },
  surge: { description: '60 s', arrivals: 600, pieces: [], compression: { time: 25, keep: 'people' } },
  ...{ skipped: [], thresholds: [threshold] },
};

const incident = 'message-delay-1';
const told = { incident, update: 1, nextUpdateAt: second(900) };

/** Half a minute with one trouble, for which something was done. What is said by others is `said`. */
export function madeUpFacts(said: string): readonly Fact[] {
  const frames = Array.from({ length: 120 }, (_, half): readonly [number, Telling] => {
    const troubled = half > 40 && half < 80;
    const arrivals = { planned: 5 * half, started: 5 * half, dropped: 0 };
    const signals = { 'message-delay': troubled ? 3 : 0.1, 'database-saturation': troubled ? 1 : 0.2, idle: null };
    return [half / 2, { fact: 'frame', signals, arrivals, people: null }];
  });
  const happened: readonly (readonly [number, Telling])[] = [
    [0, { ...started, title: said === '' ? started.title : said }],
    [0, { fact: 'load-started' }],
    ...frames,
    [
      23,
      {
        fact: 'breach-opened',
        threshold: threshold.id,
        signal: threshold.signal,
        value: 3,
        onsetAt: second(20),
        reason: `message-delay 3.00 s ${said}`,
      },
    ],
    [
      23,
      {
        fact: 'incident-opened',
        ...told,
        playbook: 'message-delay',
        severity: 'major',
        onsetAt: second(20),
        reason: `breached ${said}`,
      },
    ],
    [23.1, { fact: 'notices-composed', incident, update: 1, playbook: 'playbook.md', notices: ['users.en.text.txt'] }],
    [24, { fact: 'action-started', incident, playbook: 'message-delay', step: 'standby', action: `standby ${said}` }],
    [
      26,
      {
        fact: 'action-ended',
        incident,
        playbook: 'message-delay',
        step: 'standby',
        outcome: 'done',
        tries: 1,
        why: null,
        captured: {},
      },
    ],
    [30, { fact: 'blind', from: second(28), why: `the engine sent no samples ${said}` }],
    [41, { fact: 'phase-changed', ...told, update: 2, phase: 'monitoring', cause: 'database', reason: said }],
    [46, { fact: 'phase-changed', ...told, update: 3, phase: 'resolved', cause: 'database', reason: said }],
    [60, { fact: 'load-ended', end: { kind: 'completed' } }],
    [
      60.5,
      {
        fact: 'run-finished',
        outcome: 'unexpected',
        reasons: [`expected another cause ${said}`],
        arrivals: { planned: 600, started: 595, dropped: 0 },
      },
    ],
  ];
  return happened
    .toSorted(([one], [other]) => one - other)
    .map(([at, telling]) => ({ v: factVersion, at: second(at), ...telling }));
}

function madeUpLatency() {
  const follower = new LatencyFollower(start, 2);
  const counter = new BucketCounter();
  const labels = { name: 'send' };
  for (let one = 1; one <= 60; one += 1) {
    for (let count = 0; count < 10; count += 1) counter.observe(one > 20 && one < 40 ? 3 : 0.1);
    const common = { series: loadSeries.deliveryDuration, labels, at: second(one), bornAt: start };
    follower.receive(second(one), [{ kind: 'histogram', ...common, buckets: counter.snapshot() }]);
  }
  return follower.bands();
}

const machine = {
  ...{ cores: '2', cpu: 'A made-up processor', memory: '7.8 GiB', system: 'Linux 6.1.0 x64' },
  ...{ node: '20.19.0', surgebook: '0.0.0' },
};

/** A run, told; with a text that stands wherever somebody else's may. */
export function madeUpReport(said = '', changed: Partial<ReportInput> = {}): Report {
  const facts = madeUpFacts(said);
  const [first] = facts;
  if (first?.fact !== 'run-started') throw new Error('the run has no beginning');
  return tellReport({
    ...{ surgebook: '0.0.0', started: first, facts, definitions: [], latency: madeUpLatency(), score: null },
    machine: said === '' ? machine : { cpu: said, [said]: said },
    expectations: [{ playbook: 'message-delay', within: duration(10_000), cause: 'disk', resolved: true, stop: false }],
    library: {
      ...{ playbooks: [], obligations: [], settings: plainSettings, locale: 'en' },
      noticeOf: (path) => ({ name: path, locale: 'en', text: `We are sorry.\n${said}` }),
    },
    ...{ control: null, controlFacts: null },
    ...changed,
  });
}
