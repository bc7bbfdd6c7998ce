import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { answers, WebhookReceiver } from './__testUtils__/WebhookReceiver';
import { createPublicLookup } from './publicLookup';
import { sendWebhook } from './sendWebhook';

const PLAIN_SECRET = 'a plain text with ümläuts and more';
const KEY = Buffer.from('thirty two bytes to sign with...');

const message = { id: 'message-1', payload: '{"type":"webhook.test","é":1}' };

describe('sendWebhook', () => {
  const receivers: WebhookReceiver[] = [];
  const { signal } = new AbortController();

  async function startReceiver(
    answer: keyof typeof answers,
    verifier = new Webhook(Buffer.from(PLAIN_SECRET), { format: 'raw' }),
  ) {
    const receiver = await WebhookReceiver.start(verifier);
    receiver.answer = answer;
    receivers.push(receiver);
    return receiver;
  }

  afterEach(async () => {
    await Promise.all(receivers.splice(0).map(receiver => receiver.stop()));
  });

  it.each([
    ['plain text', PLAIN_SECRET, undefined],
    [
      'a key in base64',
      `whsec_${KEY.toString('base64')}`,
      new Webhook(KEY.toString('base64')),
    ],
  ])('signs with a secret that is %s', async (_, secret, verifier) => {
    const receiver = await startReceiver('accept', verifier);

    expect(
      await sendWebhook({ url: receiver.url, secret }, message, { signal }),
    ).toEqual({ statusCode: 204 });
    expect(receiver.refused).toEqual([]);
    expect(receiver.received).toEqual([
      {
        id: 'message-1',
        path: '/hook?token=marked',
        message: { type: 'webhook.test', é: 1 },
      },
    ]);
  });

  it('is refused by a receiver with another secret', async () => {
    const receiver = await startReceiver('accept');
    await sendWebhook(
      { url: receiver.url, secret: `${PLAIN_SECRET}.` },
      message,
      { signal },
    );
    expect(receiver.received).toEqual([]);
    expect(receiver.refused).toHaveLength(1);
  });

  it.each<[keyof typeof answers, object]>([
    ['refuse', { statusCode: 500 }],
    ['leave', { statusCode: 410 }],
    ['askToWait', { statusCode: 429, retryAfterMs: 120_000 }],
    ['redirect', { statusCode: 307 }],
    ['trickle', { statusCode: 200 }],
    ['upgrade', { error: 'No answer: Error' }],
    ['swamp', { error: 'No answer: HPE_HEADER_OVERFLOW' }],
    ['close', { error: 'No answer: ECONNRESET' }],
    ['lie', { error: expect.stringMatching(/^No answer: /) }],
  ])('reports what a receiver does that will %s', async (answer, expected) => {
    const receiver = await startReceiver(answer);
    expect(
      await sendWebhook({ url: receiver.url, secret: PLAIN_SECRET }, message, {
        signal,
      }),
    ).toEqual(expected);
    expect(receiver.received).toHaveLength(1);
  });

  it.each(['hang', 'trickleHead'] as const)(
    'does not wait forever for a receiver that will %s',
    async answer => {
      const receiver = await startReceiver(answer);
      expect(
        await sendWebhook(
          { url: receiver.url, secret: PLAIN_SECRET },
          message,
          { signal, timeoutMs: 200 },
        ),
      ).toEqual({ error: 'No answer in time' });
    },
  );

  it('stops when it is told to', async () => {
    const receiver = await startReceiver('hang');
    const controller = new AbortController();
    const sending = sendWebhook(
      { url: receiver.url, secret: PLAIN_SECRET },
      message,
      { signal: controller.signal },
    );
    await receiver.waitFor(1);
    controller.abort();
    expect(await sending).toEqual({ error: 'No answer: ABORT_ERR' });
  });

  it('reports that nobody is listening, without the URL', async () => {
    const receiver = await startReceiver('accept');
    const { url } = receiver;
    await receiver.stop();
    expect(
      await sendWebhook({ url, secret: PLAIN_SECRET }, message, { signal }),
    ).toEqual({ error: 'No answer: ECONNREFUSED' });
  });

  it('does not keep the connection of an answer that goes on', async () => {
    const receiver = await startReceiver('trickle');
    await sendWebhook({ url: receiver.url, secret: PLAIN_SECRET }, message, {
      signal,
    });
    await expect(receiver.waitUntilLeft()).resolves.toBeUndefined();
  });

  describe('with a name for a host', () => {
    async function sendTo(
      addresses: string[],
      settings: { privateNetwork?: boolean } = {},
    ) {
      const receiver = await startReceiver('accept');
      const url = receiver.url.replace('127.0.0.1', 'hooks.example');
      const lookup: any = (
        _name: string,
        _options: object,
        callback: Function,
      ) =>
        callback(
          null,
          addresses.map(address => ({ address, family: isIP(address) })),
        );
      const answer = await sendWebhook(
        { url, secret: PLAIN_SECRET, ...settings },
        message,
        { signal, lookup },
      );
      return { answer, received: receiver.received.length };
    }

    it.each([
      ['127.0.0.1'],
      ['::1'],
      ['::ffff:127.0.0.1'],
      ['64:ff9b::7f00:1'],
      ['0.0.0.0'],
      ['10.1.2.3'],
      ['172.16.0.1'],
      ['192.168.1.1'],
      ['169.254.169.254'],
      ['100.64.0.1'],
      ['fd00::1'],
      ['fe80::1'],
      ['224.0.0.1'],
      ['192.0.2.1', '127.0.0.1'],
    ])('does not connect to %s', async (...addresses) => {
      expect(await sendTo(addresses)).toEqual({
        answer: { error: expect.stringContaining('privateNetwork: true') },
        received: 0,
      });
    });

    it('connects to any address if the webhook is in a private network', async () => {
      expect(await sendTo(['127.0.0.1'], { privateNetwork: true })).toEqual({
        answer: { statusCode: 204 },
        received: 1,
      });
    });
  });

  it('connects to an address that was judged, although the name has another one by then', async () => {
    const found = [['8.8.8.8'], ['127.0.0.1']];
    const lookup: any = (_name: string, _options: object, callback: Function) =>
      callback(
        null,
        found.shift()!.map(address => ({ address, family: 4 })),
      );
    const publicLookup = createPublicLookup('hooks.example', lookup);
    const resolve = () =>
      new Promise((done, fail) =>
        publicLookup('hooks.example', { all: true }, (error, addresses) =>
          error ? fail(error) : done(addresses),
        ),
      );
    await expect(resolve()).resolves.toEqual([
      { address: '8.8.8.8', family: 4 },
    ]);
    await expect(resolve()).rejects.toThrow('private network');
  });

  it('does not judge the address of a proxy', async () => {
    const lookup: any = (_name: string, _options: object, callback: Function) =>
      callback(null, [{ address: '10.0.0.1', family: 4 }]);
    const found = await new Promise(resolve =>
      createPublicLookup('hooks.example', lookup)(
        'proxy.internal',
        {},
        (_error, address, family) => resolve([address, family]),
      ),
    );
    expect(found).toEqual(['10.0.0.1', 4]);
  });
});
