import { toSafeReason } from './toSafeReason';

describe('toSafeReason', () => {
  it('takes secrets out', () => {
    expect(
      toSafeReason('GET https://ada:pw@example.com with s3cret failed', [
        's3cret',
      ]),
    ).toBe('GET https://[redacted]@example.com with [redacted] failed');
  });

  it('bounds a text, whose end it leaves out only after the secrets', () => {
    const reason = toSafeReason(`${'x'.repeat(995)} s3cret`, ['s3cret']);
    expect(reason).toBe(`${'x'.repeat(995)} [red…`);
  });
});
