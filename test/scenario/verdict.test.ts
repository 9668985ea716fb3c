import { describe, expect, it } from 'vitest';
import type { Incident, Phase } from '../../src/model/incident.ts';
import { expectationSchema } from '../../src/model/scenario.ts';
import { duration, instant } from '../../src/model/time.ts';
import { verdictOf, type RunEvidence, type Verdict } from '../../src/scenario/verdict.ts';

const resolved: Phase = { phase: 'resolved', resolvedAt: instant(90_000) };

interface Details {
  readonly took?: number;
  readonly cause?: string;
  readonly phase?: Phase;
  readonly nth?: number;
}

/** An incident of a playbook, opened so long after its onset. */
const incident = (playbook: string, { took = 4000, cause, phase = resolved, nth = 1 }: Details = {}): Incident => ({
  id: `${playbook}-${nth}`,
  playbook,
  severity: 'major',
  onsetAt: instant(10_000),
  openedAt: instant(10_000 + took),
  breaches: [],
  cause: cause ?? null,
  update: 1,
  nextUpdateAt: instant(900_000),
  ...phase,
});

const expecting = (...written: object[]) => written.map((one) => expectationSchema.parse(one));
const delay = { playbook: 'message-delay', within: '10s' };

const quiet: RunEvidence = {
  expectations: expecting({ 'no-incident': true }),
  incidents: [],
  declared: new Map(),
  unmeasurable: new Map(),
  arrivals: { planned: 1000, started: 1000, dropped: 0 },
  droppedLimit: 0.01,
  latest: duration(0),
  exceptions: 0,
  skipped: [],
  blind: [],
};

interface Case {
  readonly what: string;
  readonly evidence: Partial<RunEvidence>;
  readonly reasons: Verdict['reasons'];
}

describe('a run is as expected', () => {
  it.each<Case>([
    { what: 'when nothing should happen and nothing did', evidence: {}, reasons: ['no incident opened'] },
    {
      what: 'when its playbook opened in time',
      evidence: {
        expectations: expecting(delay),
        incidents: [incident('message-delay', { phase: { phase: 'investigating' } })],
      },
      reasons: ['message-delay opened within 10.0 s of onset'],
    },
    {
      what: 'when it opened at the last moment, with its cause, and was resolved',
      evidence: {
        expectations: expecting({ ...delay, cause: 'database', resolved: true }),
        incidents: [incident('message-delay', { took: 10_000, cause: 'database' })],
      },
      reasons: ['message-delay opened within 10.0 s of onset and was resolved'],
    },
    {
      what: 'when each of several opened',
      evidence: {
        expectations: expecting(delay, { playbook: 'app-exit', within: '5s' }),
        incidents: [incident('app-exit'), incident('message-delay')],
      },
      reasons: ['message-delay opened within 10.0 s of onset', 'app-exit opened within 5.0 s of onset'],
    },
    {
      what: 'with as many dropped arrivals as are allowed, and as late ones',
      evidence: { arrivals: { planned: 1000, started: 990, dropped: 10 }, latest: duration(3000) },
      reasons: ['no incident opened'],
    },
    {
      what: 'when its playbook opened though the engine could not make every journey',
      evidence: { expectations: expecting(delay), incidents: [incident('message-delay')], skipped: ['meeting'] },
      reasons: [
        'message-delay opened within 10.0 s of onset',
        'the engine could not make meeting: what they would have shown was not measured',
      ],
    },
    {
      what: 'when its playbook opened, at whatever time, where none is expected',
      evidence: {
        expectations: expecting({ playbook: 'message-delay', resolved: true }),
        incidents: [incident('message-delay', { took: 600_000 })],
      },
      reasons: ['message-delay opened and was resolved'],
    },
    {
      what: 'when a person declared it, and it was measured in time',
      evidence: {
        expectations: expecting({ ...delay, resolved: true }),
        incidents: [incident('message-delay', { took: 0 })],
        declared: new Map([['message-delay-1', duration(10_000)]]),
      },
      reasons: ['message-delay was declared by a person, was measured within 10.0 s of onset and was resolved'],
    },
    {
      what: 'when a person declared it, where no time is expected',
      evidence: {
        expectations: expecting({ playbook: 'phishing' }),
        incidents: [incident('phishing', { took: 0 })],
        declared: new Map([['phishing-1', null]]),
      },
      reasons: ['phishing was declared by a person'],
    },
    {
      what: 'when a person declared it and ended it, and it was measured when it came again',
      evidence: {
        expectations: expecting(delay),
        incidents: [incident('message-delay', { took: 0 }), incident('message-delay', { nth: 2 })],
        declared: new Map([['message-delay-1', null]]),
      },
      reasons: ['message-delay opened within 10.0 s of onset'],
    },
  ])('$what', ({ evidence, reasons }) => {
    expect(verdictOf({ ...quiet, ...evidence })).toEqual({ outcome: 'expected', reasons });
  });
});

