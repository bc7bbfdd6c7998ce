import { posix } from 'node:path';
import sortBy from 'lodash/sortBy';
import { Steps } from '../async';
import { findIterator, findMethodOwner } from './calls';
import { Definitions } from './definitions';
import { Evaluator } from './Evaluator';
import { MAX_SCOPES } from './scopes';
import { readLoop } from './statementParts';
import {
  blocksIn,
  findElse,
  Group,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  skipControlFlow,
  splitAtCommas,
  statementsOf,
} from './statements';
import { Span } from './tokens';
import { Evaluated, MAX_PATH_LENGTH, toTexts, Value } from './values';
import { SELF, TRANSPARENT, words } from './vocabulary';

/** Projects in projects beyond these are not looked for. */
const MAX_PROJECT_DEPTH = 32;

/** Further projects are not collected; no build with near as many is read. */
const MAX_PROJECTS = 10_000;

/** Functions that give a project. */
const PROJECT_GETTERS = words('project findProject');

/** Functions that include projects, and the folder that these are in. */
const BASES = new Map([
  ['include', ''],
  ['includeFlat', '..'],
]);

/** Constants that stand for constants beyond these are not looked for. */
const MAX_ALIAS_DEPTH = 16;

/** How many projects all statements together may go through. */
const MAX_VISITS = 100_000;

/** The project at the root of the build. */
const ROOT = '';

/**
 * A project of a Gradle build.
 *
 * @public
 */
export interface IncludedProject {
  /** Relative to that of the settings, which is `.` */
  folder: string;
  /** Name of its build file, if it has one of its own. */
  buildFile?: string;
}

interface Project extends IncludedProject {
  name: string;
}

/** What the settings can say of a project. */
const PROPERTIES = words('projectDir buildFileName name');

/** What the parameter of a closure stands for, or what the closure is about. */
interface Scope {
  name?: string;
  value?: Evaluated;
  /** Of projects, their paths. */
  projects?: () => string[] | undefined;
  /** Whether the closure is about the projects also where it does not name them. */
  isDelegate?: boolean;
  outer?: Scope;
}

/** Something that the settings do. */
interface Action {
  offset: number;
  run(): void;
}

