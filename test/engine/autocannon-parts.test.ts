import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cookies } from '../../src/engine/autocannon/cookies.ts';
import { ranOutOf } from '../../src/engine/autocannon/connection.ts';
import { Gate } from '../../src/engine/autocannon/gate.ts';
import { dueBy, slotLength } from '../../src/engine/autocannon/pace.ts';
import { readyRequest } from '../../src/engine/autocannon/request.ts';
import { readyValues } from '../../src/scenario/arrival-values.ts';
import { headerTemplates } from '../../src/scenario/headers.ts';
import { skips } from '../../src/engine/autocannon/skips.ts';
import type { Behaviour, Plan, PlannedStep, RatePiece } from '../../src/model/plan.ts';
import type { RequestStep } from '../../src/model/step.ts';
import { duration } from '../../src/model/time.ts';
import { arrivalsBy, lengthOf, totalArrivals } from '../../src/scenario/rate-curve.ts';

const piece = (from: number, to: number, lasting: number): RatePiece => ({ from, to, lasting: duration(lasting) });

describe('pace: how many arrivals are due', () => {
  it.each([
    { curve: [piece(10, 10, 1000)], elapsed: 0, due: 0 },
    { curve: [piece(10, 10, 1000)], elapsed: 99, due: 0 },
    { curve: [piece(10, 10, 1000)], elapsed: 100, due: 1 },
    { curve: [piece(10, 10, 1000)], elapsed: 1000, due: 10 },
    { curve: [piece(10, 10, 1000)], elapsed: 9000, due: 10 },
    { curve: [piece(0, 100, 1000)], elapsed: 200, due: 2 },
    { curve: [piece(0, 100, 1000)], elapsed: 400, due: 8 },
    { curve: [piece(0, 100, 1000)], elapsed: 1000, due: 50 },
    { curve: [piece(0, 0, 500), piece(40, 0, 1000)], elapsed: 500, due: 0 },
    { curve: [piece(0, 0, 500), piece(40, 0, 1000)], elapsed: 1000, due: 15 },
    { curve: Array.from({ length: 10 }, () => piece(0.1, 0.1, 1000)), elapsed: 10_000, due: 1 },
  ])('$due of $curve by $elapsed ms', ({ curve, elapsed, due }) => {
    expect(dueBy(curve, duration(elapsed))).toBe(due);
  });

  it('follows any curve to within one arrival, slot by slot, and lets all of them in by the end', () => {
    const rate = fc.double({ min: 0, max: 300, noNaN: true });
    const pieces = fc.array(fc.tuple(rate, rate, fc.integer({ min: 0, max: 2000 })), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pieces, (drawn) => {
        const curve = drawn.map(([from, to, lasting]) => piece(from, to, lasting));
        const slots = Array.from({ length: lengthOf(curve) / slotLength }, (_, slot) => duration(slot * slotLength));
        const due = slots.map((at) => dueBy(curve, at));
        const apart = slots.map((at, slot) => Math.abs((due[slot] ?? 0) - arrivalsBy(curve, at)));
        expect(due).toEqual([...due].sort((one, other) => one - other));
        expect(Math.max(0, ...apart)).toBeLessThan(1.001);
        expect(Math.abs(dueBy(curve, lengthOf(curve)) - totalArrivals(curve))).toBeLessThan(1.001);
      }),
    );
  });

  it('spreads a ramp over its second: each fifth gets its own part of the arrivals', () => {
    const ramp = [piece(0, 250, 1000)];
    const fifths = [200, 400, 600, 800, 1000].map((at) => dueBy(ramp, duration(at)) - dueBy(ramp, duration(at - 200)));
    expect(fifths).toEqual([5, 15, 25, 35, 45]);
  });
});

