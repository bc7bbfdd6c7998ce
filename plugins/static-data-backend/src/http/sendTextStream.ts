import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isError } from '@backstage/errors';

/**
 * Sends a text as fast as the client takes it. If the text fails the answer breaks off, so
 * that nobody takes it to be complete.
 *
 * @throws the failure of the text, or that the client went away: see {@link unlessClientGone}
 */
export async function sendTextStream(
  res: ServerResponse,
  text: AsyncIterable<string>,
): Promise<void> {
  await pipeline(Readable.from(text), res);
}

/** Does something for a client, for which it is no failure that the client goes away. */
export async function unlessClientGone(
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isClientGone(error)) {
      throw error;
    }
  }
}

function isClientGone(error: unknown): boolean {
  return isError(error) && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
