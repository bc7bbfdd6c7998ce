import trim from 'lodash/trim';
import { Evaluator } from './Evaluator';
import {
  blocksIn,
  Group,
  groupTokens,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  spanOf,
  splitAtCommas,
  statementsOf,
} from './statements';
import { BuildLanguage, Span, SyntaxProblem, Token } from './tokens';
import { Evaluated } from './values';
import {
  ApiRelation,
  CONTROL_FLOW,
  DECLARATIONS,
  DEFINITIONS,
  isSection,
  ITERATORS,
  LOOKUPS,
  PREFIXES,
  REFERENCE,
  REFERENCE_PROPERTY,
  REGISTRATIONS,
  RELATIONS,
  SELF,
  SETTERS,
  TRANSPARENT,
  UNRELATED,
} from './vocabulary';

/** Something in a build file that is or should be a reference to an API. */
export type FoundReference = {
  relation: ApiRelation;
  offset: number;
} & (
  | { type: 'text'; text: string }
  /** Only running the build could tell what it is. */
  | { type: 'computed'; end: number }
);

/** What a build file says about APIs, in file order. */
export interface ApiReferences {
  references: FoundReference[];
  /** Strings in the blocks that look like references and were not understood as such. */
  leftOver: Token[];
}

/**
 * What a block is about: nothing of interest, APIs, those that the application provides or
 * consumes, or how code is generated for one of them.
 */
type Context = 'outside' | 'section' | ApiRelation | 'options';

/** The form of a reference with parts that are computed. */
const COMPUTED_REFERENCE = /^[^\s:]*:[^\s:]*:[^\s/]+$/;

const MAX_REFERENCE_LENGTH = 300;

/** Closures in closures beyond these are not searched for the names of parameters. */
const MAX_SCOPES = 50;

/** A block to read, and what its statements are about. */
interface Frame {
  block: Group;
  context: Context;
  /** Whether it is the file itself, or a block that could be: `producer { }` counts there. */
  isTop: boolean;
  /** What the first parameter of the closure stands for; without a parameter, `it`. */
  parameter?: Binding;
  scope?: Scope;
}

type Binding = Context | Evaluated;

/** What a name stands for if only running the build could tell. */
const UNKNOWN: Evaluated = { type: 'unknown', offset: 0, end: 0 };

interface Scope {
  name: string;
  binding: Binding;
  outer?: Scope;
}

/** A text before a block that is a name, if the block has references, and else a mistake. */
interface PossibleName {
  reference: FoundReference;
  block: Group;
}

class ApiReferenceReader {
  readonly #evaluator: Evaluator;
  readonly #references: FoundReference[] = [];
  readonly #possibleNames: PossibleName[] = [];
  /** Strings that became references, or are reported otherwise. */
  readonly #used = new Set<Token>();
  /** What is about APIs. */
  readonly #regions: Span[] = [];
  readonly #frames: Frame[];

  constructor(root: Group, evaluator: Evaluator) {
    this.#evaluator = evaluator;
    this.#frames = [{ block: root, context: 'outside', isTop: true }];
  }

  run(tokens: Token[], unreadFrom: number): ApiReferences {
    for (let frame = this.#frames.pop(); frame; frame = this.#frames.pop()) {
      this.#readBlock(frame);
    }
    this.#references.sort((a, b) => a.offset - b.offset);
    const named = this.#possibleNames
      .filter(({ block }) => !this.#hasReferenceIn(block))
      .map(({ reference }) => reference);
    return {
      references: [...this.#references, ...named].sort(
        (a, b) => a.offset - b.offset,
      ),
      leftOver: this.#findLeftOver(tokens, unreadFrom),
    };
  }

  #hasReferenceIn({ offset, end }: Group): boolean {
    let [low, high] = [0, this.#references.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#references[middle].offset < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < this.#references.length && this.#references[low].offset < end;
  }

  #findLeftOver(tokens: Token[], unreadFrom: number): Token[] {
    const isInRegion = createCover(this.#regions);
    const isComputed = createCover(
      this.#references.filter(each => each.type === 'computed'),
    );
    return tokens.filter(
      token =>
        token.type === 'string' &&
        token.offset < unreadFrom &&
        looksLikeReference(token) &&
        isInRegion(token.offset) &&
        !isComputed(token.offset) &&
        !this.#used.has(token),
    );
  }

  #readBlock(frame: Frame): void {
    let current = frame;
    let isFirst = true;
    for (const { nodes, isBeforeArrow } of statementsOf(frame.block)) {
      const { parameter } = frame;
      if (isFirst && parameter !== undefined) {
        const names = isBeforeArrow ? parametersOf(nodes) : ['it'];
        // Which of them is an element, a part of it or its number depends on what calls the closure.
        const isOneOfMany = names.length > 1 && typeof parameter !== 'string';
        for (const name of names) {
          current = withBinding(
            current,
            name,
            isOneOfMany ? UNKNOWN : parameter,
          );
        }
      }
      isFirst = false;
      if (!isBeforeArrow) {
        this.#readStatement(nodes, current);
      }
    }
  }

