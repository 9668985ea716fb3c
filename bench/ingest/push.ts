import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

/** Pushes bodies over one connection, each once the one before has been answered, as whoever pushes in order does. */
export class Pusher {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error when the body was not taken. */
  async push(body: Uint8Array): Promise<void> {
    const asking = request(this.#url, {
      method: 'POST',
      agent: this.#agent,
      headers: {
        'content-encoding': 'snappy',
        'content-type': 'application/x-protobuf',
        'x-prometheus-remote-write-version': '0.1.0',
        'content-length': body.length,
      },
    });
    asking.end(body);
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    let said = '';
    for await (const text of response.setEncoding('utf8') as AsyncIterable<string>) said += text;
    if (response.statusCode !== 204) throw new Error(`a push was answered ${String(response.statusCode)}: ${said}`);
  }

  close(): void {
    this.#agent.destroy();
  }
}
