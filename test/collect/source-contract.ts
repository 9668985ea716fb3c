import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/model/clock.ts';
import type { Source, SourceReading } from '../../src/model/source.ts';
import { instant } from '../../src/model/time.ts';
import { LeapingClock } from './clocks.ts';

/** A source with what is at its other end. */
export interface ConnectedSource {
  readonly source: Source;
  /** Has the other end bring, next, one sample of this series with the value 1; or what cannot be read. */
  bring(what: { readonly series: string } | 'nonsense'): Promise<void>;
  /** Ends the source as whoever opened it does, once its readings have ended. */
  close(): Promise<void>;
  /** Resolves once no socket or port of the source is open any more. */
  released(): Promise<void>;
  /** Ends the other end. */
  end(): Promise<void>;
}

/** What every source promises, whatever it brings samples from. */
export function sourceContract(connect: (clock: Clock) => Promise<ConnectedSource>): void {
  describe('as every source', () => {
    let clock: Clock;
    let connected: ConnectedSource;
    let stop: AbortController;
    let readings: AsyncIterator<SourceReading>;

    beforeEach(async () => {
      stop = new AbortController();
      clock = new LeapingClock(instant(1_234_567));
      connected = await connect(clock);
      readings = connected.source.watch(stop.signal)[Symbol.asyncIterator]();
    });
    afterEach(async () => {
      stop.abort();
      await connected.close();
      await connected.end();
    });

    it('has a name', () => {
      expect(connected.source.name).toMatch(/\w/);
    });

    it('brings samples, with the time of the clock it was handed', async () => {
      await connected.bring({ series: 'people' });
      const { value } = (await readings.next()) as IteratorYieldResult<SourceReading>;
      expect(value).toMatchObject({ kind: 'samples', at: clock.now(), samples: [{ series: 'people', value: 1 }] });
    });

    it('brings a failure as a reading, with the time of the clock it was handed, and goes on', async () => {
      await connected.bring('nonsense');
      const { value: failure } = (await readings.next()) as IteratorYieldResult<SourceReading>;
      expect(failure).toMatchObject({ kind: 'failure', at: clock.now(), why: expect.stringMatching(/\w/) as string });
      await connected.bring({ series: 'people' });
      const { value } = (await readings.next()) as IteratorYieldResult<SourceReading>;
      expect(value).toMatchObject({ kind: 'samples', at: clock.now(), samples: [{ series: 'people', value: 1 }] });
    });

    it('ends when it is stopped between two readings', async () => {
      await connected.bring({ series: 'people' });
      await readings.next();
      stop.abort();
      expect(await readings.next()).toEqual({ done: true, value: undefined });
    });

    it('ends at once when it was stopped before it began', async () => {
      stop.abort();
      expect(await readings.next()).toEqual({ done: true, value: undefined });
    });

    it('lets go of its sockets and its port when it has ended', async () => {
      await connected.bring({ series: 'people' });
      await readings.next();
      stop.abort();
      await readings.next();
      await connected.close();
      await connected.released();
    });
  });
}
