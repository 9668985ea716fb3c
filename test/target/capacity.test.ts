import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { defaultCapacity, paperCapacity } from '../../src/target/capacity.ts';
import { capacityWith, startOffice, type Office } from './office.ts';

/** People who each check in again as soon as their last check-in is recorded. */
class Crowd {
  readonly #office: Office;
  readonly #people: number;
  readonly #over = new AbortController();
  #checkIns = 0;
  #awaited: { readonly count: number; readonly reached: () => void } | null = null;

  constructor(office: Office, people: number) {
    this.#office = office;
    this.#people = people;
  }

  /** Goes on until `end`, and rejects if anybody is turned away. */
  async keepCheckingIn(): Promise<void> {
    const token = await this.#office.logIn();
    const dispatcher = new Agent({ connections: this.#people });
    const person = async (): Promise<void> => {
      while (!this.#over.signal.aborted) {
        const answer = await request(`${this.#office.url}/attendance`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          dispatcher,
        });
        await answer.body.dump();
        expect(answer.statusCode).toBe(201);
        this.#checkIns += 1;
        if (this.#checkIns === this.#awaited?.count) this.#awaited.reached();
      }
    };
    await Promise.all(Array.from({ length: this.#people }, person));
    await dispatcher.close();
  }

  /** Check-ins a second, over so many of them from now on. */
  async rateOver(checkIns: number): Promise<number> {
    const from = performance.now();
    await new Promise<void>((resolve) => {
      this.#awaited = { count: this.#checkIns + checkIns, reached: resolve };
    });
    return (checkIns * 1000) / (performance.now() - from);
  }

  end(): void {
    this.#over.abort();
  }
}

describe('what a target can bear', () => {
  it.each([
    { what: 'the capacity it comes with', capacity: defaultCapacity },
    { what: 'another one', capacity: capacityWith({ db: { slots: 3, serviceMs: 40 } }) },
  ])('on paper is what it does over real sockets, within a tenth: $what', async ({ capacity }) => {
    const office = await startOffice(capacity);
    const { db } = capacity.stages;
    const slots = capacity.workers * db.slots;
    const paper = paperCapacity(db, capacity.workers);
    // Whoever has the least to do gets the next job, so each worker has done one, and has started, when these are done.
    const token = await office.logIn();
    await Promise.all(
      Array.from({ length: capacity.workers }, () => office.send('POST', '/attendance', undefined, token)),
    );
    // So many that every slot has others waiting for it however slowly they come again.
    const crowd = new Crowd(office, 10 * slots);
    const checkingIn = crowd.keepCheckingIn();
    await crowd.rateOver(slots);
    const measured = await crowd.rateOver(Math.ceil(3 * paper));
    crowd.end();
    await checkingIn;
    expect(measured / paper).toBeGreaterThan(0.9);
    expect(measured / paper).toBeLessThan(1.1);
  });
});
