import { mockServices } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { Redactor } from './Redactor';

describe('Redactor', () => {
  it('takes out the secrets that are known, also where they are percent-encoded', () => {
    expect(
      new Redactor(['pass/word\n', ' ']).redact(
        'with pass/word and pass%2Fword',
      ),
    ).toBe('with [redacted] and [redacted]');
  });

  it('takes out what is left of them where a text was cut', () => {
    const redactor = new Redactor(['marked-secret-of-the-source']);
    expect(
      redactor.redact(
        "has 'x marked-secret-of-th…' and 'y marked…', but 'marked' is no…",
      ),
    ).toBe("has 'x [redacted]…' and 'y [redacted]…', but 'marked' is no…");
  });

  it.each([
    ['the token ghp_0123456789abcdef', 'the token [redacted]'],
    ['github_pat_0123456789_abc', '[redacted]'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['https://user:secret@acme.com/x', 'https://[redacted]@acme.com/x'],
    [
      'https://acme.com/x?token=abc&y=1',
      'https://acme.com/x?token=[redacted]&y=1',
    ],
    [
      'https://acme.com/x?y=1&X-Amz-Signature=abc&client_secret=d#e',
      'https://acme.com/x?y=1&X-Amz-Signature=[redacted]&client_secret=[redacted]#e',
    ],
    ['glpat-0123456789abcdefghij.', '[redacted].'],
    ['xoxb-12345678-abcdef and xapp-1-A012-345', '[redacted] and [redacted]'],
    [
      'https://hooks.slack.com/services/T000/B000/XXXX failed',
      'https://hooks.slack.com/[redacted] failed',
    ],
    ['key AKIAIOSFODNN7EXAMPLE', 'key [redacted]'],
    [
      'a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b',
      'a [redacted] b',
    ],
    ['-----BEGIN PRIVATE KEY-----\nMIIE cut off', '[redacted]'],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [redacted]'],
    ['{"authorization":"token abc"}', '{"authorization":"token [redacted]"}'],
    ['PRIVATE-TOKEN: abcdef', 'PRIVATE-TOKEN: [redacted]'],
    [
      'password=hunter2 host=db client_secret: "x-y"',
      'password=[redacted] host=db client_secret: "[redacted]"',
    ],
    [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG',
      'aws_secret_access_key = [redacted]',
    ],
    [
      'https://discord.com/api/webhooks/1/abc',
      'https://discord.com/api/webhooks/[redacted]',
    ],
    ['token-eyJhbGciOiJIUzI1NiJ9.e30.abc_-9, then', 'token-[redacted], then'],
    [
      'https://HOOKS.SLACK.COM/services/T0/B0/X',
      'https://HOOKS.SLACK.COM/[redacted]',
    ],
    [
      'https://hooks.slack-gov.com:443/services/T0/B0/X',
      'https://hooks.slack-gov.com:443/[redacted]',
    ],
    [
      'https://acme.com/cb#access_token=abc&state=1',
      'https://acme.com/cb#access_token=[redacted]&state=1',
    ],
    [
      'https://acme.com/x?jwt=abc&auth=d;token=e&author=f',
      'https://acme.com/x?jwt=[redacted]&auth=[redacted];token=[redacted]&author=f',
    ],
    ['https://ada:pa/ss@host/x', 'https://[redacted]@host/x'],
    ['https://ada:p@a/ss@host/x', 'https://[redacted]@host/x'],
    ['https://ada:pa?s#s@host.com', 'https://[redacted]@host.com'],
    [`https://ada:pa"s'<s@host.com`, 'https://[redacted]@host.com'],
    ['password: "two words" x', 'password: "[redacted]" x'],
    ["passphrase = 'it is \\' long', y", "passphrase = '[redacted]', y"],
    ['{\\"token\\":\\"two words\\",x}', '{\\"token\\":\\"[redacted]\\",x}'],
  ])('takes out what looks like a secret: %s', (text, redacted) => {
    expect(new Redactor([]).redact(text)).toBe(redacted);
    expect(new Redactor([]).redact(redacted)).toBe(redacted);
  });
});

describe('Redactor, for texts without secrets', () => {
  it.each([
    'openapi/eyJson/v1.yaml',
    'contracts/a/openapi/b.c/v1.yaml:12',
    'acme/web@main?tab=readme&token',
    'group:default/red has no AKIA',
    'https://acme.com:8443/npm/@acme/web and http://localhost:7007/a@b',
    '{"a":"https://acme.com/x","b":"ada@acme.com"}',
    "the 'token' must be a string",
  ])('leaves %s as it is', text => {
    expect(new Redactor([]).redact(text)).toBe(text);
  });
});

describe('Redactor, for any text', () => {
  const known = 'Kn0wn/Secret+Value';
  const secrets = [
    known,
    encodeURIComponent(known),
    'ghp_0123456789abcdefghij',
    'glpat-0123456789abcdefghij',
    'xoxb-1234567890-abcdefghij',
    'AKIAIOSFODNN7EXAMPLE',
    'https://ada:s3cr3tpass@acme.com/',
    '?access_token=s3cr3tpass&',
    'Authorization: Bearer s3cr3tpass',
    'https://ada:a/s3cr3tpass@acme.com/',
    'password: "a s3cr3tpass"',
    'https://HOOKS.slack-gov.com/services/s3cr3tpass',
    '-----BEGIN PRIVATE KEY-----\nMIIs3cr3tpass\n-----END PRIVATE KEY-----',
  ];
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '\n',
      '\u001b[31m',
      '\u202e',
      '\ud83d',
      ' ',
      '…',
      ...secrets,
    ),
    fc.nat(12_000).map(length => 'a '.repeat(length)),
  );
  const text = fc
    .array(piece, { maxLength: 12 })
    .map(pieces => pieces.join(' '));
  const redactor = new Redactor([known]);

  it('is never longer than the limit, has no control characters, and stays the same', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3000 }), (any, max) => {
        const redacted = redactor.redact(any, max);
        expect(redacted.length).toBeLessThanOrEqual(max);
        expect(redacted).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        expect(redactor.redact(redacted, max)).toBe(redacted);
      }),
    );
  });

  it('leaves nothing of a secret, wherever it is cut', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...secrets),
        fc.integer({ min: 1, max: 3000 }),
        (before, secret, max) => {
          const redacted = redactor.redact(`${before} ${secret}`, max);
          expect(redacted).not.toMatch(
            /s3cr3tpass|Kn0wn|ghp_\w|glpat-\w|xoxb-\d|AKIAI/,
          );
        },
      ),
    );
  });
});

