import { createScanner, printParseErrorCode, visit } from 'jsonc-parser';

/** Nesting beyond this is no data that anyone wrote; the parsers below are recursive. */
export const MAX_NESTING = 100;

/** Why a text does not parse. */
export interface SyntaxProblem {
  /** Continues a sentence that begins with the name of the file. */
  message: string;
  /** 1-based. */
  line?: number;
}

export type JsonResult =
  | {
      value: unknown;
      /** 1-based lines on which the elements of a top-level array begin. */
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
 * Finds the lines that `JSON.parse` does not tell. A scanner keeps no stack, so no
 * nesting is too deep for it.
 */
function scanLayout(
  text: string,
): { elementLines: number[] } | { problem: SyntaxProblem } {
  const scanner = createScanner(text, true);
  const elementLines: number[] = [];
  let depth = 0;
  let expectsElement = false;

  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()];
    if (depth === 1 && expectsElement && first !== ']') {
      elementLines.push(scanner.getTokenStartLine() + 1);
      expectsElement = false;
    }
    if (first === '[' || first === '{') {
      depth++;
      expectsElement ||= depth === 1;
    } else if (first === ']' || first === '}') {
      depth--;
    } else if (first === ',' && depth === 1) {
      expectsElement = true;
    }
    if (depth > MAX_NESTING) {
      const message = `is nested more than ${MAX_NESTING} levels deep`;
      return { problem: { message, line: scanner.getTokenStartLine() + 1 } };
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
