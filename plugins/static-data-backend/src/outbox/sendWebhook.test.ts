import { Webhook } from 'standardwebhooks';
import { answers, WebhookReceiver } from './__testUtils__/WebhookReceiver';
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
    ['close', { error: 'No answer: UND_ERR_SOCKET' }],
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
    expect(await sending).toEqual({ error: 'No answer: AbortError' });
  });

  it('reports that nobody is listening, without the URL', async () => {
    const receiver = await startReceiver('accept');
    const { url } = receiver;
    await receiver.stop();
    expect(
      await sendWebhook({ url, secret: PLAIN_SECRET }, message, { signal }),
    ).toEqual({ error: 'No answer: ECONNREFUSED' });
  });
});
