import { describeBucket, labelBucket } from './buckets';

const NOON = '2026-05-04T12:00:00.000Z';
const MIDNIGHT = '2026-05-04T00:00:00.000Z';

describe('labelBucket', () => {
  it('is an hour or a day', () => {
    expect(labelBucket(NOON, '24h')).toMatch(/^12:00\sPM$/);
    expect(labelBucket(MIDNIGHT, '7d')).toBe('May 4');
  });
});

describe('describeBucket', () => {
  it('is unambiguous', () => {
    expect(describeBucket(NOON, '24h')).toMatch(/^May 4, 12:00\sPM UTC$/);
    expect(describeBucket(MIDNIGHT, '30d')).toBe('Mon, May 4, 2026');
  });
});
