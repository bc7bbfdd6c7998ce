import {
  Group,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  splitAt,
  splitAtCommas,
  statementsOf,
} from './statements';
import { BuildLanguage, Token } from './tokens';

/** A text that is known without running the build. */
export interface Value {
  text: string;
  /** Where it is written, or used. */
  offset: number;
  /** The strings that it comes from. */
  tokens: Token[];
}

export interface Place {
  offset: number;
  /** Exclusive. */
  end: number;
}

/**
 * What an expression is: texts, one or a list of them; something that only running the build could
 * tell; or nothing that could be a text, such as a number.
 */
export type Evaluated =
  | {
      type: 'texts';
      values: Value[];
      isList: boolean;
      /** Elements of the list that only running the build could tell. */
      unknown?: Place[];
    }
  | ({ type: 'unknown' } & Place)
  | { type: 'other' };

/** What a name stands for where it is used, if it is not a constant of the file. */
export type Lookup = (name: string) => Evaluated | undefined;

const OTHER: Evaluated = { type: 'other' };

const MODIFIERS = new Set([
  ...['def', 'val', 'var', 'const', 'final', 'static', 'lateinit'],
  ...['private', 'public', 'protected', 'internal'],
]);
/** Objects whose properties are constants as well. */
const HOLDERS = new Set(['ext', 'extra', 'project', 'rootProject', 'this']);
const EXTRAS = new Set(['ext', 'extra']);
const LIST_FUNCTIONS = new Set([
  ...['listOf', 'setOf', 'arrayOf', 'mutableListOf', 'mutableSetOf'],
  ...['asList', 'of', 'listOfNotNull'],
]);
/** They do not change what is written. */
const NEUTRAL_CALLS = new Set([
  ...['toString', 'toList', 'toSet', 'toTypedArray', 'trim', 'get'],
]);
const CONSTANTS = new Set(['true', 'false', 'null']);

/** More texts than these are not joined: no reference has as many parts. */
const MAX_OPERANDS = 100;

/** Deeper than people write. */
const MAX_DEPTH = 16;
/** Longer than any reference. */
const MAX_TEXT_LENGTH = 2_000;
/** Together with the length of a text, it keeps hostile files from growing when they are read. */
const MAX_VALUES = 1_000;
/** How many values names may stand for in a whole file. */
const MAX_SUBSTITUTIONS = 100_000;

interface Definition {
  nodes: Node[];
  isDeclared: boolean;
}

/** Evaluates expressions as far as that takes nothing but the text of the file. */
export class Evaluator {
  readonly #language: BuildLanguage;
  /** Undefined if a name is given more than one value. */
  readonly #definitions = new Map<string, Definition | undefined>();
  readonly #constants = new Map<string, Evaluated | undefined>();
  #depth = 0;
  #substitutions = 0;

  /** @param predefined - texts that names stand for */
  constructor(
    root: Group,
    language: BuildLanguage,
    predefined: Record<string, string> = {},
  ) {
    this.#language = language;
    for (const [name, text] of Object.entries(predefined)) {
      const values = [{ text, offset: 0, tokens: [] }];
      this.#constants.set(name, { type: 'texts', values, isList: false });
    }
    this.#collectDefinitions(root);
  }

