import { WebSocket } from 'ws';

/** Rooms, and who listens in them. A room is there while someone is in it. */
export class Rooms {
  readonly #rooms = new Map<string, Set<WebSocket>>();

  enter(room: string, socket: WebSocket): void {
    const inside = this.#rooms.get(room) ?? new Set();
    this.#rooms.set(room, inside.add(socket));
    socket.once('close', () => {
      inside.delete(socket);
      if (inside.size === 0) this.#rooms.delete(room);
    });
  }

  /** Sends a message to everyone in a room. */
  broadcast(room: string, message: object): void {
    const text = JSON.stringify(message);
    for (const socket of this.#rooms.get(room) ?? []) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    }
  }
}