/** Reads what the settings of a Gradle build say of its projects. */
export class SettingsReader {
  readonly #definitions: Definitions['constants'];
  readonly #evaluator: Evaluator;
  readonly #warn: (place: Pick<Span, 'offset'>) => void;
  /** By their paths, without the colon that these begin with. */
  readonly #projects = new Map<string, Project>([
    [ROOT, { folder: '.', name: '' }],
  ]);
  /** By the path of the project that they are in. */
  readonly #children = new Map<string, string[]>();
  #visits = 0;
  readonly #actions: Action[] = [];
  readonly #blocks: { block: Group; scope: Scope }[] = [];

  constructor(
    definitions: Definitions['constants'],
    evaluator: Evaluator,
    warn: (place: Pick<Span, 'offset'>) => void,
  ) {
    this.#definitions = definitions;
    this.#evaluator = evaluator;
    this.#warn = warn;
  }

  get projects(): IncludedProject[] {
    const byPlace = new Map<string, IncludedProject>();
    for (const { folder, buildFile } of this.#projects.values()) {
      byPlace.set(posix.join(folder, buildFile ?? ''), {
        folder,
        ...(buildFile && { buildFile }),
      });
    }
    return [...byPlace.values()];
  }

  *read(root: Group): Steps<void> {
    this.#blocks.push({ block: root, scope: {} });
    for (let next = this.#blocks.pop(); next; next = this.#blocks.pop()) {
      yield* this.#readBlock(next.block, next.scope);
    }
    // Blocks are not read in the order in which Gradle runs them.
    for (const { run } of sortBy(this.#actions, 'offset')) {
      yield;
      run();
    }
  }

  *#readBlock(block: Group, outer: Scope): Steps<void> {
    let scope = outer;
    for (const { nodes, isBeforeArrow, isCut } of statementsOf(block)) {
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
            inner = this.#loopOver(loop.values, scope, loop.names[0]);
          }
          index = behind;
        } else {
          const stop = findElse(nodes, index);
          this.#readStatement(nodes.slice(index, stop), inner);
          index = stop;
        }
      }
    }
  }

  #readStatement(nodes: Node[], scope: Scope): void {
    const { offset } = nodes[0];
    const { links, end } = readChain(nodes, 0);
    const last = links.at(-1);
    const name = (last && nameOf(last.head)) ?? '';
    const args = last?.arguments?.nodes ?? nodes.slice(end);
    const isCalled = last?.arguments !== undefined || end < nodes.length;
    const isUnread = last?.arguments?.end === Infinity;
    const base = BASES.get(name);
    const setter = /^set([A-Z])(\w*)$/.exec(name);
    const property = setter ? setter[1].toLowerCase() + setter[2] : name;
    const isAssigned = !setter && isSign(nodes[end], '=');
    if (base !== undefined && isCalled && !isUnread) {
      for (const project of splitAtCommas(args)) {
        this.#do(offset, () => this.#include(project, scope, base));
      }
    } else if (PROPERTIES.has(property) && (isAssigned || setter)) {
      const value = isAssigned ? nodes.slice(end + 1) : args;
      const owner = links.slice(0, -1);
      this.#do(offset, () => this.#set(property, owner, value, scope));
    }
    let inner = scope;
    if (last && links.length > 1 && findIterator(links) === links.length - 1) {
      const list = nodes.slice(0, last.start);
      inner = this.#loopOver(list, scope, 'it');
      // `each(::include)`
      const method = findMethodOwner(last) && last.arguments?.nodes.at(-1);
      const baseOfMethod = BASES.get(nameOf(method) ?? '');
      if (baseOfMethod !== undefined) {
        this.#do(offset, () => this.#include(list, scope, baseOfMethod));
      }
    } else if (last && (PROJECT_GETTERS.has(name) || TRANSPARENT.has(name))) {
      // `project(":a") { }`, `project(":a").with { }`
      const owner = PROJECT_GETTERS.has(name) ? links : links.slice(0, -1);
      if (owner.length > 0) {
        const projects = () => this.#findProjects(owner, scope);
        inner = { name: 'it', projects, isDelegate: true, outer: scope };
      }
    }
    blocksIn(nodes).forEach(block =>
      this.#blocks.push({ block, scope: inner }),
    );
  }

  #do(offset: number, run: () => void): void {
    this.#actions.push({ offset, run });
  }

  /** What a name stands for that goes through a list, of projects or of texts. */
  #loopOver(list: Node[], scope: Scope, name: string): Scope {
    const { links, end } = readChain(list, 0);
    const projects = () =>
      end === list.length ? this.#findProjects(links, scope) : undefined;
    return {
      name,
      value: this.#evaluate(list, scope),
      projects,
      outer: scope,
    };
  }

  #include(project: Node[], scope: Scope, base: string): void {
    const paths = this.#textsOf(this.#evaluate(project, scope));
    // What a file tree includes has wildcards.
    for (const { text: path, offset } of paths.filter(
      ({ text }) => !/[*?]/.test(text),
    )) {
      const names = path.split(':').filter(Boolean);
      if (names.length > MAX_PROJECT_DEPTH || path.length > MAX_PATH_LENGTH) {
        this.#warn({ offset });
        continue;
      }
      if (this.#projects.size > MAX_PROJECTS) {
        return;
      }
      // Gradle includes the projects above it, too.
      for (const [index, name] of names.entries()) {
        const parent = names.slice(0, index).join(':');
        const key = names.slice(0, index + 1).join(':');
        if (!this.#projects.has(key)) {
          const above = index === 0 ? base : this.#projects.get(parent)!.folder;
          this.#projects.set(key, { folder: posix.join(above, name), name });
          const siblings = this.#children.get(parent) ?? [];
          siblings.push(key);
          this.#children.set(parent, siblings);
        }
      }
    }
  }

  /** `project(":name").projectDir = file("folder")`, and other properties */
  #set(property: string, owner: Link[], value: Node[], scope: Scope): void {
    const keys = this.#findProjects(owner, scope);
    if (!keys) {
      if (property !== 'name') {
        this.#warn(owner[0]?.head ?? value[0]);
      }
      return;
    }
    const expression =
      property === 'projectDir' ? toFolderExpression(value) : value;
    for (const [index, key] of keys.entries()) {
      const ofProject = { ...scope, projects: () => [key] };
      const evaluated = this.#evaluate(expression, ofProject);
      const texts = this.#textsOf(evaluated);
      // Of a list of projects and one of folders, each belongs to one of the other.
      const text = texts[keys.length === texts.length ? index : 0];
      const project = this.#projects.get(key) ?? {
        folder: key.replaceAll(':', '/'),
        name: key.split(':').at(-1)!,
      };
      this.#projects.set(key, project);
      if (!text) {
        continue;
      }
      if (text.text.length > MAX_PATH_LENGTH) {
        this.#warn(text);
        continue;
      }
      if (property === 'projectDir') {
        project.folder = posix.normalize(text.text);
      } else if (property === 'name') {
        project.name = text.text;
      } else if (/^[^/\\]+$/.test(text.text)) {
        project.buildFile = text.text;
      } else {
        this.#warn(text);
      }
    }
  }

  /** Paths of the projects that a chain leads to; undefined if it leads to something else. */
  #findProjects(links: Link[], scope: Scope, depth = 0): string[] | undefined {
    if (depth > MAX_ALIAS_DEPTH) {
      return undefined;
    }
    const [first, ...others] = links;
    let keys: string[] | undefined;
    const name = first && nameOf(first.head);
    if (name === undefined || (SELF.has(name) && name !== 'it')) {
      keys = findScope(scope, each => each.isDelegate)?.projects?.();
    } else if (name === 'settings') {
      return this.#findProjects(others, scope, depth + 1);
    } else if (PROJECT_GETTERS.has(name) && first.arguments) {
      const paths = this.#evaluate(first.arguments.nodes, scope);
      keys = this.#textsOf(paths).map(({ text }) => toKey(text));
    } else if (name === 'rootProject') {
      keys = [ROOT];
    } else {
      const bound = findScope(scope, each => each.name === name);
      const definition = bound ? undefined : this.#definitions.get(name);
      const { links: alias, end } = readChain(definition ?? [], 0);
      keys =
        definition && end === definition.length
          ? this.#findProjects(alias, scope, depth + 1)
          : bound?.projects?.();
    }
    for (const { head, arguments: called, blocks } of others) {
      const isPlain = !called && blocks.length === 0;
      if (!keys || !isPlain || nameOf(head) !== 'children') {
        return undefined;
      }
      keys = keys.flatMap(key => this.#children.get(key) ?? []);
      this.#visits += keys.length;
      if (this.#visits > MAX_VISITS) {
        return undefined;
      }
    }
    return keys;
  }

  #evaluate(nodes: Node[], scope: Scope): Evaluated {
    return this.#evaluator.evaluate(nodes, name => this.#lookUp(name, scope));
  }

  /** What a name stands for, or the name of a project: `it.name` */
  #lookUp(name: string, scope: Scope): Evaluated | undefined {
    if (name === 'rootProject.name') {
      return toTexts(this.#projects.get(ROOT)!.name, 0, []);
    }
    const [owner, property, ...others] = name.split('.');
    if (property === undefined) {
      return findScope(scope, each => each.name === name)?.value;
    }
    const [key, ...otherKeys] =
      findScope(scope, each => each.name === owner)?.projects?.() ?? [];
    if (key === undefined || otherKeys.length + others.length > 0) {
      return undefined;
    }
    switch (property) {
      case 'name':
        return toTexts(this.#projects.get(key)?.name ?? '', 0, []);
      case 'path':
        return toTexts(`:${key}`, 0, []);
      default:
        return undefined;
    }
  }

  #textsOf(evaluated: Evaluated): Value[] {
    if (evaluated.type === 'unknown') {
      this.#warn(evaluated);
    }
    if (evaluated.type !== 'texts') {
      return [];
    }
    evaluated.unknown?.forEach(this.#warn);
    return evaluated.values;
  }
}

/** The innermost scope that matches. */
function findScope(
  scope: Scope,
  matches: (scope: Scope) => boolean | undefined,
): Scope | undefined {
  let current: Scope | undefined = scope;
  for (let count = 0; current && count < MAX_SCOPES; count += 1) {
    if (matches(current)) {
      return current;
    }
    current = current.outer;
  }
  return undefined;
}

/** The path of a project without its first colon. */
function toKey(path: string): string {
  return path.split(':').filter(Boolean).join(':');
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
