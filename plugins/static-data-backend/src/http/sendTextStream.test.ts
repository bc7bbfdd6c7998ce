import { createServer, get } from 'node:http';
import { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { sendTextStream, unlessClientGone } from './sendTextStream';

describe('sendTextStream', () => {
  /** Asks a server for a text; has what became of the answer, on either side. */
  async function exchange(
    text: () => AsyncIterable<string>,
    options: { leaveEarly: boolean } = { leaveEarly: false },
  ) {
    let sent: Promise<void> | undefined;
    const server = createServer((_, res) => {
      sent = sendTextStream(res, text());
      // Handled below; until then nobody listens.
      sent.catch(() => {});
    });
    await new Promise<void>(resolve => {
      server.listen(0, resolve);
    });
    const { port } = server.address() as AddressInfo;
    const received = await new Promise<string>((resolve, reject) => {
      get({ port, agent: false }, response => {
        if (options.leaveEarly) {
          response.destroy();
          resolve('');
        } else {
          readText(response).then(resolve, reject);
        }
      }).on('error', reject);
    }).catch(error => error);
    server.close();
    return { sent: sent!, received };
  }

  it('sends all there is', async () => {
    const { sent, received } = await exchange(async function* text() {
      yield 'one\n';
      yield '';
      yield 'two\n';
    });

    await expect(sent).resolves.toBeUndefined();
    expect(received).toBe('one\ntwo\n');
  });

  it('breaks off and fails when the text does', async () => {
    const { sent, received } = await exchange(async function* text() {
      yield 'one\n';
      throw new Error('no connection');
    });

    await expect(unlessClientGone(() => sent)).rejects.toThrow('no connection');
    expect(received).toMatchObject({ code: 'ECONNRESET' });
  });

  it('stops when the client goes away, which need not be a failure', async () => {
    let stopped = false;

    const { sent } = await exchange(
      async function* text() {
        try {
          for (;;) {
            yield 'one\n';
            await new Promise(setImmediate);
          }
        } finally {
          stopped = true;
        }
      },
      { leaveEarly: true },
    );

    await expect(sent).rejects.toThrow('Premature close');
    await expect(unlessClientGone(() => sent)).resolves.toBeUndefined();
    expect(stopped).toBe(true);
  });
});