describe('a run is unexpected', () => {
  it.each<Case>([
    {
      what: 'when anything opened where nothing should, whatever the engine could not make',
      evidence: { incidents: [incident('message-delay')], skipped: ['meeting'] },
      reasons: ['expected no incident; message-delay-1 opened'],
    },
    {
      what: 'when nothing opened',
      evidence: { expectations: expecting(delay) },
      reasons: ['expected message-delay within 10.0 s of onset; no incident opened'],
    },
    {
      what: 'when another playbook opened instead',
      evidence: { expectations: expecting(delay), incidents: [incident('app-exit')] },
      reasons: [
        'expected message-delay within 10.0 s of onset; only app-exit opened',
        'app-exit-1 opened: nothing expected app-exit',
      ],
    },
    {
      what: 'when another one opened beside it',
      evidence: { expectations: expecting(delay), incidents: [incident('message-delay'), incident('app-exit')] },
      reasons: ['app-exit-1 opened: nothing expected app-exit'],
    },
    {
      what: 'when anything opened where nothing should',
      evidence: { incidents: [incident('message-delay')] },
      reasons: ['expected no incident; message-delay-1 opened'],
    },
    {
      what: 'when it took too long',
      evidence: { expectations: expecting(delay), incidents: [incident('message-delay', { took: 10_001 })] },
      reasons: ['expected message-delay within 10.0 s of onset; it took 10.0 s'],
    },
    {
      what: 'when a person declared it, and it was never measured',
      evidence: {
        expectations: expecting(delay),
        incidents: [incident('message-delay', { took: 0 })],
        declared: new Map([['message-delay-1', null]]),
      },
      reasons: ['expected message-delay within 10.0 s of onset; a person declared it, and it was never measured'],
    },
    {
      what: 'when a person declared it, and it was measured too late',
      evidence: {
        expectations: expecting(delay),
        incidents: [incident('message-delay', { took: 0 })],
        declared: new Map([['message-delay-1', duration(12_000)]]),
      },
      reasons: [
        'expected message-delay within 10.0 s of onset; a person declared it, and it was measured after 12.0 s',
      ],
    },
    {
      what: 'when nobody declared what is expected without a time',
      evidence: { expectations: expecting({ playbook: 'phishing' }) },
      reasons: ['expected phishing; no incident opened'],
    },
    {
      what: 'when no cause was identified',
      evidence: { expectations: expecting({ ...delay, cause: 'database' }), incidents: [incident('message-delay')] },
      reasons: ['expected the cause database; none was identified'],
    },
    {
      what: 'when another cause was',
      evidence: {
        expectations: expecting({ ...delay, cause: 'database' }),
        incidents: [incident('message-delay', { cause: 'network' })],
      },
      reasons: ['expected the cause database; network was identified'],
    },
    {
      what: 'when a playbook and a cause rest on what was never measured',
      evidence: {
        expectations: expecting({ ...delay, cause: 'database' }, { playbook: 'app-exit' }),
        incidents: [incident('message-delay')],
        unmeasurable: new Map([
          ['message-delay', { opening: null, causes: new Map([['database', 'nothing came of the database']]) }],
          ['app-exit', { opening: 'nothing came of exits', causes: new Map() }],
        ]),
      },
      reasons: [
        'expected the cause database; none was identified; it could not be measured: nothing came of the database',
        'expected app-exit; only message-delay opened; it could not be measured: nothing came of exits',
      ],
    },
    {
      what: 'when it was not resolved',
      evidence: {
        expectations: expecting({ ...delay, resolved: true }),
        incidents: [incident('message-delay', { phase: { phase: 'monitoring', monitoringAt: instant(50_000) } })],
      },
      reasons: ['expected message-delay to be resolved; at the end it was monitoring'],
    },
    {
      what: 'when it was resolved, opened again and was not resolved then',
      evidence: {
        expectations: expecting({ ...delay, resolved: true }),
        incidents: [
          incident('message-delay'),
          incident('message-delay', { nth: 2, phase: { phase: 'investigating' } }),
        ],
      },
      reasons: ['expected message-delay to be resolved; at the end it was investigating'],
    },
    {
      what: 'for every reason there is',
      evidence: {
        expectations: expecting({ ...delay, cause: 'database', resolved: true }),
        incidents: [
          incident('message-delay', {
            took: 20_000,
            phase: { phase: 'identified', identifiedAt: instant(1), cause: 'network' },
            cause: 'network',
          }),
        ],
      },
      reasons: [
        'expected message-delay within 10.0 s of onset; it took 20.0 s',
        'expected the cause database; network was identified',
        'expected message-delay to be resolved; at the end it was identified',
      ],
    },
  ])('$what', ({ evidence, reasons }) => {
    expect(verdictOf({ ...quiet, ...evidence })).toEqual({ outcome: 'unexpected', reasons });
  });
});

