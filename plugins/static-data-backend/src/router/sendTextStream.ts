import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isError } from '@backstage/errors';

/**
 * Sends a text as fast as the client takes it. If the text fails the answer breaks off, so
 * that nobody takes it to be complete; a client that goes away is no failure.
 */
export async function sendTextStream(
  res: ServerResponse,
  text: AsyncIterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(text), res);
  } catch (error) {
    if (!isClientGone(error)) {
      throw error;
    }
  }
}

function isClientGone(error: unknown): boolean {
  return isError(error) && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
