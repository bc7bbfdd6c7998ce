import { SyncFinding } from '@internal/plugin-static-data-common';
import sortedLastIndex from 'lodash/sortedLastIndex';
import { Steps } from '../async';
import { AppliedScript, toScriptPath } from './appliedScripts';
import { readApiReferences } from './readApiReferences';
import { tokenize } from './tokenize';
import { BuildLanguage } from './tokens';
import { REFERENCE } from './vocabulary';

/**
 * Bytes of a build file, or a file with settings: what can be scanned at once. The longest ones of
 * public projects have a third of it.
 *
 * @public
 */
export const MAX_BUILD_FILE_SIZE = 1024 * 1024;

/**
 * Names of the build file in a folder, in the order in which Gradle looks for them.
 *
 * @public
 */
export const BUILD_FILE_NAMES = ['build.gradle', 'build.gradle.kts'] as const;

/**
 * A reference to an API, and where it is written.
 *
 * @public
 */
export interface ApiReference {
  /** `system:api:version` */
  reference: string;
  file: string;
  /** 1-based. */
  line: number;
}

/**
 * References to APIs in build files, in the order of the files, without duplicates.
 *
 * @public
 */
export interface BuildFileReferences {
  provides: ApiReference[];
  consumes: ApiReference[];
}

/**
 * Reads which APIs an application provides and consumes from the text of its
 * `build.gradle` or `build.gradle.kts`, or of a script that these apply.
 *
 * Never runs the file, never throws, and takes time linear in its length. What cannot
 * be read becomes a finding; the references before it are kept. No finding quotes the file: not
 * everybody who sees findings may see the repository that it is from.
 *
 * @returns `scripts`: those that it applies, which are to be read as well
 * @public
 */
export function* parseBuildFile(
  text: string,
  file: string,
): Steps<{
  references: BuildFileReferences;
  scripts: AppliedScript[];
  findings: SyncFinding[];
}> {
  const language = languageOf(file);
  const { tokens, problem: tokenProblem } = yield* tokenize(text, language);
  const read = yield* readApiReferences(tokens, language);
  const lineOf = createLineIndex(text);

  const found = {
    provides: new Map<string, ApiReference>(),
    consumes: new Map<string, ApiReference>(),
  };
  const findings: (SyncFinding & { line: number })[] = [];
  const report = (
    offset: number,
    finding: Pick<SyncFinding, 'severity' | 'code' | 'message' | 'hint'>,
  ) =>
    findings.push({ ...finding, phase: 'PARSE', file, line: lineOf(offset) });

  for (const each of read.references) {
    const { relation, offset } = each;
    if (each.type === 'computed') {
      report(offset, {
        severity: 'warning',
        code: 'UNKNOWN_REFERENCE',
        message:
          'The API reference here is computed by the build, so it cannot be resolved',
        hint: 'Write the reference as a plain string: system:api:version.',
      });
    } else if (!REFERENCE.test(each.text)) {
      report(offset, {
        severity: 'warning',
        code: 'SCHEMA',
        message: 'The text here is not an API reference',
        hint: 'An API reference has the form system:api:version.',
      });
    } else if (!found[relation].has(each.text)) {
      const line = lineOf(offset);
      found[relation].set(each.text, { reference: each.text, file, line });
    }
  }
  for (const token of read.leftOvers) {
    report(token.offset, {
      severity: 'warning',
      code: 'UNKNOWN_REFERENCE',
      message:
        'The text here looks like an API reference, but stands where none is expected; it makes no relation',
      hint: "Give it to a call in a 'producer' or 'consumer' block, such as java(\"system:api:version\"), or to 'spec' or 'specs' there.",
    });
  }
  const scripts: AppliedScript[] = [];
  for (const { path, offset, isConditional } of read.scripts) {
    const paths =
      path.type === 'texts'
        ? path.values.map(({ text: each }) => toScriptPath(each))
        : [undefined];
    for (const each of paths) {
      if (each) {
        scripts.push({
          ...each,
          line: lineOf(offset),
          isOptional: isConditional,
        });
      }
    }
    if (paths.includes(undefined) || (path.type === 'texts' && path.unknown)) {
      report(offset, {
        severity: 'warning',
        code: 'UNREAD_SCRIPT',
        message:
          'The build applies a script here that is not in the repository, or whose path it computes; API references in it are not read',
        hint: 'Put what it says about APIs into the build file, or into a script in the repository, and write the path as a plain string.',
      });
    }
  }
  findings.sort((a, b) => a.line - b.line);

  // A string that never ends swallows the brackets after it: they say nothing more.
  const problem = tokenProblem ?? read.problem;
  if (problem) {
    report(problem.offset, {
      severity: 'error',
      code: 'SYNTAX',
      message: problem.message,
      hint: 'Correct the build file; API references after this place may be missing.',
    });
  }
  return {
    references: {
      provides: [...found.provides.values()],
      consumes: [...found.consumes.values()],
    },
    scripts,
    findings,
  };
}

/** The language that a build file is written in. */
export function languageOf(file: string): BuildLanguage {
  return file.endsWith('.kts') ? 'kotlin' : 'groovy';
}

/** Gives the 1-based line of a position in a text; `\n`, `\r\n` and `\r` end a line. */
export function createLineIndex(text: string): (offset: number) => number {
  const lineStarts = [0];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n' || (char === '\r' && text[i + 1] !== '\n')) {
      lineStarts.push(i + 1);
    }
  }
  return offset => sortedLastIndex(lineStarts, offset);
}
