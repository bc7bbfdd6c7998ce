import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { CursorPagination } from '@internal/plugin-static-data-common';
import { z } from 'zod';

/**
 * What the places at which pages end are made of. The database can be asked for whatever
 * passes, also when somebody made it up.
 */
export const positionParts = {
  time: z.iso.datetime().refine(time => !time.startsWith('0000')),
  id: z.uuid(),
  text: z
    .string()
    .max(300)
    .regex(/^\P{Cc}*$/u),
  number: z
    .int()
    .min(-1)
    .max(2 ** 31 - 1),
};

/** Enough to tell what was changed by accident or by guessing. */
const DIGEST_LENGTH = 11;

/**
 * Turns the place at which a page ends into something that callers have no reason to look into.
 *
 * A digest goes before it, so that one that was changed is refused instead of answered with some
 * other page. It needs no secret: whoever makes up a whole cursor sees no more than somebody who
 * turns the pages.
 */
export class PageCursor<TPosition> {
  readonly #name: string;
  readonly #schema: z.ZodType<TPosition>;

  /**
   * @param name - tells the cursors of one endpoint from those of others
   * @param schema - takes out of an item what says where it stands
   */
  constructor(name: string, schema: z.ZodType<TPosition>) {
    this.#name = name;
    this.#schema = schema;
  }

  encode(position: TPosition): string {
    const json = JSON.stringify([this.#name, this.#schema.parse(position)]);
    const digest = createHash('sha256').update(json).digest('base64url');
    return (
      digest.slice(0, DIGEST_LENGTH) + Buffer.from(json).toString('base64url')
    );
  }

  /**
   * @throws InputError for anything that {@link PageCursor.encode} of the same endpoint did not make
   */
  decode(cursor: string | undefined): TPosition | undefined {
    if (cursor === undefined) {
      return undefined;
    }
    const decoded = z
      .tuple([z.literal(this.#name), this.#schema])
      .safeParse(parseJson(cursor.slice(DIGEST_LENGTH)));
    // Only what was made here reads the same when it is made again: the digest, and the
    // characters that base64 would overlook.
    if (!decoded.success || this.encode(decoded.data[1]) !== cursor) {
      throw new InputError(
        'Invalid request: cursor: must be the nextCursor of a page',
      );
    }
    return decoded.data[1];
  }

  /** Says where a page stands, from the last item on it. */
  paginate(page: {
    limit: number;
    hasMore: boolean;
    last: TPosition | undefined;
  }): CursorPagination {
    const { limit, hasMore, last } = page;
    return {
      limit,
      hasMore,
      ...(hasMore && last !== undefined
        ? { nextCursor: this.encode(last) }
        : {}),
    };
  }
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
