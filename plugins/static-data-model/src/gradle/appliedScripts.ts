import { posix } from 'node:path';
import { Evaluator } from './Evaluator';
import { readArguments, Call } from './calls';
import { readEntries } from './expressions';
import {
  nameOf,
  Node,
  readChain,
  spanOf,
  splitAtCommas,
  statementsOf,
} from './statements';
import { Evaluated, join, Lookup, MAX_PATH_LENGTH } from './values';
import { words } from './vocabulary';

/**
 * A script that a build file applies, which says something about the same project.
 *
 * @public
 */
export interface AppliedScript {
  /** Relative to the folder of the project, or of the whole build. */
  path: string;
  isInRoot: boolean;
  /** Where it is applied; 1-based. */
  line: number;
  /** Whether the build can do without it. */
  isOptional: boolean;
}

// No path has a NUL in it, so these stand for the folders.
const ROOT_FOLDER = '\0root';
const PROJECT_FOLDER = '\0project';

const FOLDERS = Object.fromEntries(
  [
    [
      ROOT_FOLDER,
      'rootDir project.rootDir rootProject rootProject.rootDir rootProject.projectDir project.rootProject.projectDir rootProject.layout.projectDirectory layout.settingsDirectory',
    ],
    [
      PROJECT_FOLDER,
      'projectDir project project.projectDir layout.projectDirectory project.layout.projectDirectory',
    ],
  ].flatMap(([folder, names]) =>
    names
      .split(' ')
      .flatMap(name =>
        ['', '.path', '.absolutePath', '.canonicalPath', '.asFile'].map(
          suffix => [`${name}${suffix}`, folder],
        ),
      ),
  ),
);

/** They give a file, whose path is given to them, and relative to what they are called on. */
const FILE_FUNCTIONS = words('file File resolve uri dir');

/** Calls in calls beyond these are not looked into. */
const MAX_DEPTH = 16;

/** Knows the folders of a build, as far as scripts can be in them. */
export function createPathEvaluator(
  ...[definitions, language]: ConstructorParameters<typeof Evaluator>
): Evaluator {
  return new Evaluator(definitions, language, FOLDERS);
}

/** What is given as `from` in `apply from: path`, `apply(from = path)` or `apply { from(path) }`. */
export function listAppliedScripts(call: Call): Node[][] {
  if (call.name !== 'apply') {
    return [];
  }
  const { positional, named } = readArguments(call);
  const from = named.get('from');
  // `apply(mapOf("from" to path))`
  const inMap = positional.flatMap(argument => {
    const [{ head, arguments: map } = { head: undefined }] = readChain(
      argument,
      0,
    ).links;
    const value =
      nameOf(head) === 'mapOf' &&
      readEntries(map?.nodes ?? [], 'to').get('from');
    return value ? [value] : [];
  });
  const inBlocks = call.blocks.flatMap(block =>
    [...statementsOf(block)].flatMap(({ nodes }) => {
      const { links, end } = readChain(nodes, 0);
      const [link, ...others] = links;
      return nameOf(link?.head) === 'from' && others.length === 0
        ? [link.arguments?.nodes ?? nodes.slice(end)]
        : [];
    }),
  );
  return [...(from ? [from] : []), ...inMap, ...inBlocks];
}

/** Evaluates `"path"`, `file("path")`, `File(rootDir, "path")` or `rootDir.resolve("path")`. */
export function evaluatePath(
  value: Node[],
  evaluator: Evaluator,
  lookup: Lookup,
  depth = 0,
): Evaluated {
  const nodes = nameOf(value[0]) === 'new' ? value.slice(1) : value;
  const { links, end } = readChain(nodes, 0);
  const last = links.at(-1);
  if (
    end < nodes.length ||
    depth >= MAX_DEPTH ||
    !last?.arguments ||
    !FILE_FUNCTIONS.has(nameOf(last.head) ?? '')
  ) {
    return evaluator.evaluate(nodes, lookup);
  }
  const folder = nodes.slice(0, last.start);
  const parts = splitAtCommas(last.arguments.nodes).map(argument =>
    evaluatePath(argument, evaluator, lookup, depth + 1),
  );
  const all =
    folder.length > 0
      ? [evaluatePath(folder, evaluator, lookup, depth + 1), ...parts]
      : parts;
  const joined = join(all, '/');
  return joined.type === 'texts'
    ? joined
    : { type: 'unknown', ...spanOf(nodes) };
}

/** @returns undefined if it is nowhere in the repository, such as the address of a website */
export function toScriptPath(
  text: string,
): Pick<AppliedScript, 'path' | 'isInRoot'> | undefined {
  const start = text.lastIndexOf('\0');
  const isInRoot = text.startsWith(ROOT_FOLDER, start);
  const folder = isInRoot ? ROOT_FOLDER : PROJECT_FOLDER;
  const path =
    start < 0 ? text : text.slice(start + folder.length).replace(/^\//, '');
  return path.length > MAX_PATH_LENGTH || /^(?:$|\/|\w+:)/.test(path)
    ? undefined
    : { path: posix.normalize(path), isInRoot };
}
