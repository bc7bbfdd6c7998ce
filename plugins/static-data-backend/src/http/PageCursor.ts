import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import { CursorPagination } from '@internal/plugin-static-data-common';
import { z } from 'zod';

/**
 * The parts of the positions at which pages end. Whatever they accept can be queried safely, even
 * if a client made it up.
 */
export const positionParts = {
  /** Also of a damaged row, whose page must be answered. PostgreSQL takes anything but the character NUL. */
  text: z.string().overwrite(text => text.replaceAll('\u0000', '\ufffd')),
  number: z
    .int()
    .min(-1)
    .max(2 ** 31 - 1),
};

/** Enough to detect changes made by accident or by guessing. */
const DIGEST_LENGTH = 11;

/**
 * Encodes the position at which a page ends as an opaque cursor. It begins with a digest, so that
 * a modified cursor is refused rather than answered with some other page. The digest needs no
 * secret: a forged cursor shows nothing that paging would not.
 */
export class PageCursor<TPosition> {
  readonly #name: string;
  readonly #schema: z.ZodType<TPosition>;

  /**
   * @param name - distinguishes the cursors of one endpoint from those of others
   * @param schema - picks the position from the last item of a page
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
   * @throws InputError for anything that {@link PageCursor.encode} of the same endpoint did not return
   */
  decode(cursor: string | undefined): TPosition | undefined {
    if (cursor === undefined) {
      return undefined;
    }
    const decoded = z
      .tuple([z.literal(this.#name), this.#schema])
      .safeParse(parseJson(cursor.slice(DIGEST_LENGTH)));
    // Encoding again detects a wrong digest, and characters that decoding base64 ignores.
    if (!decoded.success || this.encode(decoded.data[1]) !== cursor) {
      throw new InputError(
        'Invalid request: cursor: must be the nextCursor of a page',
      );
    }
    return decoded.data[1];
  }

  /** Describes a page, given the last item on it. */
  paginate(page: {
    limit: number;
    hasMore: boolean;
    last: TPosition | undefined;
  }): CursorPagination {
    const { limit, hasMore, last } = page;
    const isEnd = !hasMore || last === undefined;
    return {
      limit,
      hasMore,
      nextCursor: isEnd ? undefined : this.encode(last),
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
