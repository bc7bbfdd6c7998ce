import { posix } from 'node:path';
import { SyncFinding } from '@internal/plugin-static-data-common';
import { Steps } from '../async';
import { findIterator, findMethodOwner } from './calls';
import { collectDefinitions } from './definitions';
import { Evaluator } from './Evaluator';
import { createLineIndex, languageOf } from './parseBuildFile';
import { readLoop } from './statementParts';
import {
  blocksIn,
  findElse,
  Group,
  groupTokens,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  skipControlFlow,
  splitAtCommas,
  statementsOf,
} from './statements';
import { tokenize } from './tokenize';
import { Span } from './tokens';
import { Evaluated } from './values';

/** Projects in projects beyond these are not looked for. */
const MAX_PROJECT_DEPTH = 32;

/**
 * Names of the file with the settings of a Gradle build, in the order in which Gradle looks for them.
 *
 * @public
 */
export const SETTINGS_FILE_NAMES = [
  'settings.gradle',
  'settings.gradle.kts',
] as const;

/** Functions that include projects, and the folder that these are in. */
const BASES = new Map([
  ['include', ''],
  ['includeFlat', '..'],
]);

/** What the settings call the folder that they are in. */
const ROOT_FOLDER = Object.fromEntries(
  ['rootDir', 'settingsDir', 'rootProject.projectDir', 'settings.rootDir'].map(
    name => [name, '.'],
  ),
);

/**
 * Reads which projects the settings of a Gradle build include, from the text of its
 * `settings.gradle` or `settings.gradle.kts`. Like `parseBuildFile`, it never runs the file.
 *
 * @returns the folders of the projects, relative to that of the settings
 * @public
 */
export function* parseSettingsFile(
  text: string,
  file: string,
): Steps<{ folders: string[]; findings: SyncFinding[] }> {
  const language = languageOf(file);
  const { tokens, problem: tokenProblem } = yield* tokenize(text, language);
  const { root, problem: nestingProblem } = groupTokens(tokens);
  const { constants, problem: tooLong } = yield* collectDefinitions(root);
  const evaluator = new Evaluator(constants, language, ROOT_FOLDER);
  const lineOf = createLineIndex(text);
  const findings: SyncFinding[] = [];
  /** Folders by the path of the project. */
  const folders = new Map<string, string>();

  const warn = ({ offset }: Pick<Span, 'offset'>) => {
    findings.push({
      severity: 'warning',
      phase: 'PARSE',
      code: 'UNKNOWN_REFERENCE',
      file,
      line: lineOf(offset),
      message:
        'The settings of the build compute what is here, so the build files of some projects cannot be found',
      hint: 'Write the paths and the folders of projects as plain strings.',
    });
  };
  const evaluate = (nodes: Node[], scope: Scope) =>
    evaluator.evaluate(nodes, name =>
      name === scope.name ? scope.value : undefined,
    );
  const valuesOf = (evaluated: Evaluated) => {
    if (evaluated.type === 'unknown') {
      warn(evaluated);
    }
    if (evaluated.type !== 'texts') {
      return [];
    }
    evaluated.unknown?.forEach(warn);
    return evaluated.values;
  };
  const include = (projects: Evaluated, base: string) => {
    for (const { text: path, offset } of valuesOf(projects)) {
      const names = path.split(':').filter(Boolean);
      if (names.length > MAX_PROJECT_DEPTH) {
        warn({ offset });
        continue;
      }
      // Gradle includes the projects above it, too.
      for (const [index] of names.entries()) {
        const parents = names.slice(0, index + 1);
        const key = parents.join(':');
        if (!folders.has(key)) {
          const parent = folders.get(parents.slice(0, -1).join(':')) ?? base;
          folders.set(key, posix.join(parent, parents[index]));
        }
      }
    }
  };
  /** `project(":name").projectDir = file("folder")` */
  const move = (links: Link[], value: Node[], scope: Scope) => {
    const project = links.find(({ head }) => nameOf(head) === 'project');
    if (!project?.arguments) {
      warn({ offset: links[0].head.offset });
      return;
    }
    const names = valuesOf(evaluate(project.arguments.nodes, scope));
    const moved = valuesOf(evaluate(toFolderExpression(value), scope));
    for (const [index, name] of names.entries()) {
      if (moved[index] !== undefined) {
        const key = name.text.split(':').filter(Boolean).join(':');
        folders.set(key, posix.normalize(moved[index].text));
      }
    }
  };

  const blocks: { block: Group; scope: Scope }[] = [{ block: root, scope: {} }];
  const readStatement = (nodes: Node[], scope: Scope) => {
    const { links, end } = readChain(nodes, 0);
    const last = links[links.length - 1];
    const name = last && nameOf(last.head);
    const args = last?.arguments?.nodes ?? nodes.slice(end);
    const isCalled = last?.arguments !== undefined || end < nodes.length;
    const value = isSign(nodes[end], '=') ? nodes.slice(end + 1) : undefined;
    const isUnread = last?.arguments?.end === Infinity;
    const base = BASES.get(name ?? '');
    if (base !== undefined && isCalled && !isUnread) {
      for (const project of splitAtCommas(args)) {
        include(evaluate(project, scope), base);
      }
    } else if (name === 'projectDir' && value) {
      move(links, value, scope);
    }
    let inner = scope;
    if (links.length > 1 && findIterator(links) === links.length - 1) {
      const values = evaluate(nodes.slice(0, last.start), scope);
      inner = { name: 'it', value: values };
      // `each(::include)`
      const method = findMethodOwner(last) && last.arguments?.nodes.at(-1);
      const baseOfMethod = BASES.get(nameOf(method) ?? '');
      if (baseOfMethod !== undefined) {
        include(values, baseOfMethod);
      }
    }
    blocksIn(nodes).forEach(block => blocks.push({ block, scope: inner }));
  };
  for (let next = blocks.pop(); next; next = blocks.pop()) {
    let { scope } = next;
    for (const { nodes, isBeforeArrow, isCut } of statementsOf(next.block)) {
      yield;
      if (isCut) {
        continue;
      }
      if (isBeforeArrow) {
        scope = { ...scope, name: nameOf(nodes[nodes.length - 1]) };
        continue;
      }
      let inner = scope;
      for (let index = 0; index < nodes.length; ) {
        const behind = skipControlFlow(nodes, index);
        if (behind > index) {
          const loop = readLoop(nodes, index);
          if (loop?.names.length === 1) {
            const [name] = loop.names;
            inner = { name, value: evaluate(loop.values, scope) };
          }
          index = behind;
        } else {
          const stop = findElse(nodes, index);
          readStatement(nodes.slice(index, stop), inner);
          index = stop;
        }
      }
    }
  }

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
  return { folders: [...new Set(folders.values())], findings };
}

/** What the parameter of a closure stands for. */
interface Scope {
  name?: string;
  value?: Evaluated;
}

/** The path in `file("path")`, `new File(rootDir, "path")` or `rootDir.resolve("path")`. */
function toFolderExpression(value: Node[]): Node[] {
  const nodes = nameOf(value[0]) === 'new' ? value.slice(1) : value;
  const { links } = readChain(nodes, 0);
  const call = links.find(({ head }) =>
    ['file', 'File', 'resolve'].includes(nameOf(head) ?? ''),
  );
  return call?.arguments
    ? splitAtCommas(call.arguments.nodes).at(-1) ?? []
    : nodes;
}
