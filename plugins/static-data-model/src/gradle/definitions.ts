import { Steps } from '../async';
import { parametersOf } from './scopes';
import {
  blocksIn,
  findElse,
  findFrom,
  Group,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  skipControlFlow,
  spanOf,
  splitAtCommas,
  statementsOf,
} from './statements';
import { Span, SyntaxProblem } from './tokens';
import { EXTRAS, HOLDERS, MODIFIERS, MUTATORS } from './vocabulary';

/** A statement that gives a name a value. */
interface Definition {
  name: string;
  nodes: Node[];
  /** Otherwise it only changes a constant that is declared elsewhere, if any. */
  isDeclared: boolean;
}

/** What names of a build file stand for, wherever in it they are defined. */
export interface Definitions {
  /** Expressions by name; undefined for a name that is given more than one value. */
  constants: ReadonlyMap<string, Node[] | undefined>;
  /** Where the bodies of functions and closures are, by name. */
  functions: ReadonlyMap<string, Span[]>;
  problem?: SyntaxProblem;
}

/** Collects the constants and the functions of a build file. */
export function* collectDefinitions(root: Group): Steps<Definitions> {
  const blocks = [{ block: root, isExtra: true }];
  const constants = new Map<string, Node[] | undefined>();
  const functions = new Map<string, Span[]>();
  const assigned = new Set<string>();
  const addFunction = (name: string, body: Span) => {
    const bodies = functions.get(name) ?? [];
    bodies.push(body);
    functions.set(name, bodies);
  };
  let problem: SyntaxProblem | undefined;
  for (let next = blocks.pop(); next; next = blocks.pop()) {
    let typed: string | undefined;
    for (const { nodes, isBeforeArrow, isCut } of statementsOf(next.block)) {
      yield;
      if (isCut) {
        problem ??= {
          offset: nodes[0].offset,
          message: 'The statement that begins here is too long to be read',
        };
        continue;
      }
      if (isBeforeArrow) {
        // `val name: Type.() -> Unit = { }`
        typed = MODIFIERS.has(nameOf(nodes[0]) ?? '')
          ? nameOf(nodes[findFrom(nodes, 0, node => isSign(node, ':')) - 1])
          : undefined;
      } else if (typed !== undefined) {
        addFunction(typed, spanOf(nodes));
        typed = undefined;
      }
      for (const statement of splitAtElse(nodes)) {
        // `val (name, other) = pair`
        const [modifier, names] = statement;
        if (MODIFIERS.has(nameOf(modifier) ?? '') && isGroup(names, '(')) {
          parametersOf(names.nodes).forEach(name =>
            constants.set(name, undefined),
          );
        }
        const definition = readDefinition(statement, next.isExtra);
        if (!definition) {
          continue;
        }
        const { name, nodes: value } = definition;
        if (!definition.isDeclared) {
          assigned.add(name);
          continue;
        }
        constants.set(name, constants.has(name) ? undefined : value);
        if (isGroup(value[0], '{')) {
          addFunction(name, value[0]);
        }
      }
      const method = readFunction(nodes);
      if (method) {
        addFunction(method.name, method.body);
      }
      const isExtra = EXTRAS.has(nameOf(nodes[0]) ?? '');
      blocksIn(nodes).forEach(block => blocks.push({ block, isExtra }));
    }
  }
  for (const name of assigned) {
    if (constants.has(name)) {
      constants.set(name, undefined);
    }
  }
  return { constants, functions, problem };
}

/** What is done in the branches of a condition, or in a loop, that has no braces. */
function splitAtElse(statement: Node[]): Node[][] {
  const parts: Node[][] = [];
  let start = 0;
  for (;;) {
    let behind = start;
    for (let next = start; ; behind = next) {
      next = skipControlFlow(statement, behind);
      if (next === behind) {
        break;
      }
    }
    // Elsewhere `else` is part of an expression.
    const end = behind > start ? findElse(statement, behind) : statement.length;
    if (behind < end) {
      parts.push(statement.slice(behind, end));
    }
    if (end >= statement.length) {
      return parts;
    }
    start = end;
  }
}

/** `def name(...) { }`, `Type name(...) { }` or `fun Type.name(...) = ...` */
function readFunction(
  statement: Node[],
): { name: string; body: Span } | undefined {
  const parameters = findFrom(statement, 0, node => node.type === 'group');
  const body = statement.slice(parameters + 1);
  const name = nameOf(statement[parameters - 1]);
  const isFunction =
    isGroup(statement[parameters], '(') &&
    statement[parameters - 2]?.type === 'name';
  const isKotlin = statement
    .slice(0, parameters)
    .some(node => nameOf(node) === 'fun');
  return name !== undefined &&
    body.length > 0 &&
    (isKotlin || (isFunction && isGroup(body[0], '{')))
    ? { name, body: spanOf(body) }
    : undefined;
}