describe('gate: who comes in', () => {
  const everyone = (): boolean => true;

  it('lets in who is due, in their order, once', () => {
    const gate = new Gate(10, everyone);
    expect([gate.admit(0), gate.admit(2), gate.admit(2), gate.admit(3)]).toEqual([[], [0, 1], [], [2]]);
  });

  it('keeps waiting who finds no place, and lets them in when somebody leaves', () => {
    const gate = new Gate(2, everyone);
    expect(gate.admit(5)).toEqual([0, 1]);
    expect([gate.full, gate.waiting(5), gate.admit(5)]).toEqual([true, 3, []]);
    gate.leave();
    expect([gate.admit(5), gate.waiting(5)]).toEqual([[2], 2]);
  });

  it('passes over arrivals that do not happen: they take no place and nobody waits for them', () => {
    const gate = new Gate(2, (arrival) => arrival % 3 === 0);
    expect(gate.admit(10)).toEqual([0, 3]);
    expect([gate.inside, gate.waiting(10)]).toEqual([2, 2]);
  });

  it('never has more inside than there are places, and loses nobody', () => {
    const moves = fc.array(fc.oneof(fc.constant('leave' as const), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), moves, (places, drawn) => {
        const gate = new Gate(places, everyone);
        const came: number[] = [];
        let due = 0;
        for (const move of drawn) {
          if (move === 'leave') {
            if (gate.inside > 0) gate.leave();
          } else {
            due += move;
            came.push(...gate.admit(due));
          }
          expect(gate.inside).toBeLessThanOrEqual(places);
        }
        expect(came).toEqual(came.map((_, place) => place));
        expect(came.length + gate.waiting(due)).toBe(due);
      }),
    );
  });
});

const request = (step: Partial<RequestStep> = {}): RequestStep => ({
  kind: 'request',
  method: 'get',
  path: '/',
  name: 'home',
  payload: null,
  headers: {},
  expect: [],
  capture: {},
  timeout: duration(1000),
  ...step,
});

describe('skips: what autocannon cannot do', () => {
  const think: PlannedStep = { kind: 'think', least: duration(1), most: duration(2) };
  const receive: PlannedStep = { kind: 'receive', match: 'x', name: 'x', within: duration(1), poll: null };
  const polled: PlannedStep = { ...receive, poll: { request: request(), every: duration(100) } };
  const send: PlannedStep = { kind: 'send', payload: { kind: 'text', text: 'x' } };
  const websocket: PlannedStep = {
    kind: 'websocket',
    path: '/',
    name: 'ws',
    headers: {},
    steps: [],
    heartbeat: null,
  };
  const why = 'needs a WebSocket; autocannon speaks HTTP/1.1 only';
  const whyPolled = 'awaits a message by polling; autocannon asks once';
  const journeys = (...steps: readonly PlannedStep[][]): Behaviour => ({
    kind: 'journeys',
    journeys: steps.map((own, place) => ({ id: `j${place}`, share: 1 / steps.length, steps: own })),
  });

  it.each([
    { behaviour: journeys([request()], [request(), think]), skipped: [] },
    { behaviour: journeys([request()], [request(), websocket]), skipped: [{ journey: 'j1', why }] },
    { behaviour: journeys([receive], [send]), skipped: ['j0', 'j1'].map((journey) => ({ journey, why })) },
    { behaviour: journeys([request()], [request(), polled]), skipped: [{ journey: 'j1', why: whyPolled }] },
    {
      behaviour: { kind: 'script', script: '/x.k6.ts' } as const,
      skipped: [{ journey: 'script', why: 'is a k6 script; only k6 runs it' }],
    },
  ])('skips $skipped', ({ behaviour, skipped }) => {
    expect(skips({ behaviour } as unknown as Plan)).toEqual(skipped);
  });
});

