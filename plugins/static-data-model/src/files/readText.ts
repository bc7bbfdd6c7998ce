import { Problem } from '../findings';
import { SOURCE_LIMITS, SourceFile } from './SourceFile';

const LINE_FEED = 0x0a;

/** Decodes a file, without the byte order mark, unless it is over the limit or not in UTF-8. */
export function readText(
  file: SourceFile,
): { text: string } | { problem: Problem } {
  const { path, content, size, tooLarge } = file;
  if (tooLarge) {
    return {
      problem: {
        code: 'TOO_LARGE',
        message: `${path} has ${size} bytes, more than the ${SOURCE_LIMITS.maxFileSize} bytes that a file may have`,
        hint: 'Split the file, or remove what does not belong in it.',
      },
    };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content) };
  } catch {
    return {
      problem: {
        code: 'SYNTAX',
        message: `${path} is not encoded in UTF-8`,
        hint: 'Save the file with the encoding UTF-8.',
        line: lineOfFirstInvalidByte(content),
      },
    };
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
