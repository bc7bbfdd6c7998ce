import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isError } from '@backstage/errors';

/**
 * Streams a text as fast as the client reads it. If the text fails the connection is cut off, so
 * that the client does not take it to be complete.
 *
 * @throws the failure of the text, or that the client disconnected: see {@link unlessClientGone}
 */
export async function sendTextStream(
  res: ServerResponse,
  text: AsyncIterable<string>,
): Promise<void> {
  await pipeline(Readable.from(text), res);
}

/** Runs an action for a client; ignores the error if the client disconnects. */
export async function unlessClientGone(
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!isError(error) || error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      throw error;
    }
  }
}
