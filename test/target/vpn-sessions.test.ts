import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VpnSessions } from '../../src/target/vpn-sessions.ts';

describe('VPN sessions', () => {
  it('are opened up to the licence, and again when one has ended', () => {
    const sessions = new VpnSessions(2, 1000);
    const [first, second, third] = [sessions.open(0), sessions.open(0), sessions.open(0)];
    expect([first, second, third]).toEqual([1, 2, null]);
    expect(sessions.end(1)).toBe(true);
    expect(sessions.inUse(0)).toBe(1);
    expect(sessions.open(0)).toBe(3);
  });

  it.each([1, 7, Number.NaN])('that are not there cannot be ended: %s', (session) => {
    const sessions = new VpnSessions(5, 1000);
    sessions.open(0);
    sessions.end(1);
    expect(sessions.end(session)).toBe(false);
  });

  it('that last as long as a gateway keeps one are ended, the earliest first', () => {
    const sessions = new VpnSessions(2, 1000);
    sessions.open(0);
    sessions.open(600);
    expect([999, 1000, 1599, 1600].map((now) => sessions.inUse(now))).toEqual([2, 1, 1, 0]);
  });

  it('are never more than the licence allows', () => {
    const moves = fc.array(fc.record({ end: fc.boolean(), session: fc.nat(30), after: fc.nat(400) }), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(fc.nat(5), moves, (limit, made) => {
        const sessions = new VpnSessions(limit, 1000);
        let now = 0;
        for (const { end, session, after } of made) {
          now += after;
          const free = sessions.inUse(now) < limit;
          if (end) sessions.end(session);
          else expect(sessions.open(now) !== null).toBe(free);
          expect(sessions.inUse(now)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});
