import { Definitions, withoutHolders } from './definitions';
import {
  findElse,
  findFrom,
  Group,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  spanOf,
  splitAt,
  splitAtCommas,
} from './statements';
import { BuildLanguage, StringToken } from './tokens';
import {
  Evaluated,
  join,
  Lookup,
  MAX_TEXT_LENGTH,
  OTHER,
  Texts,
  toTexts,
  union,
} from './values';
import {
  EXTRAS,
  HOLDERS,
  LIST_FUNCTIONS,
  LITERALS,
  MAP_GETTERS,
  NEUTRAL_CALLS,
} from './vocabulary';

/** Deeper than people write. */
const MAX_DEPTH = 16;
/** How many values names may stand for in a whole file. */
const MAX_SUBSTITUTIONS = 100_000;

/** What a string has besides text: escapes, and what it interpolates. */
const INTERPOLATIONS: Record<BuildLanguage, RegExp> = {
  groovy:
    /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*(?:\.[\p{L}_]\w*)*)|\$\{/gu,
  kotlin:
    /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*)|\$\{/gu,
};

/** In a string, the key of a map: `versions["orders"]` */
const QUOTED_KEY = /(?:\.get(?:Value)?\(|\[)["']([\w.-]+)["'][)\]]/g;

/** Evaluates expressions as far as that takes nothing but the text of the file. */
export class Evaluator {
  readonly #language: BuildLanguage;
  readonly #definitions: Definitions['constants'];
  /** What was evaluated of the definitions, and what is predefined; of a map, also `name.key`. */
  readonly #constants = new Map<string, Evaluated | undefined>();
  /** Names whose entries are among the constants. */
  readonly #maps = new Set<string>();
  #depth = 0;
  #substitutions = 0;

  /** @param predefined - texts that names stand for */
  constructor(
    definitions: Definitions['constants'],
    language: BuildLanguage,
    predefined: Record<string, string> = {},
  ) {
    this.#language = language;
    for (const [name, text] of Object.entries(predefined)) {
      this.#constants.set(name, toTexts(text, 0, []));
    }
    this.#definitions = definitions;
  }

  evaluate(expression: Node[], lookup: Lookup): Evaluated {
    const nodes = expression.filter(({ type }) => type !== 'newline');
    if (nodes.length === 0) {
      return OTHER;
    }
    const unknown: Evaluated = { type: 'unknown', ...spanOf(nodes) };
    if (this.#depth >= MAX_DEPTH) {
      return unknown;
    }
    this.#depth += 1;
    try {
      return this.#evaluate(nodes, lookup) ?? unknown;
    } finally {
      this.#depth -= 1;
    }
  }

  /** The reference that `group`, `name` and `version` make up; undefined without at least two. */
  evaluateParts(
    parts: Map<string, Node[]>,
    lookup: Lookup,
  ): Evaluated | undefined {
    const find = (...names: string[]) =>
      names.map(name => parts.get(name)).find(part => part !== undefined);
    const found = [
      find('group', 'system', 'namespace'),
      find('name', 'api', 'module', 'artifact'),
      find('version'),
    ];
    const given = found.filter(part => part !== undefined);
    if (given.length < 2) {
      return undefined;
    }
    const evaluated = given.map(part => this.evaluate(part, lookup));
    const computed = evaluated.find(({ type }) => type !== 'texts');
    if (computed) {
      const nodes = given[evaluated.indexOf(computed)];
      return { type: 'unknown', ...spanOf(nodes) };
    }
    return join(evaluated, ':');
  }

  #evaluate(nodes: Node[], lookup: Lookup): Evaluated | undefined {
    const cast = nodes.findIndex(node => nameOf(node) === 'as');
    if (cast > 0) {
      return this.evaluate(nodes.slice(0, cast), lookup);
    }
    if (isSign(nodes[0], '*')) {
      return this.evaluate(nodes.slice(1), lookup);
    }
    const branches = findBranches(nodes);
    if (branches) {
      // Each of them counts, as with conditions around statements.
      const evaluated = branches.map(each => this.evaluate(each, lookup));
      const all = union(evaluated);
      return all.type === 'texts' && evaluated.every(isKnown)
        ? { ...all, isList: evaluated.some(each => each.isList) }
        : undefined;
    }
    const operands = splitAt(nodes, '+');
    if (operands.length > 1) {
      const evaluated = operands.map(each => this.evaluate(each, lookup));
      if (evaluated.some(({ type }) => type !== 'texts')) {
        return undefined;
      }
      const isList = evaluated.some(each => 'isList' in each && each.isList);
      return isList ? union(evaluated) : join(evaluated, '');
    }
    const [node] = nodes;
    if (nodes.length === 1) {
      if (node.type === 'string') {
        return this.#evaluateString(node, lookup);
      }
      if (node.type === 'number' || LITERALS.has(nameOf(node) ?? '')) {
        return OTHER;
      }
      if (node.type === 'group') {
        switch (node.symbol) {
          case '[':
            return this.#evaluateList(node, lookup);
          case '(':
            return this.evaluate(node.nodes, lookup);
          default:
            return OTHER;
        }
      }
    }
    const { links, end } = readChain(nodes, 0);
    return end === nodes.length
      ? this.#evaluateChain(links, lookup)
      : undefined;
  }

  #evaluateChain(chain: Link[], lookup: Lookup): Evaluated | undefined {
    const links = [...chain];
    while (links.length > 1 && isNeutral(links[links.length - 1])) {
      links.pop();
    }
    const last = links[links.length - 1];
    const name = nameOf(last.head);
    if (last.blocks.length > 0) {
      return undefined;
    }
    if (last.arguments) {
      return this.#evaluateCall(links, last.arguments, lookup);
    }
    if (last.index) {
      const key = last.index.nodes[0];
      if (key?.type !== 'string' || last.index.nodes.length > 1) {
        return undefined;
      }
      const path = EXTRAS.has(name ?? '')
        ? [key.text]
        : [...namesOf(withoutHolders(links)), key.text];
      return this.#findPath(path, last.head, lookup);
    }
    if (links.length === 1 && isGroup(last.head, '[', '(')) {
      return this.evaluate([last.head], lookup);
    }
    if (links.length === 1 && last.head.type === 'string') {
      return this.#evaluateString(last.head, lookup);
    }
    return links.some(({ arguments: called, index }) => called || index)
      ? undefined
      : this.#findPath(namesOf(links), last.head, lookup);
  }

  #evaluateCall(
    links: Link[],
    called: Group,
    lookup: Lookup,
  ): Evaluated | undefined {
    const { head } = links[links.length - 1];
    const name = nameOf(head);
    const isOf = name === 'of' && nameOf(links[0].head) !== 'List';
    if (LIST_FUNCTIONS.has(name ?? '') && !isOf) {
      return this.#evaluateElements(called, lookup);
    }
    if (name === 'mapOf' && links.length === 1) {
      return this.#evaluateMap(called, 'to', lookup);
    }
    const [argument] = splitAtCommas(called.nodes);
    if (argument?.[0].type !== 'string' || argument.length > 1) {
      return undefined;
    }
    const key = argument[0].text;
    if (name === 'property' || name === 'findProperty') {
      return this.#find(key, head, lookup);
    }
    return MAP_GETTERS.has(name ?? '')
      ? this.#findPath([...namesOf(links.slice(0, -1)), key], head, lookup)
      : undefined;
  }

  #evaluateList(list: Group, lookup: Lookup): Evaluated {
    const [first] = splitAtCommas(list.nodes);
    return first && isSign(first[1], ':')
      ? this.#evaluateMap(list, ':', lookup)
      : this.#evaluateElements(list, lookup);
  }

  #evaluateElements({ nodes }: Group, lookup: Lookup): Evaluated {
    const elements = splitAtCommas(nodes).map(each =>
      this.evaluate(each, lookup),
    );
    return union(elements);
  }

  #evaluateMap(
    { nodes }: Group,
    separator: ':' | 'to',
    lookup: Lookup,
  ): Evaluated {
    const parts = readEntries(nodes, separator);
    return this.evaluateParts(parts, lookup) ?? OTHER;
  }

  #evaluateString(token: StringToken, lookup: Lookup): Evaluated | undefined {
    if (!token.interpolated) {
      return toTexts(token.text, token.offset, [token]);
    }
    if (token.text.length > MAX_TEXT_LENGTH) {
      return undefined;
    }
    const opening = /^(?:"""|"|\$\/|\/)/.exec(token.text)?.[0];
    if (!opening) {
      return undefined;
    }
    const content = token.text.slice(opening.length, -opening.length);
    const isRaw = opening !== '"' && this.#language === 'kotlin';
    let evaluated: Evaluated = toTexts('', token.offset, []);
    let end = 0;
    const append = (text: string) => {
      evaluated = join([evaluated, toTexts(text, token.offset, [token])], '');
    };
    for (const { 0: match, index, groups = {} } of content.matchAll(
      INTERPOLATIONS[this.#language],
    )) {
      append(content.slice(end, index));
      end = index + match.length;
      if (groups.escaped !== undefined) {
        append(isRaw ? match : groups.escaped);
        continue;
      }
      const path = (groups.expression ?? groups.name ?? '')
        .trim()
        .replace(QUOTED_KEY, '.$1')
        .split('.');
      const value = this.#findPath(path, token, lookup);
      if (value?.type !== 'texts') {
        return undefined;
      }
      evaluated = join([evaluated, value], '');
      if (evaluated.type !== 'texts') {
        return undefined;
      }
    }
    append(content.slice(end));
    return evaluated.type === 'texts' ? evaluated : undefined;
  }

  /** What names with dots between them stand for. */
  #findPath(path: string[], user: Node, lookup: Lookup): Evaluated | undefined {
    if (this.#constants.has(path.join('.'))) {
      return this.#find(path.join('.'), user, lookup);
    }
    const start = path.findIndex(
      (name, index) => index === path.length - 1 || !HOLDERS.has(name),
    );
    const [name, ...keys] = path.slice(start);
    if (keys.length === 0) {
      return this.#find(name, user, lookup);
    }
    this.#evaluateEntries(name);
    const entry = [name, ...keys].join('.');
    return this.#constants.has(entry)
      ? this.#find(entry, user, lookup)
      : undefined;
  }

  /** Makes constants of the entries of a map. */
  #evaluateEntries(name: string): void {
    const definition = this.#definitions.get(name);
    if (!definition || this.#maps.has(name)) {
      return;
    }
    this.#maps.add(name);
    const { links } = readChain(definition, 0);
    const [{ head, arguments: called } = { head: undefined }] = links;
    const entries = isGroup(head, '[')
      ? readEntries(head.nodes, ':')
      : called && readEntries(called.nodes, 'to');
    for (const [key, value] of entries ?? []) {
      this.#constants.set(
        `${name}.${key}`,
        this.evaluate(value, () => undefined),
      );
    }
  }

  #find(name: string, user: Node, lookup: Lookup): Evaluated | undefined {
    const bound = lookup(name);
    const found = bound ?? this.#findConstant(name);
    if (found?.type !== 'texts') {
      return undefined;
    }
    this.#substitutions += found.values.length;
    if (this.#substitutions > MAX_SUBSTITUTIONS) {
      return undefined;
    }
    return bound
      ? found
      : {
          ...found,
          values: found.values.map(value => ({
            ...value,
            offset: user.offset,
          })),
        };
  }

  #findConstant(name: string): Evaluated | undefined {
    if (!this.#constants.has(name)) {
      const definition = this.#definitions.get(name);
      // A constant that is defined by itself is not known.
      this.#constants.set(name, undefined);
      this.#constants.set(
        name,
        definition && this.evaluate(definition, () => undefined),
      );
    }
    return this.#constants.get(name);
  }
}

function isKnown(evaluated: Evaluated): evaluated is Texts {
  return evaluated.type === 'texts' && !evaluated.unknown;
}

function namesOf(links: Link[]): string[] {
  return links.map(({ head }) => nameOf(head) ?? '');
}

function readEntries(
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
function findBranches(nodes: Node[]): Node[][] | undefined {
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

function isNeutral({ head, arguments: called, blocks }: Link): boolean {
  return (
    called?.nodes.length === 0 &&
    blocks.length === 0 &&
    NEUTRAL_CALLS.has(nameOf(head) ?? '')
  );
}
