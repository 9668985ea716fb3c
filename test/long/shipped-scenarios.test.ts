import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/journal/journal.ts';
import { rehearse, workspace } from '../cli/surgebook.ts';

interface Trouble {
  readonly scenario: string;
  readonly playbook: string;
  readonly cause: string;
  /** The share of arrivals that may be dropped, where slow requests keep people inside longer than was planned for. */
  readonly dropped?: number;
  /** The step whose action is seen to work, where the playbook acts by itself. */
  readonly eased?: string;
}

/** Each provokes one trouble by load alone: the playbook that opens, and the cause that it names. */
const troubles: readonly Trouble[] = [
  { scenario: 'monday-morning', playbook: 'message-delay', cause: 'database', eased: 'add-standby' },
  { scenario: 'after-the-holidays', playbook: 'standby-exhausted', cause: 'database' },
  { scenario: 'all-hands', playbook: 'video-stutter', cause: 'media', eased: 'add-standby' },
  { scenario: 'full-house', playbook: 'app-exit', cause: 'sessions', eased: 'add-standby' },
  { scenario: 'after-the-outage', playbook: 'log-in-storm', cause: 'sign-in', dropped: 0.1 },
  { scenario: 'vpn-morning', playbook: 'vpn-capacity', cause: 'licence' },
  { scenario: 'night-log-ins', playbook: 'remote-access', cause: 'guessing' },
  { scenario: 'nine-o-clock', playbook: 'check-in-surge', cause: 'database', dropped: 0.1, eased: 'add-standby' },
  { scenario: 'shared-deadline', playbook: 'document-save', cause: 'crowded-document' },
  { scenario: 'month-end', playbook: 'approval-backlog', cause: 'approval-engine' },
  { scenario: 'design-review', playbook: 'upload-congestion', cause: 'storage', dropped: 0.1 },
  { scenario: 'report-hour', playbook: 'database-pool', cause: 'reports' },
  { scenario: 'phishing-wave', playbook: 'phishing', cause: 'campaign' },
  { scenario: 'friday-evening', playbook: 'insider', cause: 'remote-session' },
  { scenario: 'bulk-export', playbook: 'data-leak', cause: 'one-account' },
  { scenario: 'health-form', playbook: 'health-data', cause: 'consent' },
  { scenario: 'screen-watch', playbook: 'staff-monitoring', cause: 'roll-out' },
  { scenario: 'vendor-outage', playbook: 'vendor-failure', cause: 'quota' },
  { scenario: 'everybody-looks', playbook: 'monitoring-blind', cause: 'dashboards', dropped: 0.05 },
];

describe('the shipped scenarios on the built-in target, with real k6', () => {
  it.each(troubles)(
    '$scenario: $playbook opens and nothing else does, $cause is named as its cause, and it resolves',
    async ({ scenario, playbook, cause, dropped = 0, eased }) => {
      const root = workspace();
      const { code, result } = await rehearse([scenario], root);
      expect(result.reasons).toEqual([
        expect.stringMatching(`^${playbook} opened within \\d+\\.0 s of onset and was resolved$`),
      ]);
      expect(result.warnings).toEqual([]);
      expect(result.incidents).toEqual([expect.objectContaining({ playbook, cause, phase: 'resolved' })]);
      expect(result.arrivals.dropped).toBeLessThanOrEqual(result.arrivals.planned * dropped);
      expect(result.arrivals.started).toBeGreaterThanOrEqual(result.arrivals.planned * (1 - dropped) - 1);
      const verified = readJournal(join(root, result.run, 'journal.ndjson')).filter(
        ({ fact }) => fact === 'action-verified',
      );
      if (eased !== undefined)
        expect(verified).toContainEqual(expect.objectContaining({ step: eased, outcome: 'effective' }));
      expect(code).toBe(0);
    },
  );

  it('ordinary-tuesday: load really ran, and nothing is told to anyone', async () => {
    const { code, result } = await rehearse(['ordinary-tuesday'], workspace());
    expect(result).toMatchObject({ outcome: 'expected', warnings: [], incidents: [], notices: [] });
    expect(result.arrivals).toMatchObject({ planned: 40, dropped: 0 });
    expect(result.arrivals.started).toBeGreaterThanOrEqual(39);
    expect(code).toBe(0);
  });

  it('smoke: everything is wired', async () => {
    const { code, result } = await rehearse(['smoke'], workspace());
    expect(result).toMatchObject({ outcome: 'expected', warnings: [], incidents: [] });
    expect(code).toBe(0);
  });
});
