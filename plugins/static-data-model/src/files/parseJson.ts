import { printParseErrorCode, visit } from 'jsonc-parser';

/** Deeper nesting is nothing that anyone wrote by hand; the parsers below are recursive. */
export const MAX_NESTING = 100;

/**
 * Why a text does not parse.
 *
 * @public
 */
export interface SyntaxProblem {
  /** Continues a sentence that begins with the name of the file. */
  message: string;
  /** 1-based. */
  line?: number;
}

export type JsonResult =
  | {
      value: unknown;
      /** 1-based lines on which the elements of an array at the top level begin. */
      elementLines: number[];
    }
  | { problem: SyntaxProblem };

/** Parses strict JSON: no comments, no trailing commas. */
export function parseJson(text: string): JsonResult {
  const layout = scanLayout(text);
  if ('problem' in layout) {
    return layout;
  }
  try {
    return { value: JSON.parse(text), elementLines: layout.elementLines };
  } catch {
    return { problem: findSyntaxProblem(text) };
  }
}

/**
 * Finds the lines of elements, which `JSON.parse` does not tell, and nesting that is too deep for
 * a recursive parser. Looks only at brackets, commas and strings, as texts can have megabytes.
 */
function scanLayout(
  text: string,
): { elementLines: number[] } | { problem: SyntaxProblem } {
  const elementLines: number[] = [];
  let line = 1;
  let depth = 0;
  let isInString = false;
  let expectsElement = false;

  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') {
      line++;
    } else if (isInString) {
      if (char === '\\') {
        i++;
      } else if (char === '"') {
        isInString = false;
      }
    } else if (char !== ' ' && char !== '\r' && char !== '\t') {
      if (expectsElement && char !== ']') {
        elementLines.push(line);
      }
      expectsElement = false;
      if (char === '"') {
        isInString = true;
      } else if (char === '[' || char === '{') {
        depth++;
        expectsElement = depth === 1;
      } else if (char === ']' || char === '}') {
        depth--;
      } else if (char === ',') {
        expectsElement = depth === 1;
      }
      if (depth > MAX_NESTING) {
        const message = `is nested more than ${MAX_NESTING} levels deep`;
        return { problem: { message, line } };
      }
    }
  }
  return { elementLines };
}

function findSyntaxProblem(text: string): SyntaxProblem {
  let problem: SyntaxProblem | undefined;
  visit(
    text,
    {
      onError: (code, _offset, _length, startLine) => {
        problem ??= {
          message: `is not valid JSON: ${inWords(printParseErrorCode(code))}`,
          line: startLine + 1,
        };
      },
    },
    { disallowComments: true },
  );
  return problem ?? { message: 'is not valid JSON' };
}

/** `CommaExpected` becomes `comma expected`. */
function inWords(errorName: string): string {
  return errorName.replace(/(?!^)[A-Z]/g, letter => ` ${letter}`).toLowerCase();
}
