import {
  blocksIn,
  Group,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  splitAtCommas,
  statementsOf,
} from './statements';
import { EXTRAS, HOLDERS, MODIFIERS } from './vocabulary';

/** A statement that gives a name a value. */
interface Definition {
  name: string;
  nodes: Node[];
  /** Otherwise it only changes a constant that is declared elsewhere, if any. */
  isDeclared: boolean;
}

/**
 * Collects the constants of a build file, wherever in it they are defined.
 *
 * @returns the expressions by name; undefined for a name that is given more than one value
 */
export function collectDefinitions(
  root: Group,
): ReadonlyMap<string, Node[] | undefined> {
  const blocks = [{ block: root, isExtra: true }];
  const definitions = new Map<string, Node[] | undefined>();
  const assigned = new Set<string>();
  for (let next = blocks.pop(); next; next = blocks.pop()) {
    for (const { nodes } of statementsOf(next.block)) {
      const definition = readDefinition(nodes, next.isExtra);
      if (definition?.isDeclared) {
        const { name } = definition;
        definitions.set(
          name,
          definitions.has(name) ? undefined : definition.nodes,
        );
      } else if (definition) {
        assigned.add(definition.name);
      }
      const isExtra = EXTRAS.has(nameOf(nodes[0]) ?? '');
      blocksIn(nodes).forEach(block => blocks.push({ block, isExtra }));
    }
  }
  for (const name of assigned) {
    if (definitions.has(name)) {
      definitions.set(name, undefined);
    }
  }
  return definitions;
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
    return readSetter(links, isExtra);
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
    sign = statement.findIndex(node => isSign(node, '='));
  } else if (last.index) {
    // `ext["name"] = value`
    const key = last.index.nodes[0];
    if (!leadsToExtras(links) || key?.type !== 'string') {
      return undefined;
    }
    name = key.text;
    isDeclared = true;
  } else if (links.length > 1) {
    // `ext.name = value`; where every assignment counts, `project.name = value`
    const isHeld = isExtra && HOLDERS.has(nameOf(links[0].head) ?? '');
    if (!isHeld && !leadsToExtras(links.slice(0, -1))) {
      return undefined;
    }
    isDeclared = true;
  }
  if (name === undefined) {
    return undefined;
  }
  const isAppended =
    isSign(statement[sign], '+', '<') && isSign(statement[sign + 1], '=', '<');
  if (isAppended && links.length === 1) {
    // What is added to a list makes it another one.
    return { name, nodes: statement.slice(sign + 2), isDeclared: false };
  }
  return isSign(statement[sign], '=') && sign > 0
    ? { name, nodes: statement.slice(sign + 1), isDeclared }
    : undefined;
}

/** `ext.set("name", value)`, and in a block `set("name", value)` */
function readSetter(links: Link[], isExtra: boolean): Definition | undefined {
  const last = links[links.length - 1];
  const isSetter =
    nameOf(last.head) === 'set' &&
    (isExtra || leadsToExtras(links.slice(0, -1)));
  if (!isSetter || !last.arguments) {
    return undefined;
  }
  const [key, value] = splitAtCommas(last.arguments.nodes);
  return key?.[0].type === 'string' && value
    ? { name: key[0].text, nodes: value, isDeclared: true }
    : undefined;
}

/** `val name by extra("value")` */
function readDelegate(
  { head }: Link,
  expression: Node[],
): Definition | undefined {
  const name = nameOf(head);
  const delegate = readChain(expression, 0).links[0];
  const nodes = delegate?.arguments?.nodes ?? delegate?.blocks[0]?.nodes;
  return name && nodes && EXTRAS.has(nameOf(delegate.head) ?? '')
    ? { name, nodes, isDeclared: true }
    : undefined;
}

/** Whether a chain ends at extra properties. */
function leadsToExtras(links: Link[]): boolean {
  const names = links.map(({ head }) => nameOf(head) ?? '');
  return (
    names.every(name => HOLDERS.has(name)) && EXTRAS.has(names.at(-1) ?? '')
  );
}