  evaluate(expression: Node[], lookup: Lookup): Evaluated {
    const nodes = expression.filter(({ type }) => type !== 'newline');
    if (nodes.length === 0) {
      return OTHER;
    }
    const unknown: Evaluated = {
      type: 'unknown',
      offset: nodes[0].offset,
      end: nodes[nodes.length - 1].end,
    };
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
      const { offset, end } = {
        offset: nodes[0].offset,
        end: nodes[nodes.length - 1].end,
      };
      return { type: 'unknown', offset, end };
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
      if (node.type === 'number' || CONSTANTS.has(nameOf(node) ?? '')) {
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
      const isOf = name === 'of' && nameOf(links[0].head) !== 'List';
      if (LIST_FUNCTIONS.has(name ?? '') && !isOf) {
        return this.#evaluateElements(last.arguments, lookup);
      }
      if (name === 'mapOf' && links.length === 1) {
        return this.#evaluateMap(last.arguments, 'to', lookup);
      }
      const [argument] = splitAtCommas(last.arguments.nodes);
      const isProperty = name === 'property' || name === 'findProperty';
      return isProperty && argument?.[0].type === 'string'
        ? this.#find(argument[0].text, last.head, lookup)
        : undefined;
    }
    const holders = links.slice(0, -1);
    const isHeld = holders.every(
      ({ head, arguments: called }) =>
        !called && HOLDERS.has(nameOf(head) ?? ''),
    );
    if (last.index) {
      const key = last.index.nodes[0];
      return EXTRAS.has(name ?? '') && key?.type === 'string'
        ? this.#find(key.text, last.head, lookup)
        : undefined;
    }
    if (links.length === 1 && isGroup(last.head, '[', '(')) {
      return this.evaluate([last.head], lookup);
    }
    if (links.length === 1 && last.head.type === 'string') {
      return this.#evaluateString(last.head, lookup);
    }
    const dotted = links.map(({ head }) => nameOf(head)).join('.');
    return name === undefined || (!isHeld && !this.#constants.has(dotted))
      ? undefined
      : this.#find(isHeld ? name : dotted, last.head, lookup);
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
    const parts = new Map<string, Node[]>();
    for (const [key, sign, ...value] of splitAtCommas(nodes)) {
      const isPair =
        separator === ':' ? isSign(sign, ':') : nameOf(sign) === 'to';
      if (isPair && (key.type === 'name' || key.type === 'string')) {
        parts.set(key.text, value);
      }
    }
    return this.evaluateParts(parts, lookup) ?? OTHER;
  }

  #evaluateString(token: Token, lookup: Lookup): Evaluated | undefined {
    if (token.type !== 'string' || !token.interpolated) {
      const values = [
        { text: token.text, offset: token.offset, tokens: [token] },
      ];
      return { type: 'texts', values, isList: false };
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
    const pattern =
      this.#language === 'kotlin'
        ? /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*)|\$\{/gu
        : /\\(?<escaped>[^])|\$\{(?<expression>[^{}]*)\}|\$(?<name>[\p{L}_]\w*(?:\.[\p{L}_]\w*)*)|\$\{/gu;
    let evaluated: Evaluated = join([], '');
    let end = 0;
    const append = (text: string) => {
      const values = [{ text, offset: token.offset, tokens: [token] }];
      evaluated = join(
        [evaluated, { type: 'texts', values, isList: false }],
        '',
      );
    };
    for (const { 0: match, index, groups = {} } of content.matchAll(pattern)) {
      append(content.slice(end, index));
      end = index + match.length;
      if (groups.escaped !== undefined) {
        append(isRaw ? match : groups.escaped);
        continue;
      }
      const path = (groups.expression ?? groups.name ?? '').trim();
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
    return evaluated.type === 'texts'
      ? {
          ...evaluated,
          values: evaluated.values.map(value => ({
            ...value,
            offset: token.offset,
          })),
        }
      : undefined;
  }

  /** What a dotted name in a string stands for. */
  #findPath(path: string, token: Token, lookup: Lookup): Evaluated | undefined {
    if (this.#constants.has(path)) {
      return this.#find(path, token, lookup);
    }
    const names = path
      .replace(/(?<=^|\.)(extra|ext)\[["'](\w+)["']\]$/, '$1.$2')
      .split('.');
    const name = names.pop()!;
    return names.every(each => HOLDERS.has(each))
      ? this.#find(name, token, lookup)
      : undefined;
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
        definition && this.evaluate(definition.nodes, () => undefined),
      );
    }
    return this.#constants.get(name);
  }

  #collectDefinitions(root: Group): void {
    const blocks: { block: Group; isExtra: boolean }[] = [
      { block: root, isExtra: true },
    ];
    const assigned: { name: string; nodes: Node[] }[] = [];
    for (let next = blocks.pop(); next; next = blocks.pop()) {
      for (const { nodes } of statementsOf(next.block)) {
        const definition = readDefinition(nodes, next.isExtra);
        if (definition?.isDeclared) {
          this.#define(definition.name, definition);
        } else if (definition) {
          assigned.push(definition);
        }
        const isExtra = EXTRAS.has(nameOf(nodes[0]) ?? '');
        pushBlocks(nodes, block => blocks.push({ block, isExtra }));
      }
    }
    for (const { name, nodes } of assigned) {
      if (this.#definitions.has(name)) {
        this.#define(name, { nodes, isDeclared: false });
      }
    }
  }

  #define(name: string, definition: Definition): void {
    this.#definitions.set(
      name,
      this.#definitions.has(name) ? undefined : definition,
    );
  }
}

/** Calls back for every block in these nodes that is in no other block. */
function pushBlocks(nodes: Node[], push: (block: Group) => void): void {
  const groups = nodes.filter(node => node.type === 'group');
  for (let group = groups.pop(); group; group = groups.pop()) {
    if (group.symbol === '{') {
      push(group);
    } else {
      group.nodes.forEach(node => node.type === 'group' && groups.push(node));
    }
  }
}

/**
 * Reads a statement that gives a name a value.
 *
 * @param isExtra - whether every assignment in its block defines a constant
 */
