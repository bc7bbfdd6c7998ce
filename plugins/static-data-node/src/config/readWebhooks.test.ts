import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readWebhooks } from './readWebhooks';

const read = (...webhooks: JsonObject[]) =>
  readWebhooks(new ConfigReader({ webhooks }));

const webhook = {
  url: 'https://hooks.example.com/static-data',
  secret: 'a plain text of thirty letters',
  events: ['sync.failed'],
};

const toSecret = (bytes: number) =>
  `whsec_${Buffer.alloc(bytes, 1).toString('base64')}`;

describe('readWebhooks', () => {
  it('knows that there are none', () => {
    expect(readWebhooks(new ConfigReader({}))).toEqual([]);
  });

  it('reads everything', () => {
    const chat = {
      id: 'chat',
      url: 'http://127.0.0.1:8080/hook?token=x',
      secret: toSecret(24),
      events: [
        'sync.completed',
        'sync.failed',
        'removals.held',
        'health.changed',
      ],
      privateNetwork: true,
    };
    expect(read(chat, webhook)).toEqual([
      chat,
      { ...webhook, id: expect.stringMatching(/^webhook-[0-9a-f]{12}$/) },
    ]);
  });

  it('makes ids from URLs, so that they do not depend on the order', () => {
    const other = { ...webhook, url: 'https://hooks.example.com/other' };
    const [first, second] = read(webhook, other);
    expect(first.id).not.toBe(second.id);
    expect(read(other, webhook)).toEqual([second, first]);
  });

  it('takes an event that is named twice once', () => {
    const [{ events }] = read({
      ...webhook,
      events: ['sync.failed', 'removals.held', 'sync.failed'],
    });
    expect(events).toEqual(['sync.failed', 'removals.held']);
  });

  it.each<[JsonObject, RegExp]>([
    [{ ...webhook, url: undefined }, /staticData|webhooks\[0\]\.url/],
    [{ ...webhook, url: 'hooks' }, /'staticData\.webhooks\[0\]\.url' must be/],
    [{ ...webhook, url: 'ftp://a/b' }, /url' must be an http or https URL/],
    [{ ...webhook, url: 'https://ada:pw@a/b' }, /without user and password$/],
    [{ ...webhook, secret: '' }, /secret/],
    [
      { ...webhook, secret: 'x'.repeat(23) },
      /'staticData\.webhooks\[0\]\.secret' must be .* plain text of at least 24 characters$/,
    ],
    [{ ...webhook, secret: toSecret(23) }, /24 to 64 bytes in base64/],
    [{ ...webhook, secret: toSecret(65) }, /24 to 64 bytes in base64/],
    [{ ...webhook, secret: `whsec_${'?'.repeat(40)}` }, /in base64/],
    [{ ...webhook, events: [] }, /events' must be one or more of sync\.comp/],
    [{ ...webhook, events: ['sync.started'] }, /events' .*"sync\.started"/],
    [{ ...webhook, events: ['toString'] }, /events' must be one or more of/],
    [{ ...webhook, privateNetwork: 'often' }, /privateNetwork/],
    [{ ...webhook, id: 'a/b' }, /'staticData\.webhooks\[0\]\.id' must be up/],
    [{ ...webhook, id: 'x'.repeat(65) }, /id' must be up to 64 letters/],
  ])('refuses %j and names the key', (wrong, message) => {
    expect(() => read(wrong)).toThrow(message);
  });

  it('refuses a second webhook with the same id, or with the same URL and none', () => {
    expect(() =>
      read({ ...webhook, id: 'a' }, { ...webhook, id: 'a' }),
    ).toThrow(/'staticData\.webhooks\[1\]' must have an 'id' of its own/);
    expect(() => read(webhook, webhook)).toThrow(/webhooks\[1\]/);
    expect(read(webhook, { ...webhook, id: 'a' })).toHaveLength(2);
  });

  it.each([
    { ...webhook, url: 'https://ada:marked@hooks.example.com' },
    { ...webhook, url: 'marked' },
    { ...webhook, secret: 'marked' },
    { ...webhook, secret: 'whsec_marked' },
  ])('says nothing of URL and secret when it refuses %j', wrong => {
    expect(() => read(wrong)).toThrow(/^(?!.*marked)/);
  });
});