  #readStatement(nodes: Node[], frame: Frame): void {
    let index = 0;
    let current = frame;
    while (index < nodes.length) {
      const node = nodes[index];
      const name = nameOf(node) ?? '';
      if (PREFIXES.has(name)) {
        index += 1;
      } else if (CONTROL_FLOW.has(name)) {
        const condition = nodes[index + 1];
        index += 1;
        if (isGroup(condition, '(')) {
          current =
            name === 'for' ? this.#withLoop(condition, current) : current;
          index += 1;
        }
      } else if (UNRELATED.has(name) && isGroup(nodes[index + 1], '{')) {
        index += 2;
      } else if (isGroup(node, '{')) {
        this.#frames.push({ ...current, block: node, parameter: undefined });
        index += 1;
      } else if (isSign(node, '@')) {
        index += isGroup(nodes[index + 2], '(') ? 3 : 2;
      } else if (DEFINITIONS.has(name) || isMethod(nodes, index)) {
        this.#readBlocks(nodes.slice(index), {
          ...current,
          context: 'outside',
          isTop: false,
        });
        return;
      } else if (DECLARATIONS.has(name) || isTypedDeclaration(nodes, index)) {
        let sign = index + 1;
        while (sign < nodes.length && !isAssignment(nodes[sign])) {
          sign += 1;
        }
        index = sign + 1;
      } else {
        index = this.#readExpression(nodes, index, current);
      }
    }
  }

  /** Reads what a name is bound to in `for (name in values)` or `for (name : values)`. */
  #withLoop({ nodes }: Group, frame: Frame): Frame {
    const sign = nodes.findIndex(
      node => nameOf(node) === 'in' || isSign(node, ':'),
    );
    const name = nameOf(nodes[sign - 1]);
    return name === undefined
      ? frame
      : withBinding(frame, name, this.#evaluate(nodes.slice(sign + 1), frame));
  }

  /** @returns index of the node after it */
  #readExpression(nodes: Node[], start: number, frame: Frame): number {
    const { links, end } = readChain(nodes, start);
    if (links.length === 0) {
      return start + 1;
    }
    const rest = nodes.slice(end);
    const [first, second] = rest;
    if (nameOf(first) === 'else') {
      this.#readChain(links, nodes, frame);
      return end;
    }
    const isAppended =
      (isSign(first, '+') && isSign(second, '=')) ||
      (isSign(first, '<') && isSign(second, '<'));
    if (isSign(first, '=') || isAppended) {
      const value = rest.slice(isAppended ? 2 : 1);
      this.#readChain(links, nodes, frame, { assigned: value });
      this.#readBlocks(value, frame);
      return nodes.length;
    }
    const last = links[links.length - 1];
    const isCommand =
      !last.arguments &&
      last.blocks.length === 0 &&
      (first?.type === 'string' ||
        first?.type === 'name' ||
        first?.type === 'number');
    if (isCommand) {
      this.#readChain(links, nodes, frame, { command: rest });
      return nodes.length;
    }
    this.#readChain(links, nodes, frame);
    this.#readBlocks(rest, frame);
    return nodes.length;
  }

  /** Reads the blocks in an expression that nothing else is known of. */
  #readBlocks(nodes: Node[], frame: Frame): void {
    this.#push(blocksIn(nodes), { ...frame, parameter: undefined });
  }

  #readChain(
    links: Link[],
    nodes: Node[],
    frame: Frame,
    behind: { assigned?: Node[]; command?: Node[] } = {},
  ): void {
    const iterator = links.findIndex(
      (link, index) =>
        index > 0 &&
        ITERATORS.has(nameOf(link.head) ?? '') &&
        blocksOf(link).length > 0,
    );
    if (iterator > 0) {
      const list = nodes.slice(links[0].start, links[iterator].start);
      const values = this.#evaluate(list, frame);
      if (values.type === 'texts') {
        this.#push(blocksOf(links[iterator]), { ...frame, parameter: values });
        return;
      }
    }
    let context: Context = frame.context;
    /** Whether the chain has led to an object in a producer or consumer block. */
    let isNested = false;
    let { isTop } = frame;
    for (const [index, link] of links.entries()) {
      const isLast = index === links.length - 1;
      const name = nameOf(link.head) ?? toName(link);
      const call: Call = {
        link,
        blocks: blocksOf(link),
        arguments: link.arguments?.nodes,
      };
      if (isLast && behind.command) {
        call.arguments = behind.command;
        call.blocks = behind.command.filter(node => isGroup(node, '{'));
      }
      const next = links[index + 1];
      const isSet = next && !call.arguments && SETTERS.has(nameOf(next.head)!);

      if (index === iterator && context === frame.context) {
        // What they are is not known, so neither is what is said with them.
        this.#push(call.blocks, { ...frame, parameter: UNKNOWN });
        return;
      }
      const bound =
        index === 0 && name ? findBound(frame.scope, name) : undefined;
      if (typeof bound === 'string') {
        context = bound;
        this.#push(call.blocks, { ...frame, context, parameter: context });
        continue;
      }
      if (index === 0 && name && SELF.has(name) && !call.arguments) {
        continue;
      }
      if (context === 'outside' || context === 'section') {
        const isBare = isTop && index === 0 && (call.blocks.length > 0 || next);
        const relation = RELATIONS.get(name ?? '');
        const found = this.#findExtension(call, name, frame, context);
        if (found) {
          context = found;
          isTop = false;
          this.#addRegion(call, nodes);
        } else if (relation && (context === 'section' || isBare)) {
          context = relation;
          this.#addRegion(call, nodes);
          const inRelation = { ...frame, context };
          if (isLast && behind.assigned) {
            this.#readValue('references', behind.assigned, inRelation);
          }
          this.#readCall({ ...call, blocks: [] }, name, {
            frame: inRelation,
            isNested,
          });
        } else if (!TRANSPARENT.has(name ?? '')) {
          isTop = false;
        }
        this.#push(call.blocks, {
          ...frame,
          context,
          isTop: isTop && context === 'outside',
          parameter: context === 'outside' ? undefined : context,
        });
        continue;
      }
      if (isLast && behind.assigned) {
        this.#readValue(name, behind.assigned, { ...frame, context });
      } else if (isSet && next.arguments) {
        this.#readValue(name, next.arguments.nodes, { ...frame, context });
        return;
      } else if (TRANSPARENT.has(name ?? '') && call.blocks.length > 0) {
        this.#push(call.blocks, { ...frame, context, parameter: context });
      } else if (call.arguments || call.blocks.length > 0) {
        this.#readCall(call, name, {
          frame: { ...frame, context },
          isNested,
        });
        isNested = true;
      } else {
        isNested = true;
      }
    }
  }

  /** The context of an extension that a call leads to, by its name or by an argument. */
  #findExtension(
    { link, arguments: args = [] }: Call,
    name: string | undefined,
    frame: Frame,
    context: Context,
  ): Context | undefined {
    if (isSection(name)) {
      return 'section';
    }
    if (!LOOKUPS.has(name ?? '')) {
      return undefined;
    }
    if (link.generics.some(isSection)) {
      return 'section';
    }
    const [argument] = splitAtCommas(args);
    if (!argument || isGroup(argument[0], '{')) {
      return undefined;
    }
    let found: Context | undefined;
    for (const { head } of readChain(argument, 0).links) {
      const text = head.type === 'group' ? '' : head.text;
      const bound = findBound(frame.scope, text);
      const relation = RELATIONS.get(text);
      if (typeof bound === 'string') {
        found = bound;
      } else if (isSection(text)) {
        found = 'section';
      } else if (relation && (found === 'section' || context === 'section')) {
        found = relation;
      }
    }
    return found;
  }

  #addRegion({ link, arguments: args, blocks }: Call, nodes: Node[]): void {
    // `openapi("...")` may as well be a dependency.
    const isBlock = blocks.length > 0 || args === undefined;
    const { offset, end } = link.head;
    this.#regions.push({
      offset,
      end: isBlock ? spanOf(nodes).end : end,
    });
  }

  #push(blocks: Group[], frame: Omit<Frame, 'block'>): void {
    blocks.forEach(block => this.#frames.push({ ...frame, block }));
  }

  #evaluate(nodes: Node[], { scope }: Frame): Evaluated {
    return this.#evaluator.evaluate(nodes, name => {
      const bound = findBound(scope, name);
      return typeof bound === 'string' ? undefined : bound;
    });
  }

  /** Reads what a property is set to, or what is added to it. */
  #readValue(name: string | undefined, nodes: Node[], frame: Frame): void {
    const isReference = name !== undefined && REFERENCE_PROPERTY.test(name);
    if (!isReference || frame.context === 'options') {
      return;
    }
    for (const value of splitAtCommas(nodes)) {
      this.#add(this.#evaluate(value, frame), frame, 'all');
    }
  }

  /** Reads a call in a producer or consumer block. */
  #readCall(
    { blocks, arguments: args = [], link }: Call,
    name: string | undefined,
    { frame, isNested }: { frame: Frame; isNested: boolean },
  ): void {
    const isOptions = frame.context === 'options';
    const isRegistration = REGISTRATIONS.has(name ?? '');
    const isUnread = link.arguments?.end === Infinity;
    const counted = this.#references.length;
    const pending = this.#possibleNames.length;
    if (!isOptions && !isNested && !isUnread) {
      const { positional, named } = readArguments(args, link);
      const lookup = (each: string) => {
        const bound = findBound(frame.scope, each);
        return typeof bound === 'string' ? undefined : bound;
      };
      const parts = this.#evaluator.evaluateParts(named, lookup);
      if (parts) {
        this.#add(parts, frame, 'all');
      }
      for (const [index, argument] of positional.entries()) {
        const value = this.#evaluate(argument, frame);
        const wanted = index > 0 || isRegistration ? 'references' : 'all';
        this.#add(value, frame, wanted, blocks);
      }
      const properties = [...named].filter(([key]) =>
        REFERENCE_PROPERTY.test(key),
      );
      if (properties.length > 0 && !parts) {
        for (const [, value] of properties) {
          this.#add(this.#evaluate(value, frame), frame, 'all');
        }
      } else if (positional.length === 0 && named.size > 0 && !parts) {
        const [value] = named.values();
        const evaluated = this.#evaluate(value, frame);
        if (evaluated.type === 'texts') {
          this.#add(evaluated, frame, 'references');
        }
      }
    }
    const hasReference =
      this.#references.length > counted &&
      this.#possibleNames.length === pending;
    this.#push(blocks, {
      ...frame,
      context: hasReference ? 'options' : frame.context,
      parameter: hasReference ? 'options' : frame.context,
    });
  }

  /**
   * Adds what an argument or a property says.
   *
   * @param wanted - `all`: it must be a reference; `references`: other texts are something else
   * @param blocks - blocks of the call, which the text may be a name for
   */
  #add(
    evaluated: Evaluated,
    { context }: Frame,
    wanted: 'all' | 'references',
    blocks: Group[] = [],
  ): void {
    if (evaluated.type === 'other') {
      return;
    }
    const relation = context as ApiRelation;
    if (evaluated.type === 'unknown') {
      const { offset, end } = evaluated;
      this.#references.push({ type: 'computed', relation, offset, end });
      return;
    }
    for (const { offset, end } of evaluated.unknown ?? []) {
      this.#references.push({ type: 'computed', relation, offset, end });
    }
    for (const { text, offset, tokens } of evaluated.values) {
      const reference: FoundReference = {
        type: 'text',
        relation,
        offset,
        text,
      };
      const isReference = REFERENCE.test(text);
      const isName = blocks.length > 0 && !text.includes(':') && text !== '';
      if (isName && wanted === 'all') {
        this.#possibleNames.push({ reference, block: blocks[0] });
      } else if (isReference || wanted === 'all') {
        this.#references.push(reference);
        tokens.forEach(token => this.#used.add(token));
      }
    }
  }
}