function readDefinition(
  statement: Node[],
  isExtra: boolean,
): { name: string; nodes: Node[]; isDeclared: boolean } | undefined {
  let start = 0;
  while (MODIFIERS.has(nameOf(statement[start]) ?? '')) {
    start += 1;
  }
  const { links, end } = readChain(statement, start);
  const last = links[links.length - 1];
  if (!last || last.blocks.length > 0) {
    return undefined;
  }
  const first = nameOf(links[0].head);
  const name = nameOf(last.head);
  let isDeclared = start > 0 || isExtra;
  const rest = (from: number) => statement.slice(from);

  // `ext.set("name", value)`, and in a block `set("name", value)`
  if (last.arguments && name === 'set' && (isExtra || isExtraPath(links))) {
    const [key, value] = splitAtCommas(last.arguments.nodes);
    return key?.[0].type === 'string' && value
      ? { name: key[0].text, nodes: value, isDeclared: true }
      : undefined;
  }
  if (last.arguments) {
    return undefined;
  }
  // `val name by extra("value")`
  if (start > 0 && nameOf(statement[end]) === 'by') {
    const delegate = readChain(statement, end + 1).links[0];
    const isByExtra = delegate && EXTRAS.has(nameOf(delegate.head) ?? '');
    const nodes = delegate?.arguments?.nodes ?? delegate?.blocks[0]?.nodes;
    return isByExtra && nodes && name
      ? { name, nodes, isDeclared: true }
      : undefined;
  }
  let sign = end;
  let defined = name;
  if (links.length === 1 && statement[end]?.type === 'name') {
    // `String name = value`
    defined = nameOf(statement[end]);
    isDeclared = true;
    sign = end + 1;
  } else if (start > 0 && isSign(statement[end], ':')) {
    // `val name: String = value`
    sign = statement.findIndex(node => isSign(node, '='));
  } else if (last.index) {
    const key = last.index.nodes[0];
    if (!isExtraPath([...links, last]) || key?.type !== 'string') {
      return undefined;
    }
    defined = key.text;
    isDeclared = true;
  } else if (links.length > 1) {
    if (!isExtraPath(links) && !(first && HOLDERS.has(first) && isExtra)) {
      return undefined;
    }
    isDeclared = true;
  }
  const isAppended =
    isSign(statement[sign], '+', '<') && isSign(statement[sign + 1], '=', '<');
  if (isAppended && defined !== undefined && links.length === 1) {
    // What is added to a list makes it another one.
    return { name: defined, nodes: rest(sign + 2), isDeclared: false };
  }
  return isSign(statement[sign], '=') && sign > 0 && defined !== undefined
    ? { name: defined, nodes: rest(sign + 1), isDeclared }
    : undefined;
}

/** Whether all but the last link lead to extra properties. */
function isExtraPath(links: Link[]): boolean {
  const names = links.slice(0, -1).map(({ head }) => nameOf(head) ?? '');
  return (
    names.every(name => HOLDERS.has(name)) &&
    EXTRAS.has(names[names.length - 1])
  );
}

function isNeutral({ head, arguments: called, blocks }: Link): boolean {
  return (
    called?.nodes.length === 0 &&
    blocks.length === 0 &&
    NEUTRAL_CALLS.has(nameOf(head) ?? '')
  );
}

function union(evaluated: Evaluated[]): Evaluated {
  const values = evaluated.flatMap(each =>
    each.type === 'texts' ? each.values : [],
  );
  const unknown = evaluated.flatMap(each => {
    if (each.type === 'unknown') {
      return [each];
    }
    return each.type === 'texts' ? each.unknown ?? [] : [];
  });
  if (values.length + unknown.length === 0) {
    return OTHER;
  }
  return {
    type: 'texts',
    values: values.slice(0, MAX_VALUES),
    isList: true,
    ...(unknown.length > 0 && { unknown }),
  };
}

/** Every combination of the texts, which is one if none of them is a list. */
function join(evaluated: Evaluated[], separator: string): Evaluated {
  let joined: Value[] | undefined;
  if (evaluated.length > MAX_OPERANDS) {
    return OTHER;
  }
  for (const each of evaluated) {
    if (each.type !== 'texts') {
      return OTHER;
    }
    const { values } = each;
    if (!joined) {
      joined = values;
      continue;
    }
    if (joined.length * values.length > MAX_VALUES) {
      return OTHER;
    }
    joined = joined.flatMap(left =>
      values.map(right => ({
        text: `${left.text}${separator}${right.text}`,
        offset: left.offset,
        tokens: [...new Set([...left.tokens, ...right.tokens])],
      })),
    );
  }
  joined ??= [{ text: '', offset: 0, tokens: [] }];
  return joined.some(({ text }) => text.length > MAX_TEXT_LENGTH)
    ? OTHER
    : { type: 'texts', values: joined, isList: joined.length > 1 };
}
