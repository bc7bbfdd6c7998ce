import { quote, redactSecrets, toSafeText } from './secrets';

describe('quote', () => {
  it('takes secrets out before it cuts', () => {
    for (let length = 0; length <= 80; length += 1) {
      const before = 'x'.repeat(length);
      expect(quote(`${before} AKIAIOSFODNN7EXAMPLE`)).not.toContain('AKIA');
      expect(quote(`${before} password: "two s3cret words"`)).not.toMatch(
        /two|s3cret/,
      );
    }
  });

  it('has no control characters, and 80 characters at most', () => {
    expect(quote('a\u001b')).toBe("'a\\u001b'");
    expect(quote('a'.repeat(80))).toBe(`'${'a'.repeat(80)}'`);
    expect(quote('a'.repeat(1_000_000))).toBe(`'${'a'.repeat(79)}…'`);
  });
});

describe('toSafeText', () => {
  it('looks at no more of a long text than it needs', () => {
    let lookedAt = 0;
    const text = toSafeText('a'.repeat(1_000_000), 100, {
      longestSecret: 20_000,
      removeSecrets: each => {
        lookedAt += each.length;
        return each;
      },
    });
    expect(text).toBe(`${'a'.repeat(99)}…`);
    expect(lookedAt).toBe(100 + 20_000 + 100);
  });
});

describe('redactSecrets', () => {
  it.each([
    ['password:      hunter2', 'password:      [redacted]'],
    ['passwords: ["hunter2"]', 'passwords: ["[redacted]"]'],
    ['password: [hunter2]', 'password: [[redacted]'],
    ['DB_PASS=hunter2', 'DB_PASS=[redacted]'],
    ['secret_key: hunter2', 'secret_key: [redacted]'],
    ['secretKey=hunter2', 'secretKey=[redacted]'],
    ['private_key: hunter2', 'private_key: [redacted]'],
    ['AccountKey=aHVudGVyMg==', 'AccountKey=[redacted]'],
    ['<password>hunter2</password>', '<password>[redacted]</password>'],
    [
      '<ns:api-key id="1">hunter2</ns:api-key>',
      '<ns:api-key id="1">[redacted]</ns:api-key>',
    ],
    ['Authorization: ApiKey hunter2', 'Authorization: ApiKey [redacted]'],
    ['Authorization: Basic hunter2', 'Authorization: Basic [redacted]'],
    ['Authorization: hunter2 was refused', 'Authorization: [redacted] refused'],
    [
      'authorization: AWS4-HMAC-SHA256 Credential=ab/us-east-1, SignedHeaders=host, Signature=0a1b2c',
      'authorization: [redacted], SignedHeaders=host, Signature=[redacted]',
    ],
    [['sk', '_live_', '4eC39HqLyjWDarjt'].join(''), '[redacted]'],
    [['rk', '_live_', '4eC39HqLyjWDarjt'].join(''), '[redacted]'],
    [
      'https://outlook.office.com/webhook/1f2e@3d4c/IncomingWebhook/5b6a/7f8e',
      'https://outlook.office.com/webhook/[redacted]',
    ],
    [
      'https://api.telegram.org/bot123456:abc-def/sendMessage',
      'https://api.telegram.org/bot[redacted]/sendMessage',
    ],
    [`bot 1234567890:AA${'x'.repeat(33)} is`, 'bot [redacted] is'],
    [
      'user: ada\npassword: |\n  hunter2\n\n  hunter3\nother: a',
      'user: ada\npassword: [redacted]\n  [redacted]\n\n  [redacted]\nother: a',
    ],
    [
      '  token: >-\n    hunter2\n  other: a',
      '  token: >-\n    [redacted]\n  other: a',
    ],
    [
      '+- api_key: |\n+    hunter2\n+  other: a\n-  b',
      '+- api_key: [redacted]\n+    [redacted]\n+  other: a\n-  b',
    ],
  ])('takes the secret out of %s', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
    expect(redactSecrets(redacted)).toBe(redacted);
  });

  it.each([
    'bypass=yes',
    'passengers: 5',
    'compass: north',
    '<code>key</code> of <b>all</b>',
    'notes: |\n  of the password',
    'task_list: sk_deliver_everything',
  ])('leaves %s as it is', text => {
    expect(redactSecrets(text)).toBe(text);
  });
});