describe('Redactor, from the configuration', () => {
  it('knows the secrets of the sources and of all integrations', () => {
    const redactor = Redactor.fromConfig(
      [
        {
          source: {
            type: 'github',
            host: 'github.com',
            owner: 'acme',
            name: 'architecture',
            branch: 'main',
            token: 'own-secret',
          },
        },
      ],
      mockServices.rootConfig({
        data: {
          integrations: {
            github: [
              {
                host: 'github.com',
                token: 'hub-secret',
                apps: [{ appId: 1, privateKey: 'app-secret' }],
              },
            ],
            gitlab: [{ host: 'gitlab.com', token: 'lab-secret' }],
            bitbucketCloud: [
              { username: 'bot', appPassword: 'cloud-secret' },
              { clientId: 'id', clientSecret: 'oauth-secret' },
            ],
            bitbucketServer: [{ host: 'bb.com', password: 'server-secret' }],
            azure: [{ credentials: [{ personalAccessToken: 'azure-secret' }] }],
            gitea: [{ host: 'gitea.com', password: 'tea-secret' }],
          },
        },
      }),
    );
    const names = 'own hub app lab cloud oauth server azure tea'.split(' ');
    const text = names.map(name => `${name}-secret`).join(' ');
    expect(redactor.redact(`${text} of bot at gitlab.com`)).toBe(
      `${names.map(() => '[redacted]').join(' ')} of bot at gitlab.com`,
    );
  });
});

describe('Redactor, for a finding', () => {
  const finding: SyncFinding = {
    severity: 'error',
    phase: 'PARSE',
    code: 'INTERNAL',
    message: 'with s3cret',
    hint: 'ask s3cret',
    file: 'data/squads.json',
  };

  it('takes secrets out of all its texts', () => {
    expect(
      new Redactor(['S3cret']).redactFinding({
        ...finding,
        file: 'data/S3cret.json',
        entity: 'component:default/s3cret',
        stackTrace: 'at S3cret',
        message: 'with S3cret',
        hint: 'ask S3cret',
      }),
    ).toEqual({
      ...finding,
      file: 'data/[redacted].json',
      entity: 'component:default/[redacted]',
      message: 'with [redacted]',
      hint: 'ask [redacted]',
      stackTrace: 'at [redacted]',
    });
  });

  it('adds nothing', () => {
    expect(new Redactor([]).redactFinding(finding)).toEqual(finding);
  });
});
