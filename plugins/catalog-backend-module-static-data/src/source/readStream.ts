import { Readable } from 'node:stream';

/**
 * Reads a stream to its end.
 *
 * @returns undefined when the stream has more bytes than the limit; the rest of it is not read
 */
export async function readStream(
  stream: Readable,
  maxSize: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxSize) {
      return undefined;
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