/** A call, or a name that is not called. */
interface Call {
  link: Link;
  blocks: Group[];
  arguments?: Node[];
}

/** Blocks after the arguments and among them: `openapi({ ... })` is `openapi { ... }`. */
function blocksOf({ blocks, arguments: called }: Link): Group[] {
  const among = called?.nodes.filter(node => isGroup(node, '{')) ?? [];
  return [...among, ...blocks];
}

/** The text of a string that is called: `"java"("...")`. */
function toName({ head, arguments: called, blocks }: Link): string | undefined {
  const isCalled = called !== undefined || blocks.length > 0;
  return head.type === 'string' && isCalled ? head.text : undefined;
}

function readArguments(
  nodes: Node[],
  { arguments: called }: Link,
): { positional: Node[][]; named: Map<string, Node[]> } {
  const positional: Node[][] = [];
  const named = new Map<string, Node[]>();
  for (const part of splitAtCommas(nodes)) {
    const argument = part.filter(node => !isGroup(node, '{'));
    const [key, sign, ...value] = argument;
    const isNamed =
      (key?.type === 'name' || key?.type === 'string') &&
      ((isSign(sign, ':') && !isSign(value[0], ':')) ||
        (called && isSign(sign, '=')));
    if (isNamed) {
      named.set(key.text, value);
    } else if (argument.length > 0) {
      positional.push(argument);
    }
  }
  return { positional, named };
}

