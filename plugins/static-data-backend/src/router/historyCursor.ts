import { InputError } from '@backstage/errors';
import { SyncHistoryQuery } from '@internal/plugin-static-data-node';
import { z } from 'zod';

type HistoryPosition = NonNullable<SyncHistoryQuery['after']>;

const positionSchema = z.tuple([z.iso.datetime(), z.uuid()]);

/** Turns a place in the history into something that callers have no reason to look into. */
export function encodeCursor(position: HistoryPosition): string {
  const json = JSON.stringify([position.startTime, position.id]);
  return Buffer.from(json).toString('base64url');
}

/**
 * @throws InputError for anything that {@link encodeCursor} did not make
 */
export function decodeCursor(cursor: string): HistoryPosition {
  const position = positionSchema.safeParse(parseJson(cursor));
  if (!position.success) {
    throw new InputError(
      'Invalid request: cursor: must be the nextCursor of a page',
    );
  }
  const [startTime, id] = position.data;
  return { startTime, id };
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
