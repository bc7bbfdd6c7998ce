const LINE_FEED = 0x0a;

/**
 * Decodes UTF-8, without the byte order mark. Bytes that are not UTF-8 are not
 * replaced: the result says in which line they are.
 */
export function decodeText(
  content: Buffer,
): { text: string } | { invalidLine: number } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content) };
  } catch {
    return { invalidLine: lineOfFirstInvalidByte(content) };
  }
}

function lineOfFirstInvalidByte(content: Buffer): number {
  // What a lenient decoder replaced differs from the original when encoded again.
  const replaced = Buffer.from(content.toString('utf8'), 'utf8');
  let line = 1;
  for (let i = 0; i < content.length && content[i] === replaced[i]; i++) {
    if (content[i] === LINE_FEED) {
      line++;
    }
  }
  return line;
}