/** `def name(...) { }` */
function isMethod(nodes: Node[], start: number): boolean {
  let index = start;
  while (DECLARATIONS.has(nameOf(nodes[index]) ?? '')) {
    index += 1;
  }
  return (
    index > start &&
    nodes[index]?.type === 'name' &&
    isGroup(nodes[index + 1], '(')
  );
}

function isAssignment(node: Node): boolean {
  return isSign(node, '=') || nameOf(node) === 'by';
}

/** `String name = value` */
function isTypedDeclaration(nodes: Node[], index: number): boolean {
  return (
    nodes[index].type === 'name' &&
    nodes[index + 1]?.type === 'name' &&
    isSign(nodes[index + 2], '=')
  );
}

/** The names before the arrow of a closure: `ext`, `ext: Type` or `Type ext`. */
function parametersOf(nodes: Node[]): string[] {
  return splitAtCommas(nodes).flatMap(part => {
    const colon = part.findIndex(node => isSign(node, ':'));
    return nameOf(part[colon > 0 ? colon - 1 : part.length - 1]) ?? [];
  });
}

function withBinding(frame: Frame, name: string, binding: Binding): Frame {
  return { ...frame, scope: { name, binding, outer: frame.scope } };
}

function findBound(
  scope: Scope | undefined,
  name: string,
): Binding | undefined {
  let current = scope;
  for (let count = 0; current && count < MAX_SCOPES; count += 1) {
    if (current.name === name) {
      return current.binding;
    }
    current = current.outer;
  }
  return undefined;
}

