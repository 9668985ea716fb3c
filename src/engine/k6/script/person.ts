import type { ReceiveStep } from '../../../model/step.ts';
import { awaitDelivery, type Delivery } from './delivery.ts';
import type { Socket } from './socket.ts';

/** What one person knows, each variable at its place: k6 finds an entry of a list far quicker than a property. */
export type Values = (string | undefined)[];

/** One person on a journey: all that an arrival makes anew. What only some journeys need is not there before a step needs it. */
export interface Person {
  readonly arrival: number;
  /** What they know: from the start, and what they captured. */
  readonly values: Values;
  /** Their next draw, in [0, 1). */
  chance: (() => number) | null;
  /** The messages on their way to them, each by the step that waits for it. */
  deliveries: Map<ReceiveStep, Delivery> | null;
}

/** From now on a message is on its way. One that is not polled for comes by the open socket. */
export function beginDelivery(person: Person, socket: Socket | null, awaited: ReceiveStep): Delivery {
  const delivery = awaitDelivery(awaited.name, awaited.within);
  person.deliveries ??= new Map();
  person.deliveries.set(awaited, delivery);
  if (awaited.poll === null) socket?.deliveries.add(delivery);
  return delivery;
}

/** Awaits nothing more of what is still on its way. */
export function abandonDeliveries({ deliveries }: Person): void {
  if (deliveries === null) return;
  for (const delivery of deliveries.values()) delivery.abandon();
}
