import { once } from 'node:events';
import { createServer, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

const CHUNK = Buffer.alloc(64 * 1024, 'and on ');

/** Where messages to it can go, and what it does with them. */
const ANSWERS = {
  accept: response => response.writeHead(204).end(),
  /** Leads to another address of the machine, which would get the message. */
  redirect: response =>
    response.writeHead(307, { location: '/redirected' }).end(),
  /** Accepts, with a body that never ends, as fast as it is read. */
  endless: response =>
    Readable.from(repeat(CHUNK)).pipe(response.writeHead(200)),
} satisfies Record<string, (response: ServerResponse) => unknown>;

function* repeat(chunk: Buffer): Generator<Buffer, void> {
  while (true) {
    yield chunk;
  }
}

/** Somebody on this machine whom webhooks tell of syncs, and who may wish them ill. */
export class HostileReceiver {
  readonly #server: Server;
  /** The path of each message that has come. */
  readonly #paths: string[] = [];
  #endless = 0;

  static async start(): Promise<HostileReceiver> {
    const receiver = new HostileReceiver();
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  private constructor() {
    this.#server = createServer(async (request, response) => {
      await text(request);
      const path = request.url!.slice(1);
      this.#paths.push(path);
      if (path === 'endless') {
        this.#endless += 1;
        response.on('close', () => {
          this.#endless -= 1;
        });
      }
      const answer = ANSWERS[path as keyof typeof ANSWERS] ?? ANSWERS.accept;
      answer(response);
    });
  }

  /** Where messages go to a path, by this name of the machine. */
  url(path: string, name = '127.0.0.1'): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${name}:${port}/${path}`;
  }

  /** How many messages have come to a path. */
  count(path: string): number {
    return this.#paths.filter(each => each === path).length;
  }

  /** How many still listen to what never ends. */
  get listeners(): number {
    return this.#endless;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