/** Tells whether a place is in one of some others; must be asked in the order of the places. */
function createCover(places: Span[]): (offset: number) => boolean {
  const sorted = [...places].sort((a, b) => a.offset - b.offset);
  let next = 0;
  let coveredUntil = -1;
  return offset => {
    for (; next < sorted.length && sorted[next].offset <= offset; next += 1) {
      coveredUntil = Math.max(coveredUntil, sorted[next].end);
    }
    return offset < coveredUntil;
  };
}

function looksLikeReference(token: Token): boolean {
  if (token.text.length > MAX_REFERENCE_LENGTH) {
    return false;
  }
  return token.type === 'string' && token.interpolated
    ? COMPUTED_REFERENCE.test(
        trim(token.text, `$"'/`).replace(/\$\{[^{}]*\}/g, '$'),
      )
    : REFERENCE.test(token.text);
}

/**
 * Finds the API references in the tokens of a build file, following its nesting.
 *
 * Nothing is run: both branches of a condition count, constants of the file are put in, and what
 * else an argument may be is handed back as computed.
 */
export function readApiReferences(
  tokens: Token[],
  language: BuildLanguage,
): ApiReferences & { problem?: SyntaxProblem } {
  const { root, problem, unreadFrom } = groupTokens(tokens);
  const reader = new ApiReferenceReader(root, new Evaluator(root, language));
  return { ...reader.run(tokens, unreadFrom), problem };
}