describe('request: what goes out', () => {
  const around = { url: 'http://127.0.0.1:1/base', headers: headerTemplates({ Authorization: 'Bearer {{token}}' }) };
  const filled = (step: Partial<RequestStep>, values: Record<string, string> = {}) =>
    readyRequest(request(step), around).fill(new Map(Object.entries(values)));

  it.each([
    { path: '/rooms/{{room}}?q=1#top', room: 'a', out: '/base/rooms/a?q=1' },
    { path: '/rooms/{{room}}', room: 'a b', out: '/base/rooms/a%20b' },
    { path: '/rooms/{{room}}', room: 'x HTTP/1.1\r\nEvil: 1', out: '/base/rooms/x%20HTTP/1.1Evil:%201' },
    { path: '/rooms/{{room}}', room: '早', out: '/base/rooms/%E6%97%A9' },
  ])('writes $path with "$room" as $out', ({ path, room, out }) => {
    expect(filled({ path }, { room }).path).toBe(out);
  });

  it('sends a common header from the moment its variable is known, and lets a step have its own instead', () => {
    expect(filled({}).headers).toEqual({});
    expect(filled({}, { token: 't' }).headers).toEqual({ authorization: 'Bearer t' });
    expect(filled({ headers: { AUTHORIZATION: 'Basic x' } }, { token: 't' }).headers).toEqual({
      authorization: 'Basic x',
    });
  });

  it.each([
    { step: { payload: { kind: 'json', json: {} } }, headers: { 'content-type': 'application/json' } },
    {
      step: { payload: { kind: 'json', json: {} }, headers: { 'Content-Type': 'application/merge-patch+json' } },
      headers: { 'content-type': 'application/merge-patch+json' },
    },
    { step: { payload: { kind: 'text', text: 'x' } }, headers: {} },
    { step: { method: 'post' }, headers: { 'content-length': '0' } },
    { step: { method: 'delete' }, headers: {} },
  ] as const)('says of $step what goes with it: $headers', ({ step, headers }) => {
    expect(filled(step).headers).toEqual(headers);
  });

  it.each(['a\r\nEvil: 1', 'a\nb', 'a\u0000b'])('refuses a header that would hold %j', (token) => {
    expect(() => filled({}, { token })).toThrow('the header authorization would hold a control character');
  });

  it('keeps JSON whole whatever is filled in', () => {
    const step = readyRequest(request({ payload: { kind: 'json', json: { text: ['{{text}}', 1] } } }), around);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(step.fill(new Map([['text', text]])).body ?? '')).toEqual({ text: [text, 1] });
      }),
    );
  });

  it.each([
    { expect_: [], status: 204, ok: true },
    { expect_: [], status: 302, ok: false },
    { expect_: [404], status: 404, ok: true },
    { expect_: [404], status: 200, ok: false },
  ])('takes $status as expected: $ok (of $expect_)', ({ expect_, status, ok }) => {
    expect(readyRequest(request({ expect: expect_ }), around).isExpected(status)).toBe(ok);
  });

  it.each([
    { body: '{"token":"t","rooms":[{"id":7}]}', captured: { token: 't', room: '7' } },
    { body: '{"token":"t","rooms":[]}', captured: null },
    { body: 'not JSON', captured: null },
  ])('captures $captured from $body', ({ body, captured }) => {
    const ready = readyRequest(request({ capture: { token: '$.token', room: '$.rooms[0].id' } }), around);
    const values = readyValues({ variables: {}, people: { kind: 'none' }, secrets: {}, seed: 1 })(0);
    expect(ready.capture(body, values)).toBe(captured !== null);
    if (captured !== null) expect({ token: values.get('token'), room: values.get('room') }).toEqual(captured);
  });
});

describe('cookies: what a person holds', () => {
  const now = Date.parse('2026-01-05T09:00:00Z');
  it.each([
    { lines: [[]], header: null },
    { lines: [['a=1; Path=/; HttpOnly', 'b=2=3']], header: 'a=1; b=2=3' },
    { lines: [['a=1'], ['a=2']], header: 'a=2' },
    { lines: [['a=1', 'b=2'], ['a=; Max-Age=0']], header: 'b=2' },
    { lines: [['a=1'], ['a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT']], header: null },
    { lines: [['a=1; expires=Tue, 06 Jan 2026 00:00:00 GMT']], header: 'a=1' },
    { lines: [['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT']], header: 'a=1' },
    { lines: [['=1', 'nothing', '']], header: null },
  ])('$lines leaves $header', ({ lines, header }) => {
    const cookies = new Cookies();
    for (const answer of lines) cookies.take(answer, now);
    expect(cookies.header).toBe(header);
  });
});

describe('errors of a connection', () => {
  it.each([
    { code: 'EMFILE', ours: 'open files' },
    { code: 'EADDRNOTAVAIL', ours: 'ports of its own' },
    { code: 'ECONNREFUSED', ours: null },
    { code: 'ECONNRESET', ours: null },
  ])('$code: this machine ran out of $ours', ({ code, ours }) => {
    expect(ranOutOf(Object.assign(new Error(code), { code }))).toBe(ours);
  });
});
