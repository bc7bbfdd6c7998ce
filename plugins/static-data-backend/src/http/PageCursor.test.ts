import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import { z } from 'zod';
import { PageCursor, positionParts } from './PageCursor';

describe('PageCursor', () => {
  const cursor = new PageCursor(
    'things',
    z.object({ time: positionParts.text, line: positionParts.number }),
  );
  const position = {
    time: '2026-01-31T12:00:00.000Z',
    line: 12,
  };

  /** Made up with all care, digest included. */
  function encode(value: unknown): string {
    const json = JSON.stringify(value);
    const digest = createHash('sha256').update(json).digest('base64url');
    return digest.slice(0, 11) + Buffer.from(json).toString('base64url');
  }

  it('is read back as it was written, and fits into a URL', () => {
    const encoded = cursor.encode(position);

    expect(encoded).toMatch(/^[\w-]+$/);
    expect(cursor.decode(encoded)).toEqual(position);
    expect(cursor.decode(undefined)).toBeUndefined();
  });

  it('has nothing of an item but its position', () => {
    const item = { ...position, colour: 'red' };

    expect(cursor.encode(item)).toBe(cursor.encode(position));
  });

  it.each([
    'abc',
    '%%%',
    encode(null),
    encode(position),
    encode(['things']),
    encode(['things', {}]),
    encode(['things', { ...position, time: 5 }]),
    encode(['things', { ...position, line: 'no number' }]),
    encode(['things', position, 1]),
  ])('refuses %j', made => {
    expect(() => cursor.decode(made)).toThrow(InputError);
  });

  it('takes one that was made up with all care for what it is: the place of a page', () => {
    expect(cursor.decode(encode(['things', position]))).toEqual(position);
  });

  it('refuses one in which any character was changed, removed or added', () => {
    const made = cursor.encode(position);
    const character = fc.oneof(
      fc.constantFrom(...'ABCabc019-_'),
      fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
    );

    fc.assert(
      fc.property(
        fc.nat(made.length - 1),
        fc.constantFrom(0, 1),
        fc.option(character, { nil: '' }),
        (place, removed, inserted) => {
          const changed =
            made.slice(0, place) + inserted + made.slice(place + removed);
          fc.pre(changed !== made);
          expect(() => cursor.decode(changed)).toThrow(InputError);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('refuses whatever else may be given as one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), text => {
        expect(() => cursor.decode(text)).toThrow(InputError);
      }),
    );
  });

  it('refuses the cursor of another endpoint, also for equal positions', () => {
    const other = new PageCursor('others', z.object({ time: z.string() }));

    expect(() => other.decode(cursor.encode(position))).toThrow(
      'cursor: must be the nextCursor of a page',
    );
  });

  it.each([
    [{ limit: 2, hasMore: true, last: position }, true],
    [{ limit: 2, hasMore: false, last: position }, false],
    [{ limit: 2, hasMore: false, last: undefined }, false],
  ])('gives %j a next page: %s', (page, hasNext) => {
    const { nextCursor, ...pagination } = cursor.paginate(page);

    expect(pagination).toEqual({ limit: 2, hasMore: page.hasMore });
    expect(nextCursor !== undefined).toBe(hasNext);
  });
});

describe('positionParts', () => {
  it('take what is stored', () => {
    expect(positionParts.text.parse('api:default/größe')).toBeDefined();
    expect(positionParts.text.parse('dam\u001b')).toBe('dam\u001b');
    expect(positionParts.number.parse(2_147_483_647)).toBeDefined();
  });

  it('let nothing through that a database would stumble over', () => {
    expect(positionParts.text.parse('a\u0000')).toBe('a\ufffd');
    expect(positionParts.number.safeParse(2_147_483_648).success).toBe(false);
    expect(positionParts.number.safeParse(0.5).success).toBe(false);
  });
});
