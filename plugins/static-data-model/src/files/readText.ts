import { Problem } from '../findings';
import { SourceFile } from './SourceFile';

const LINE_FEED = 0x0a;

/**
 * Decodes the bytes of a file, without the byte order mark. What is no text, or stands for another
 * file that is not here, is a problem that says what it is.
 *
 * @public
 */
export function decodeFile(path: string, content: Buffer): SourceFile {
  if (content.length === 0) {
    return withProblem(path, {
      code: 'SYNTAX',
      message: `${path} is empty, or a symbolic link, which is not followed`,
      hint: 'Fill the file, or put the file itself in the place of the link.',
      line: 1,
    });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return withProblem(path, {
      code: 'SYNTAX',
      message: `${path} is not encoded in UTF-8`,
      hint: 'Save the file with the encoding UTF-8.',
      line: lineOfFirstInvalidByte(content),
    });
  }
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return withProblem(path, {
      code: 'NOT_FOUND',
      message: `${path} is a pointer of Git LFS: the file itself is not in the repository`,
      hint: 'Keep the file in Git itself: git lfs untrack, then add it again.',
      line: 1,
    });
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return withProblem(path, {
      code: 'SYNTAX',
      message: `${path} contains the character NUL, so it is not a text`,
      hint: 'Remove the character, or save the file with the encoding UTF-8.',
      line: lineOfOffset(text, nul),
    });
  }
  return { path, text };
}

/**
 * A file over the limit, which was not read.
 *
 * @param size - in bytes
 * @public
 */
export function toTooLargeFile(path: string, size: number): SourceFile {
  return withProblem(path, {
    code: 'TOO_LARGE',
    message: `${path} has ${size} bytes, more than 'staticData.limits.maxFileMegabytes' allows`,
    hint: 'Split the file, remove what does not belong in it, or raise the limit.',
  });
}

/**
 * A symbolic link that is broken or leads out of the source.
 *
 * @public
 */
export function toUnfollowedLink(path: string): SourceFile {
  return withProblem(path, {
    code: 'NOT_FOUND',
    message: `${path} is a symbolic link that is broken or leads out of the source; it is not followed`,
    hint: 'Put the file itself in the place of the link.',
  });
}

function withProblem(path: string, problem: Problem): SourceFile {
  return { path, problem };
}

/** The 1-based line of a position in a text. */
export function lineOfOffset(text: string, offset: number): number {
  return createLineCounter(text)(offset);
}

/**
 * Tells the 1-based lines of ascending positions in a text. Looks at each character, which takes a
 * few milliseconds for the longest text; to look for line breaks one by one would take twenty times
 * as long for a text that is nothing else.
 */
export function createLineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = 0;
  return offset => {
    for (const end = Math.min(offset, text.length); next < end; next++) {
      if (text.charCodeAt(next) === LINE_FEED) {
        line++;
      }
    }
    return line;
  };
}

const LINES_TO_A_MARK = 256;

/** Tells the positions at which 1-based lines of a text begin. */
export function createLineFinder(text: string): (line: number) => number {
  const marks = [0];
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) === LINE_FEED && ++count % LINES_TO_A_MARK === 0) {
      marks.push(i + 1);
    }
  }
  return line => {
    const before = Math.min(line - 1, count);
    let offset = marks[Math.floor(before / LINES_TO_A_MARK)];
    for (let left = before % LINES_TO_A_MARK; left > 0; left--) {
      offset = text.indexOf('\n', offset) + 1;
    }
    return offset;
  };
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
