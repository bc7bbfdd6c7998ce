import {
  findElse,
  findFrom,
  isGroup,
  isSign,
  nameOf,
  Node,
  splitAtCommas,
} from './statements';

/** The values of a map, by key: `[key: value]` or `mapOf(key to value)`. */
export function readEntries(
  nodes: Node[],
  separator: ':' | 'to',
): Map<string, Node[]> {
  const entries = new Map<string, Node[]>();
  for (const [key, sign, ...value] of splitAtCommas(nodes)) {
    const isPair =
      separator === ':' ? isSign(sign, ':') : nameOf(sign) === 'to';
    if (isPair && (key.type === 'name' || key.type === 'string')) {
      entries.set(key.text, value);
    }
  }
  return entries;
}

/** What `if (...) a else b`, `x ? a : b` or `a ?: b` can be; undefined if it is none of these. */
export function findBranches(nodes: Node[]): Node[][] | undefined {
  if (nameOf(nodes[0]) === 'if' && isGroup(nodes[1], '(')) {
    const end = findElse(nodes, 2);
    return [nodes.slice(2, end), nodes.slice(end + 1)].map(withoutBraces);
  }
  const mark = findFrom(
    nodes,
    1,
    (node, index) => isSign(node, '?') && !isSign(nodes[index + 1], '.'),
  );
  if (mark >= nodes.length) {
    return undefined;
  }
  if (isSign(nodes[mark + 1], ':')) {
    return [nodes.slice(0, mark), nodes.slice(mark + 2)];
  }
  let depth = 0;
  const colon = findFrom(nodes, mark, (node, index) => {
    if (isSign(node, '?') && !isSign(nodes[index + 1], '.', ':')) {
      depth += 1;
    } else if (isSign(node, ':') && !isSign(nodes[index - 1], '?')) {
      depth -= 1;
    }
    return depth === 0;
  });
  return [nodes.slice(mark + 1, colon), nodes.slice(colon + 1)];
}

function withoutBraces(nodes: Node[]): Node[] {
  const [block] = nodes;
  return nodes.length === 1 && isGroup(block, '{') ? block.nodes : nodes;
}
