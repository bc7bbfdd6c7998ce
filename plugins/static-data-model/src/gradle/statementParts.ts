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
} from './statements';
import { DECLARATIONS, DEFINITIONS, UNRELATED } from './vocabulary';

/** Something that a statement consists of. What comes after a loop or a function is done in it. */
export type StatementPart =
  | ({ type: 'loop' } & Loop)
  | { type: 'function'; parameters: string[]; nodes: Node[]; blocks: Group[] }
  | { type: 'block'; block: Group }
  | ({ type: 'expression' } & Expression);

/** What goes through values, one after the other. */
interface Loop {
  names: string[];
  values: Node[];
}

/** A chain, with what stands behind it. */
export interface Expression {
  links: Link[];
  /** What is assigned, or added, to what the chain leads to. */
  assigned?: Node[];
  /** What is given to the last call without parentheses. */
  command?: Node[];
  /** Blocks behind the chain that belong to none of its calls. */
  blocks: Group[];
}

/** Splits a statement into its parts, without what is declared and without unrelated blocks. */
export function* partsOf(nodes: Node[]): Iterable<StatementPart> {
  let index = 0;
  while (index < nodes.length) {
    const node = nodes[index];
    const name = nameOf(node) ?? '';
    const behind = skipControlFlow(nodes, index);
    if (behind > index) {
      const loop = readLoop(nodes, index);
      if (loop) {
        yield { type: 'loop', ...loop };
      }
      index = behind;
    } else if (UNRELATED.has(name) && isGroup(nodes[index + 1], '{')) {
      index += 2;
    } else if (isGroup(node, '{')) {
      yield { type: 'block', block: node };
      index += 1;
    } else if (isSign(node, '@')) {
      index += isGroup(nodes[index + 2], '(') ? 3 : 2;
    } else if (DEFINITIONS.has(name) || isMethod(nodes, index)) {
      const rest = nodes.slice(index);
      const parameters = rest.find(each => isGroup(each, '('));
      // `fun name(...) = expression`
      const sign = findFrom(nodes, index, each => isSign(each, '='));
      yield {
        type: 'function',
        parameters: isGroup(parameters, '(')
          ? parametersOf(parameters.nodes)
          : [],
        nodes: rest,
        blocks: sign < nodes.length ? [] : blocksIn(rest),
      };
      index = sign + 1;
    } else if (DECLARATIONS.has(name) || isTypedDeclaration(nodes, index)) {
      index = findFrom(nodes, index + 1, isAssignment) + 1;
    } else {
      const { expression, end } = readExpression(nodes, index);
      if (expression) {
        yield { type: 'expression', ...expression };
      }
      index = end;
    }
  }
}

/** @returns `end`: index of the node after it */
function readExpression(
  nodes: Node[],
  start: number,
): { expression?: Expression; end: number } {
  const { links, end } = readChain(nodes, start);
  const last = links.at(-1);
  if (!last) {
    return { end: start + 1 };
  }
  // After `=` it may be part of the value.
  const stop =
    isSign(nodes[end], '=') && nameOf(nodes[end + 1]) === 'if'
      ? nodes.length
      : findElse(nodes, end);
  const rest = nodes.slice(end, stop);
  const [first, second] = rest;
  const isAppended =
    (isSign(first, '+') && isSign(second, '=')) ||
    (isSign(first, '<') && isSign(second, '<'));
  if (isSign(first, '=') || isAppended) {
    const assigned = rest.slice(isAppended ? 2 : 1);
    const blocks = blocksIn(assigned);
    return { expression: { links, assigned, blocks }, end: stop };
  }
  const isCommand =
    !last.arguments &&
    last.blocks.length === 0 &&
    (first?.type === 'string' ||
      first?.type === 'name' ||
      first?.type === 'number');
  return {
    expression: isCommand
      ? { links, command: rest, blocks: [] }
      : { links, blocks: blocksIn(rest) },
    end: stop,
  };
}

/**
 * What `for (name in values)`, `for ((name, other) in values)` or `for (Type name : values)` goes
 * through, at its `for`.
 */
export function readLoop(nodes: Node[], index: number): Loop | undefined {
  const head = nodes[index + 1];
  if (nameOf(nodes[index]) !== 'for' || !isGroup(head, '(')) {
    return undefined;
  }
  const sign = findFrom(
    head.nodes,
    0,
    node => nameOf(node) === 'in' || isSign(node, ':'),
  );
  return {
    names: parametersOf(head.nodes.slice(0, sign)),
    values: head.nodes.slice(sign + 1),
  };
}

/** `def name(...) { }` */
function isMethod(nodes: Node[], start: number): boolean {
  const name = findFrom(
    nodes,
    start,
    node => !DECLARATIONS.has(nameOf(node) ?? ''),
  );
  return (
    name > start &&
    nodes[name]?.type === 'name' &&
    isGroup(nodes[name + 1], '(')
  );
}

/** `String name = value` */
function isTypedDeclaration(nodes: Node[], index: number): boolean {
  return (
    nodes[index].type === 'name' &&
    nodes[index + 1]?.type === 'name' &&
    isSign(nodes[index + 2], '=')
  );
}

function isAssignment(node: Node): boolean {
  return isSign(node, '=') || nameOf(node) === 'by';
}
