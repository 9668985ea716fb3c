import { describe, expect, it } from 'vitest';
import { rehearse, workspace } from '../cli/surgebook.ts';

describe('the shipped scenarios on the built-in target, with real k6', () => {
  it('monday-morning: message-delay opens, the database is named as its cause, and it resolves after the surge', async () => {
    const { code, result } = await rehearse(['monday-morning'], workspace());
    expect(result.reasons).toEqual(['message-delay opened within 10.0 s of onset and was resolved']);
    expect(result.arrivals).toMatchObject({ planned: 8000, dropped: 0 });
    expect(result.arrivals.started).toBeGreaterThanOrEqual(7999);
    expect(result.incidents).toHaveLength(1);
    expect(result.incidents[0]).toMatchObject({ playbook: 'message-delay', cause: 'database', phase: 'resolved' });
    expect(code).toBe(0);
  });

  it('ordinary-tuesday: load really ran, and nothing is told to anyone', async () => {
    const { code, result } = await rehearse(['ordinary-tuesday'], workspace());
    expect(result).toMatchObject({ outcome: 'expected', incidents: [], notices: [] });
    expect(result.arrivals).toMatchObject({ planned: 40, dropped: 0 });
    expect(result.arrivals.started).toBeGreaterThanOrEqual(39);
    expect(code).toBe(0);
  });

  it('smoke: everything is wired', async () => {
    const { code, result } = await rehearse(['smoke'], workspace());
    expect(result).toMatchObject({ outcome: 'expected', incidents: [] });
    expect(code).toBe(0);
  });
});
