import { Span, SyntaxProblem, Token } from './tokens';
import { CONTROL_FLOW, LABELS, PREFIXES } from './vocabulary';

/** Brackets and what is between them. */
export interface Group extends Span {
  type: 'group';
  symbol: '(' | '[' | '{';
  nodes: Node[];
  /** Where it ends, exclusive; infinite if it is never closed. */
  end: number;
  /** Number of the tokens in it, without those in blocks. */
  size: number;
}

/** What a build file consists of, with its brackets matched. */
export type Node = Token | Group;

const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/**
 * Matches the brackets of a build file, up to one that does not match.
 *
 * @returns `unreadFrom`: where the first parenthesis or square bracket begins that is never closed
 */
export function groupTokens(tokens: Token[]): {
  root: Group;
  problem?: SyntaxProblem;
  unreadFrom: number;
} {
  const root = toGroup('{', 0);
  const open = [root];
  let problem: SyntaxProblem | undefined;
  for (const token of tokens) {
    const innermost = open[open.length - 1];
    if (isSign(token, '(', '[', '{')) {
      const group = toGroup(token.text as Group['symbol'], token.offset);
      innermost.nodes.push(group);
      open.push(group);
    } else if (isSign(token, ')', ']', '}')) {
      if (open.length === 1) {
        problem = {
          offset: token.offset,
          message: `There is nothing that this ${token.text} closes`,
        };
        break;
      }
      if (innermost.symbol !== CLOSERS[token.text]) {
        break;
      }
      innermost.end = token.end;
      open.pop();
      open[open.length - 1].size += sizeOf(innermost);
    } else {
      innermost.nodes.push(token);
      innermost.size += 1;
    }
  }
  const unclosed = open.slice(1);
  const last = unclosed.at(-1);
  if (last && !problem) {
    problem = {
      offset: last.offset,
      message: `The ${last.symbol} here is never closed`,
    };
  }
  const unread = unclosed.find(({ symbol }) => symbol !== '{');
  return { root, problem, unreadFrom: unread?.offset ?? Infinity };
}

function toGroup(symbol: Group['symbol'], offset: number): Group {
  return { type: 'group', symbol, nodes: [], offset, end: Infinity, size: 1 };
}

function sizeOf(node: Node): number {
  return isGroup(node, '(', '[') ? node.size : 1;
}

export function isGroup(
  node: Node | undefined,
  ...symbols: Group['symbol'][]
): node is Group {
  return node?.type === 'group' && symbols.includes(node.symbol);
}

export function isSign(node: Node | undefined, ...texts: string[]): boolean {
  return node?.type === 'symbol' && texts.includes(node.text);
}

/** The text of a name. */
export function nameOf(node: Node | undefined): string | undefined {
  return node?.type === 'name' ? node.text : undefined;
}

/** Where one or more nodes that follow one another are written. */
export function spanOf(nodes: Node[]): Span {
  return { offset: nodes[0].offset, end: nodes[nodes.length - 1].end };
}

/** The blocks in these nodes that are in no other block. */
export function blocksIn(nodes: Node[]): Group[] {
  const blocks: Group[] = [];
  const groups = nodes.filter(node => node.type === 'group');
  for (let group = groups.pop(); group; group = groups.pop()) {
    if (group.symbol === '{') {
      blocks.push(group);
    } else {
      group.nodes.forEach(node => node.type === 'group' && groups.push(node));
    }
  }
  return blocks;
}

/** A statement of a block, or what stands before the arrow: parameters or a condition. */
export interface Statement {
  nodes: Node[];
  isBeforeArrow: boolean;
  /** Whether it goes on, but is too long to be read as a whole. */
  isCut: boolean;
}

/** Tokens of a statement, without those in its blocks: what is read in one go. */
const MAX_STATEMENT_SIZE = 10_000;

/** A statement does not end after these, even where the line does. */
const CONTINUED_AFTER = ['=', '==', ',', '.', '?', ':', '&', '|', '+', '<'];

/** Splits a block into its statements. */
export function* statementsOf(block: Group): Iterable<Statement> {
  let nodes: Node[] = [];
  let size = 0;
  let isOnNewLine = false;
  for (const node of block.nodes) {
    if (node.type === 'newline') {
      isOnNewLine = true;
      continue;
    }
    const isArrow = isSign(node, '->');
    if (
      nodes.length > 0 &&
      (isArrow || isSign(node, ';') || endsBefore(nodes, node, isOnNewLine))
    ) {
      yield { nodes, isBeforeArrow: isArrow, isCut: size > MAX_STATEMENT_SIZE };
      nodes = [];
      size = 0;
    }
    if (!isArrow && !isSign(node, ';')) {
      size += sizeOf(node);
      if (size <= MAX_STATEMENT_SIZE || nodes.length === 0) {
        nodes.push(node);
      }
    }
    isOnNewLine = false;
  }
  if (nodes.length > 0) {
    yield { nodes, isBeforeArrow: false, isCut: size > MAX_STATEMENT_SIZE };
  }
}