/** @param isExtra - whether every assignment in its block defines a constant */
function readDefinition(
  statement: Node[],
  isExtra: boolean,
): Definition | undefined {
  let start = 0;
  while (MODIFIERS.has(nameOf(statement[start]) ?? '')) {
    start += 1;
  }
  const { links, end } = readChain(statement, start);
  const last = links.at(-1);
  if (!last || last.blocks.length > 0) {
    return undefined;
  }
  if (last.arguments) {
    return readSetter(links, isExtra) ?? readMutation(links, statement);
  }
  const isModified = start > 0;
  if (isModified && nameOf(statement[end]) === 'by') {
    return readDelegate(last, statement.slice(end + 1));
  }
  let isDeclared = isModified || isExtra;
  let name = nameOf(last.head);
  let sign = end;
  if (links.length === 1 && statement[end]?.type === 'name') {
    // `String name = value`
    name = nameOf(statement[end]);
    isDeclared = true;
    sign = end + 1;
  } else if (isModified && isSign(statement[end], ':')) {
    // `val name: String = value`
    sign = findFrom(statement, end, node => isSign(node, '='));
  }
  const isAppended =
    (isSign(statement[sign], '+', '-') && isSign(statement[sign + 1], '=')) ||
    (isSign(statement[sign], '<') && isSign(statement[sign + 1], '<'));
  if (!isAppended && !isSign(statement[sign], '=')) {
    return undefined;
  }
  const value = statement.slice(sign + (isAppended ? 2 : 1));
  const path = withoutHolders(links);
  if (last.index && leadsToExtras(links)) {
    // `ext["name"] = value`
    const key = last.index.nodes[0];
    return key?.type === 'string' && !isAppended
      ? { name: key.text, nodes: value, isDeclared: true }
      : undefined;
  }
  if (isAppended || last.index || path.length > 1) {
    // What is added to a list, or put into a map, makes it another one.
    const changed = nameOf(path[0]?.head);
    return changed === undefined
      ? undefined
      : { name: changed, nodes: value, isDeclared: false };
  }
  if (links.length > 1) {
    // `ext.name = value`; where every assignment counts, `project.name = value`
    isDeclared = isExtra || leadsToExtras(links.slice(0, -1));
  }
  return name === undefined ? undefined : { name, nodes: value, isDeclared };
}

/** `ext.set("name", value)`, and in a block `set("name", value)` */
function readSetter(links: Link[], isExtra: boolean): Definition | undefined {
  const last = links[links.length - 1];
  const isSetter =
    nameOf(last.head) === 'set' &&
    (links.length === 1 ? isExtra : leadsToExtras(links.slice(0, -1)));
  if (!isSetter || !last.arguments) {
    return undefined;
  }
  const [key, value] = splitAtCommas(last.arguments.nodes);
  return key?.[0].type === 'string' && value
    ? { name: key[0].text, nodes: value, isDeclared: true }
    : undefined;
}

/** `name.add(value)` */
function readMutation(
  links: Link[],
  statement: Node[],
): Definition | undefined {
  const [changed, call] = withoutHolders(links);
  const name = nameOf(changed?.head);
  return name !== undefined && call && MUTATORS.has(nameOf(call.head) ?? '')
    ? { name, nodes: statement, isDeclared: false }
    : undefined;
}

/** `val name by extra("value")`, or by something else that it stands for */
function readDelegate(
  { head }: Link,
  expression: Node[],
): Definition | undefined {
  const name = nameOf(head);
  const delegate = readChain(expression, 0).links[0];
  if (name === undefined || !delegate) {
    return undefined;
  }
  const given = delegate.arguments?.nodes ?? delegate.blocks[0]?.nodes;
  const isExtra = EXTRAS.has(nameOf(delegate.head) ?? '');
  return {
    name,
    nodes: isExtra && given ? given : expression,
    isDeclared: true,
  };
}

/** Without what stands before a constant: `project.ext.` */
export function withoutHolders(links: Link[]): Link[] {
  const start = links.findIndex(
    ({ head, index }, position) =>
      position === links.length - 1 ||
      index !== undefined ||
      !HOLDERS.has(nameOf(head) ?? ''),
  );
  return links.slice(Math.max(start, 0));
}

/** Whether a chain ends at extra properties. */
function leadsToExtras(links: Link[]): boolean {
  const names = links.map(({ head }) => nameOf(head) ?? '');
  return (
    names.every(name => HOLDERS.has(name)) && EXTRAS.has(names.at(-1) ?? '')
  );
}
