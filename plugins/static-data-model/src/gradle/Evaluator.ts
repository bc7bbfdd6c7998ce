import { Definitions, withoutHolders } from './definitions';
import { findBranches, readEntries } from './expressions';
import {
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
import { splitInterpolated } from './stringLiterals';
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
  REFERENCE_PARTS,
} from './vocabulary';

/** Deeper than people write. */
const MAX_DEPTH = 16;
/** How many values names may stand for in a whole file. */
const MAX_SUBSTITUTIONS = 100_000;

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
    const found = REFERENCE_PARTS.map(names =>
      names.map(name => parts.get(name)).find(part => part !== undefined),
    );
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
    const parts =
      token.text.length <= MAX_TEXT_LENGTH
        ? splitInterpolated(token.text, this.#language)
        : undefined;
    if (!parts) {
      return undefined;
    }
    let evaluated = toTexts('', token.offset, []);
    for (const part of parts) {
      const value =
        'text' in part
          ? toTexts(part.text, token.offset, [token])
          : this.#findPath(part.path, token, lookup);
      const joined = value && join([evaluated, value], '');
      if (joined?.type !== 'texts') {
        return undefined;
      }
      evaluated = joined;
    }
    return evaluated;
  }

  /** What names with dots between them stand for. */
  #findPath(path: string[], user: Node, lookup: Lookup): Evaluated | undefined {
    const bound = path.length > 1 ? lookup(path.join('.')) : undefined;
    if (bound) {
      return bound;
    }
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

function isNeutral({ head, arguments: called, blocks }: Link): boolean {
  return (
    called?.nodes.length === 0 &&
    blocks.length === 0 &&
    NEUTRAL_CALLS.has(nameOf(head) ?? '')
  );
}