function endsBefore(nodes: Node[], next: Node, isOnNewLine: boolean): boolean {
  const last = nodes[nodes.length - 1];
  if (!isOnNewLine) {
    // `consumer { } producer { }`
    return (
      isGroup(last, '{') &&
      (next.type === 'name' || next.type === 'string') &&
      nameOf(next) !== 'else'
    );
  }
  const beforeLast = nameOf(nodes[nodes.length - 2]) ?? '';
  if (isGroup(last, '(') && CONTROL_FLOW.has(beforeLast)) {
    return false;
  }
  return (
    !isSign(last, ...CONTINUED_AFTER) &&
    !isSign(next, '.', '?') &&
    !isGroup(next, '{')
  );
}

/** @returns index behind `if (...)`, `else`, `case x:` and the like; the same if there is none */
export function skipControlFlow(nodes: Node[], index: number): number {
  const name = nameOf(nodes[index]) ?? '';
  if (PREFIXES.has(name)) {
    return index + 1;
  }
  if (CONTROL_FLOW.has(name)) {
    return isGroup(nodes[index + 1], '(') ? index + 2 : index + 1;
  }
  if (LABELS.has(name)) {
    const colon = findFrom(nodes, index + 1, node => isSign(node, ':'));
    return colon < nodes.length ? colon + 1 : index;
  }
  return index;
}

/** @returns index of the first node with that, from a start on; without, the number of nodes */
export function findFrom(
  nodes: Node[],
  start: number,
  matches: (node: Node, index: number) => boolean,
): number {
  let index = start;
  while (index < nodes.length && !matches(nodes[index], index)) {
    index += 1;
  }
  return index;
}

/** Index of `else`, from a start on; without, the number of nodes. */
export function findElse(nodes: Node[], start: number): number {
  return findFrom(nodes, start, node => nameOf(node) === 'else');
}

/** The parts between commas, without line breaks and without empty parts. */
export function splitAtCommas(nodes: Node[]): Node[][] {
  return splitAt(nodes, ',').filter(part => part.length > 0);
}

/** The parts between signs, without line breaks. */
export function splitAt(nodes: Node[], sign: string): Node[][] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isSign(node, sign)) {
      parts.push([]);
    } else if (node.type !== 'newline') {
      parts[parts.length - 1].push(node);
    }
  }
  return parts;
}

/** One link of a chain such as `openapi.producer.java("...") { }`. */
export interface Link {
  /** A name, a string that is called or a value, or a list or something in parentheses. */
  head: Node;
  /** Index of its first node, the dot before it included. */
  start: number;
  generics: string[];
  arguments?: Group;
  index?: Group;
  blocks: Group[];
}

const MAX_GENERICS_LENGTH = 40;

/** Reads names, calls and blocks that are chained with dots. */
export function readChain(
  nodes: Node[],
  start: number,
): { links: Link[]; end: number } {
  const links: Link[] = [];
  let index = start;
  for (;;) {
    const linkStart = index;
    if (links.length > 0) {
      if (isSign(nodes[index], '?', '*') && isSign(nodes[index + 1], '.')) {
        index += 1;
      }
      if (!isSign(nodes[index], '.')) {
        break;
      }
      index += 1;
    }
    const head = nodes[index];
    const isHead =
      head?.type === 'name' ||
      head?.type === 'string' ||
      (links.length === 0 && isGroup(head, '[', '('));
    if (!isHead) {
      index = linkStart;
      break;
    }
    const link: Link = { head, start: linkStart, generics: [], blocks: [] };
    links.push(link);
    index = readSuffixes(nodes, index + 1, link);
  }
  return { links, end: index };
}

function readSuffixes(nodes: Node[], start: number, link: Link): number {
  let index = start;
  if (isSign(nodes[index], '<')) {
    const end = findGenericsEnd(nodes, index);
    if (end > index) {
      link.generics = nodes
        .slice(index, end)
        .flatMap(node => nameOf(node) ?? []);
      index = end;
    }
  }
  for (;;) {
    const node = nodes[index];
    if (isGroup(node, '(') && !link.arguments && link.blocks.length === 0) {
      link.arguments = node;
    } else if (isGroup(node, '[') && !link.index && !link.arguments) {
      link.index = node;
    } else if (isGroup(node, '{')) {
      link.blocks.push(node);
    } else if (isSign(node, '!') && isSign(nodes[index + 1], '!')) {
      index += 1;
    } else {
      return index;
    }
    index += 1;
  }
}

/** @returns index after `>`; the start if what begins there are no type arguments */
function findGenericsEnd(nodes: Node[], start: number): number {
  let depth = 0;
  const limit = Math.min(nodes.length, start + MAX_GENERICS_LENGTH);
  for (let index = start; index < limit; index += 1) {
    const node = nodes[index];
    if (isSign(node, '<')) {
      depth += 1;
    } else if (isSign(node, '>')) {
      depth -= 1;
      if (depth === 0) {
        return index + 1;
      }
    } else if (node.type !== 'name' && !isSign(node, ',', '.', '?', '*')) {
      return start;
    }
  }
  return start;
}