describe('a run is inconclusive', () => {
  const doubts: readonly Case[] = [
    {
      what: 'when more arrivals were dropped than are allowed',
      evidence: { arrivals: { planned: 1000, started: 980, dropped: 20 } },
      reasons: [
        '20 of 1000 arrivals were dropped (2.0 %, at most 1.0 % are allowed): the load generator could not start them',
      ],
    },
    {
      what: 'when arrivals came late',
      evidence: { latest: duration(3001) },
      reasons: ['arrivals came up to 3.0 s later than planned: the load generator was saturated'],
    },
    {
      what: 'when the scenario’s own code failed',
      evidence: { exceptions: 3 },
      reasons: ["3 of 1000 journeys were ended by an exception of the scenario's own code"],
    },
    {
      what: 'when the collector was blind, for each time it was',
      evidence: { blind: ['the engine sent no samples for 6.5 s', 'the collector itself was paused for 4.0 s'] },
      reasons: ['the engine sent no samples for 6.5 s', 'the collector itself was paused for 4.0 s'],
    },
    {
      what: 'when what was missed may be what the engine could not make',
      evidence: { expectations: expecting(delay), skipped: ['meeting', 'chat'] },
      reasons: [
        'expected message-delay within 10.0 s of onset; no incident opened',
        'the engine could not make meeting, chat: what they would have shown was not measured',
      ],
    },
    {
      what: 'when nothing should happen, nothing did, and the engine could not make every journey',
      evidence: { skipped: ['meeting'] },
      reasons: ['no incident opened', 'the engine could not make meeting: what they would have shown was not measured'],
    },
  ];
  it.each(doubts)('$what', ({ evidence, reasons }) => {
    expect(verdictOf({ ...quiet, ...evidence })).toEqual({ outcome: 'inconclusive', reasons });
  });

  it.each(doubts.slice(0, -2))('whatever else was seen: $what', ({ evidence, reasons }) => {
    for (const incidents of [[], [incident('app-exit')], [incident('message-delay')]]) {
      for (const expectations of [expecting(delay), expecting({ 'no-incident': true })]) {
        expect(verdictOf({ ...quiet, ...evidence, incidents, expectations })).toEqual({
          outcome: 'inconclusive',
          reasons,
        });
      }
    }
  });

  it('for all its doubts at once, and not when nobody was to arrive', () => {
    const all = {
      ...quiet,
      arrivals: { planned: 9, started: 1, dropped: 8 },
      latest: duration(9000),
      blind: ['blind'],
    };
    expect(verdictOf(all).reasons).toHaveLength(3);
    expect(verdictOf({ ...quiet, arrivals: { planned: 0, started: 0, dropped: 0 } }).outcome).toBe('expected');
  });
});
