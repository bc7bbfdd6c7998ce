import { SyncFinding, truncate } from '@internal/plugin-static-data-common';
import { readApiReferences } from './readApiReferences';
import { tokenize } from './tokenize';
import { BuildLanguage } from './tokens';

const MAX_QUOTED_LENGTH = 120;

/**
 * Names of a build file at the root of a repository, the preferred one first.
 *
 * @public
 */
export const BUILD_FILE_NAMES = ['build.gradle.kts', 'build.gradle'] as const;

/**
 * API references of one build file, in file order, without duplicates, as written:
 * `system:api:version`.
 *
 * @public
 */
export interface BuildFileReferences {
  provides: string[];
  consumes: string[];
}

/**
 * What the build file of an application says, and where it is.
 *
 * @public
 */
export interface ApplicationBuildFile extends BuildFileReferences {
  /** Path of the build file in its repository. */
  file: string;
}

/** The version may be anything: whether it leads to an API is not known here. */
const REFERENCE = /^[\w.-]+:[\w.-]+:[^\s:/]+$/;

/**
 * Reads which APIs an application provides and consumes from the text of its
 * `build.gradle` or `build.gradle.kts`.
 *
 * Never runs the file, never throws, and takes time linear in its length. What cannot
 * be read becomes a finding; the references before it are kept.
 *
 * @public
 */
export function parseBuildFile(
  text: string,
  file: string,
): { references: BuildFileReferences; findings: SyncFinding[] } {
  const language: BuildLanguage = file.endsWith('.kts') ? 'kotlin' : 'groovy';
  const { tokens, problem: tokenProblem } = tokenize(text, language);
  const { references, problem: nestingProblem } = readApiReferences(tokens);
  const lineOf = createLineIndex(text);

  const provides = new Set<string>();
  const consumes = new Set<string>();
  const findings: SyncFinding[] = [];
  const report = (
    offset: number,
    finding: Pick<SyncFinding, 'severity' | 'code' | 'message' | 'hint'>,
  ) =>
    findings.push({ ...finding, phase: 'PARSE', file, line: lineOf(offset) });

  for (const { relation, token, isComputed } of references) {
    const { offset, end } = token;
    const reference = isComputed ? text.slice(offset, end) : token.text;
    const quoted = truncate(reference, MAX_QUOTED_LENGTH);
    if (isComputed) {
      report(offset, {
        severity: 'warning',
        code: 'UNKNOWN_REFERENCE',
        message: `The API reference ${quoted} is computed by the build, so it cannot be resolved`,
        hint: 'Write the reference as a plain string: system:api:version.',
      });
    } else if (!REFERENCE.test(reference)) {
      report(offset, {
        severity: 'warning',
        code: 'SCHEMA',
        message: `"${quoted}" is not an API reference`,
        hint: 'An API reference has the form system:api:version.',
      });
    } else {
      (relation === 'provides' ? provides : consumes).add(reference);
    }
  }

  // A string that never ends swallows the brackets after it: they say nothing more.
  const problem = tokenProblem ?? nestingProblem;
  if (problem) {
    report(problem.offset, {
      severity: 'error',
      code: 'SYNTAX',
      message: problem.message,
      hint: 'Correct the build file; API references after this place may be missing.',
    });
  }
  return {
    references: { provides: [...provides], consumes: [...consumes] },
    findings,
  };
}

/** Gives the 1-based line of a position in a text; `\n`, `\r\n` and `\r` end a line. */
function createLineIndex(text: string): (offset: number) => number {
  const lineStarts = [0];
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lineStarts.push(index + lineBreak.length);
  }
  // Most positions that are asked for come in the order of the text.
  let line = 0;
  return offset => {
    if (lineStarts[line] > offset) {
      line = 0;
    }
    while (lineStarts[line + 1] <= offset) {
      line += 1;
    }
    return line + 1;
  };
}
