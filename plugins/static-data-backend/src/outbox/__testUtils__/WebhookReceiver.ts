import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

type Answer = (res: ServerResponse, req: IncomingMessage) => void;

/** A message as it arrived. */
export interface ReceivedMessage {
  /** Header `webhook-id`. */
  id: string;
  path: string;
  /** The body, whose signature was verified. */
  message: any;
}

/** What receivers do, and what they should not. */
export const answers = {
  accept: res => res.writeHead(204).end(),
  refuse: res => res.writeHead(500).end('no'),
  leave: res => res.writeHead(410).end(),
  redirect: (res, req) => {
    const { host } = req.headers;
    res.writeHead(307, { location: `http://${host}/elsewhere` }).end();
  },
  askToWait: res => res.writeHead(429, { 'retry-after': '120' }).end(),
  hang: () => {},
  close: res => res.destroy(),
  /** Accepts, with a body that never ends. */
  trickle: res => {
    res.writeHead(200);
    const timer = setInterval(() => res.write('and on '), 5);
    res.on('close', () => clearInterval(timer));
  },
  /** Never gets to the end of the head of its answer. */
  trickleHead: res => {
    const { socket } = res;
    socket!.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket!.write('x-more: x\r\n'), 5);
    socket!.on('close', () => clearInterval(timer));
  },
  /** Has more to say in its head than anybody listens to. */
  swamp: res => {
    res.socket!.end(`HTTP/1.1 200 OK\r\nx-more: ${'x'.repeat(1e6)}\r\n\r\n`);
  },
  upgrade: res => {
    res.socket!.write(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n',
    );
  },
  lie: res => {
    res.socket!.end('HTTP/1.1 999 \u0000\r\ncontent-length: -1\r\n\r\n');
  },
} satisfies Record<string, Answer>;

/** Somebody whom a webhook tells of syncs. */
export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  /** Headers and bodies of requests whose signature was wrong. */
  readonly refused: string[] = [];
  answer: keyof typeof answers = 'accept';
  readonly #server: Server;
  readonly #wakers = new Set<() => void>();

  private constructor(verifier: Webhook) {
    this.#server = createServer(async (req, res) => {
      const body = await text(req);
      const headers = req.headers as Record<string, string>;
      try {
        const message = verifier.verify(body, headers);
        this.received.push({
          id: headers['webhook-id'],
          path: req.url!,
          message,
        });
      } catch {
        this.refused.push(JSON.stringify([headers, body]));
      }
      answers[this.answer](res, req);
      this.#wakers.forEach(wake => wake());
    });
  }

  /** @param verifier - of the secret that it shares with the sender */
  static async start(verifier: Webhook): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(verifier);
    await new Promise<void>(resolve => {
      receiver.#server.listen(0, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/hook?token=marked`;
  }

  /** Resolves when so many messages have come. */
  async waitFor(count: number): Promise<ReceivedMessage[]> {
    while (this.received.length < count) {
      await new Promise<void>(resolve => {
        this.#wakers.add(resolve);
      });
    }
    return this.received;
  }

  /** Resolves when nobody is connected any more. */
  async waitUntilLeft(): Promise<void> {
    while (
      await new Promise<number>((resolve, reject) => {
        this.#server.getConnections((error, count) =>
          error ? reject(error) : resolve(count),
        );
      })
    ) {
      await new Promise(setImmediate);
    }
  }

  async stop(): Promise<void> {
    await new Promise(resolve => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }
}
