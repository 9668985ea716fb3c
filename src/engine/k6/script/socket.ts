import { WebSocket } from 'k6/websockets';
import { JourneyFailed } from './journey-failed.ts';
import { socketsLost, socketsOpened, socketsRefused } from './series.ts';
import type { Delivery } from './delivery.ts';

/** An open WebSocket of one person. */
export interface Socket {
  send(text: string): void;
  /** Deliveries that look at every message from now on. */
  readonly deliveries: Set<Delivery>;
  /** Rejects when the service closes the socket, or it breaks, before `close`; never resolves. */
  readonly lost: Promise<never>;
  close(): void;
}

/** Opens a WebSocket; fails the journey when the service does not let us in. */
export function openSocket(url: string, headers: Record<string, string>, name: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const tags = { name };
    const socket = new WebSocket(url, null, { headers, tags });
    const deliveries = new Set<Delivery>();
    let phase: 'opening' | 'open' | 'done' = 'opening';
    let lose: (error: Error) => void = () => undefined;
    const lost = new Promise<never>((_, rejectLost) => {
      lose = rejectLost;
    });
    // Nobody may be waiting when it happens.
    lost.catch(() => undefined);
    const gone = (): void => {
      if (phase === 'opening') {
        socketsRefused.add(1, tags);
        reject(new JourneyFailed(`${name}: not let in`));
      } else if (phase === 'open') {
        socketsLost.add(1, tags);
        lose(new JourneyFailed(`${name}: lost`));
      }
      phase = 'done';
    };
    socket.onopen = () => {
      phase = 'open';
      socketsOpened.add(1, tags);
      resolve({
        send: (text) => socket.send(text),
        deliveries,
        lost,
        close: () => {
          phase = 'done';
          socket.close();
        },
      });
    };
    socket.onmessage = (event) => {
      const text = typeof event?.data === 'string' ? event.data : '';
      for (const delivery of deliveries) delivery.see(text);
    };
    socket.onclose = gone;
    socket.onerror = () => {
      gone();
      socket.close();
    };
  });
}
