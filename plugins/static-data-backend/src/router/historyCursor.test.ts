import { InputError } from '@backstage/errors';
import { decodeCursor, encodeCursor } from './historyCursor';

describe('history cursor', () => {
  const position = {
    startTime: '2026-01-31T12:00:00.000Z',
    id: '019a2b3c-0000-7000-8000-0000000000ab',
  };

  function encode(value: unknown): string {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
  }

  it('is read back as it was written, and fits into a URL', () => {
    const cursor = encodeCursor(position);

    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(cursor)).toEqual(position);
  });

  it.each([
    'abc',
    '%%%',
    encode(null),
    encode({}),
    encode([position.startTime]),
    encode(['yesterday', position.id]),
    encode([position.startTime, 'no-uuid']),
    encode([position.startTime, position.id, 1]),
  ])('refuses %j', cursor => {
    expect(() => decodeCursor(cursor)).toThrow(InputError);
  });
});
