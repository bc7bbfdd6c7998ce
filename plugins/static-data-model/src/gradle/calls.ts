import {
  findFrom,
  Group,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  splitAtCommas,
} from './statements';
import { ITERATORS, SETTERS } from './vocabulary';

/** A call, or a name that is not called. */
export interface Call {
  link: Link;
  /** Empty if what is called has no name. */
  name: string;
  arguments?: Node[];
  /** Blocks after the arguments and among them. */
  blocks: Group[];
}

/** @param command - what is given to the last of them without parentheses */
export function toCalls(links: Link[], command?: Node[]): Call[] {
  return links.map((link, index) => {
    const isCommand = command !== undefined && index === links.length - 1;
    return {
      link,
      name: nameOf(link.head) ?? nameOfString(link) ?? '',
      arguments: isCommand ? command : link.arguments?.nodes,
      blocks: isCommand ? blocksAmong(command) : blocksOf(link),
    };
  });
}

/** `openapi({ ... })` is `openapi { ... }`. */
export function blocksOf({ blocks, arguments: called }: Link): Group[] {
  return [...blocksAmong(called?.nodes ?? []), ...blocks];
}

function blocksAmong(nodes: Node[]): Group[] {
  return nodes.filter(node => isGroup(node, '{'));
}

/** The text of a string that is called: `"java"("...")`. */
function nameOfString(link: Link): string | undefined {
  const isCalled = link.arguments !== undefined || link.blocks.length > 0;
  return link.head.type === 'string' && isCalled ? link.head.text : undefined;
}

/**
 * Finds the first link that hands the elements of a list to its closure, or to a method.
 *
 * @returns its index; -1 without
 */
export function findIterator(links: Link[]): number {
  return links.findIndex(
    (link, index) =>
      index > 0 &&
      ITERATORS.has(nameOf(link.head) ?? '') &&
      (blocksOf(link).length > 0 || findMethodOwner(link) !== undefined),
  );
}

/** What stands before the method in `(owner::method)` or `(owner.&method)`. */
export function findMethodOwner({
  arguments: called,
}: Link): Node[] | undefined {
  const nodes = called?.nodes ?? [];
  const sign = findFrom(
    nodes,
    0,
    (node, index) =>
      (isSign(node, ':') && isSign(nodes[index + 1], ':')) ||
      (isSign(node, '.') && isSign(nodes[index + 1], '&')),
  );
  return sign < nodes.length ? nodes.slice(0, sign) : undefined;
}

/** What `property.set(value)` gives to the property. */
export function valueGivenBy(next: Call, property: Call): Node[] | undefined {
  return !property.arguments && SETTERS.has(nameOf(next.link.head) ?? '')
    ? next.link.arguments?.nodes
    : undefined;
}

export function readArguments({ link, arguments: nodes = [] }: Call): {
  positional: Node[][];
  named: Map<string, Node[]>;
} {
  const positional: Node[][] = [];
  const named = new Map<string, Node[]>();
  for (const part of splitAtCommas(nodes)) {
    const argument = part.filter(node => !isGroup(node, '{'));
    const [key, sign, ...value] = argument;
    const isNamed =
      (key?.type === 'name' || key?.type === 'string') &&
      ((isSign(sign, ':') && !isSign(value[0], ':')) ||
        (link.arguments && isSign(sign, '=')));
    if (isNamed) {
      named.set(key.text, value);
    } else if (argument.length > 0) {
      positional.push(argument);
    }
  }
  return { positional, named };
}
