import { SyncFinding } from '@internal/plugin-static-data-common';
import { Steps } from '../async';
import { collectDefinitions } from './definitions';
import { Evaluator } from './Evaluator';
import { createLineIndex, languageOf } from './parseBuildFile';
import { IncludedProject, SettingsReader } from './SettingsReader';
import { groupTokens } from './statements';
import { tokenize } from './tokenize';
import { Span } from './tokens';

/**
 * Names of the file with the settings of a Gradle build, in the order in which Gradle looks for them.
 *
 * @public
 */
export const SETTINGS_FILE_NAMES = [
  'settings.gradle',
  'settings.gradle.kts',
] as const;

/** What the settings call the folder that they are in. */
const ROOT_FOLDER = Object.fromEntries(
  ['rootDir', 'settingsDir', 'rootProject.projectDir', 'settings.rootDir'].map(
    name => [name, '.'],
  ),
);

/**
 * Reads the projects of a Gradle build, from the text of its `settings.gradle` or
 * `settings.gradle.kts`. Like `parseBuildFile`, it never runs the file.
 *
 * @returns the project at the root, and those that the settings include
 * @public
 */
export function* parseSettingsFile(
  text: string,
  file: string,
): Steps<{ projects: IncludedProject[]; findings: SyncFinding[] }> {
  const language = languageOf(file);
  const { tokens, problem: tokenProblem } = yield* tokenize(text, language);
  const { root, problem: nestingProblem } = groupTokens(tokens);
  const { constants, problem: tooLong } = yield* collectDefinitions(root);
  const evaluator = new Evaluator(constants, language, ROOT_FOLDER);
  const lineOf = createLineIndex(text);
  const findings: SyncFinding[] = [];
  const warnedOf = new Set<number>();

  const warn = ({ offset }: Pick<Span, 'offset'>) => {
    if (warnedOf.has(offset)) {
      return;
    }
    warnedOf.add(offset);
    findings.push({
      severity: 'warning',
      phase: 'PARSE',
      code: 'UNKNOWN_REFERENCE',
      file,
      line: lineOf(offset),
      message:
        'The settings of the build compute what is here, so the build files of some projects cannot be found',
      hint: 'Write the paths, the folders and the build files of projects as plain strings.',
    });
  };
  const reader = new SettingsReader(constants, evaluator, warn);
  yield* reader.read(root);

  const problem = tokenProblem ?? nestingProblem ?? tooLong;
  if (problem) {
    findings.push({
      severity: 'error',
      phase: 'PARSE',
      code: 'SYNTAX',
      file,
      line: lineOf(problem.offset),
      message: problem.message,
      hint: 'Correct the settings of the build; projects after this place may be missing.',
    });
  }
  return { projects: reader.projects, findings };
}
