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
  ])('takes the secret out of %s', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
    expect(redactSecrets(redacted)).toBe(redacted);
  });

  it.each(['bypass=yes', 'passengers: 5', 'compass: north'])(
    'leaves %s as it is',
    text => {
      expect(redactSecrets(text)).toBe(text);
    },
  );
});
