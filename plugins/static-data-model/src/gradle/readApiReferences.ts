import {
  blocksOf,
  Call,
  findExtension,
  findIterator,
  readArguments,
  toCalls,
  valueGivenBy,
} from './calls';
import { Evaluator } from './Evaluator';
import { findLeftOvers } from './leftOvers';
import { FoundReference, ReferenceCollector } from './ReferenceCollector';
import {
  bind,
  Binding,
  Context,
  findContext,
  lookupIn,
  parametersOf,
  Scope,
  UNKNOWN,
} from './scopes';
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
  PREFIXES,
  REFERENCE_PROPERTY,
  REGISTRATIONS,
  RELATIONS,
  SELF,
  TRANSPARENT,
  UNRELATED,
} from './vocabulary';

/** What a build file says about APIs, in file order. */
export interface ApiReferences {
  references: FoundReference[];
  /** Strings in the blocks that look like references and were not understood as such. */
  leftOvers: Token[];
  problem?: SyntaxProblem;
}

/** What is around a statement. */
interface Frame {
  context: Context;
  scope?: Scope;
}

/** A block that is still to be read. */
interface Block {
  block: Group;
  frame: Frame;
  /** What the first parameter of the closure stands for; without a parameter, `it`. */
  parameter?: Binding;
}

/** What stands behind a chain. */
interface Behind {
  /** What is assigned, or added, to what the chain leads to. */
  assigned?: Node[];
  /** What is given to the last call without parentheses. */
  command?: Node[];
}

class ApiReferenceReader {
  readonly #evaluator: Evaluator;
  readonly #blocks: Block[] = [];
  readonly #found = new ReferenceCollector();
  readonly #regions: Span[] = [];

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** @returns `regions`: what is about APIs */
  read(root: Group): { found: ReferenceCollector; regions: Span[] } {
    this.#push([root], { context: 'top' });
    for (let next = this.#blocks.pop(); next; next = this.#blocks.pop()) {
      this.#readBlock(next);
    }
    return { found: this.#found, regions: this.#regions };
  }

  #readBlock({ block, frame, parameter }: Block): void {
    let { scope } = frame;
    let isFirst = true;
    for (const { nodes, isBeforeArrow } of statementsOf(block)) {
      if (isFirst && parameter !== undefined) {
        const names = isBeforeArrow ? parametersOf(nodes) : ['it'];
        scope = bind(scope, names, parameter);
      }
      isFirst = false;
      if (!isBeforeArrow) {
        this.#readStatement(nodes, { ...frame, scope });
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
        this.#push([node], current);
        index += 1;
      } else if (isSign(node, '@')) {
        index += isGroup(nodes[index + 2], '(') ? 3 : 2;
      } else if (DEFINITIONS.has(name) || isMethod(nodes, index)) {
        const blocks = blocksIn(nodes.slice(index));
        this.#push(blocks, { ...current, context: 'outside' });
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
    if (name === undefined) {
      return frame;
    }
    const values = this.#evaluate(nodes.slice(sign + 1), frame);
    return { ...frame, scope: bind(frame.scope, [name], values) };
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
      const assigned = rest.slice(isAppended ? 2 : 1);
      this.#readChain(links, nodes, frame, { assigned });
      this.#push(blocksIn(assigned), frame);
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
    this.#push(blocksIn(rest), frame);
    return nodes.length;
  }

  /** @param nodes - the statement that the chain is in */
  #readChain(
    links: Link[],
    nodes: Node[],
    frame: Frame,
    { assigned, command }: Behind = {},
  ): void {
    const iterator = findIterator(links);
    if (iterator > 0) {
      const list = nodes.slice(links[0].start, links[iterator].start);
      const values = this.#evaluate(list, frame);
      if (values.type === 'texts') {
        this.#push(blocksOf(links[iterator]), frame, values);
        return;
      }
    }
    const calls = toCalls(links, command);
    let { context } = frame;
    /** Whether the chain has led to an object in a producer or consumer block. */
    let isNested = false;
    for (const [index, call] of calls.entries()) {
      const isFirst = index === 0;
      const next = calls.at(index + 1);
      const current = { ...frame, context };
      const isOfList = context === frame.context || context === 'outside';
      if (index === iterator && isOfList) {
        // What the elements are is not known, so neither is what is said with them.
        this.#push(call.blocks, frame, UNKNOWN);
        return;
      }
      const bound =
        isFirst && call.name ? findContext(frame.scope, call.name) : undefined;
      if (bound) {
        context = bound;
        this.#push(call.blocks, { ...frame, context }, context);
      } else if (isFirst && SELF.has(call.name) && !call.arguments) {
        continue;
      } else if (isAround(context)) {
        const hasBlock = call.blocks.length > 0 || next !== undefined;
        context = this.#readOuterCall(call, current, {
          nodes,
          isBareBlock: context === 'top' && isFirst && hasBlock,
          assigned: next ? undefined : assigned,
        });
      } else {
        const value = next ? valueGivenBy(next, call) : assigned;
        if (value) {
          this.#readProperty(call.name, value, current);
          return;
        }
        if (TRANSPARENT.has(call.name) && call.blocks.length > 0) {
          this.#push(call.blocks, current, context);
        } else {
          this.#readInnerCall(call, current, isNested);
          isNested = true;
        }
      }
    }
  }

  /**
   * Reads a call that is in no producer or consumer block, and may be one.
   *
   * @returns what the chain is about behind it
   */
  #readOuterCall(
    call: Call,
    frame: Frame,
    {
      nodes,
      isBareBlock,
      assigned,
    }: { nodes: Node[]; isBareBlock: boolean; assigned?: Node[] },
  ): Context {
    let { context } = frame;
    const extension = findExtension(call, frame.scope, context);
    const isRelation = context === 'section' || isBareBlock;
    const relation = isRelation ? RELATIONS.get(call.name) : undefined;
    if (extension) {
      context = extension;
      this.#addRegion(call, nodes);
    } else if (relation) {
      context = relation;
      this.#addRegion(call, nodes);
      const inRelation = { ...frame, context };
      if (assigned) {
        this.#readValues(assigned, inRelation);
      }
      this.#readArguments({ ...call, blocks: [] }, inRelation);
    } else if (context === 'top' && !TRANSPARENT.has(call.name)) {
      context = 'outside';
    }
    const isAboutApis = context !== 'top' && context !== 'outside';
    this.#push(
      call.blocks,
      { ...frame, context },
      isAboutApis ? context : undefined,
    );
    return context;
  }

  #addRegion({ link, arguments: args, blocks }: Call, nodes: Node[]): void {
    // `openapi("...")` may as well be a dependency.
    const isBlock = blocks.length > 0 || args === undefined;
    const { offset, end } = link.head;
    this.#regions.push({ offset, end: isBlock ? spanOf(nodes).end : end });
  }

  /** Reads a call in a producer or consumer block. */
  #readInnerCall(call: Call, frame: Frame, isNested: boolean): void {
    const hasReference =
      !isNested &&
      frame.context !== 'options' &&
      this.#readArguments(call, frame);
    const context = hasReference ? 'options' : frame.context;
    this.#push(call.blocks, { ...frame, context }, context);
  }

  /** @returns whether the call is for a reference, so that its blocks have options */
  #readArguments(call: Call, frame: Frame): boolean {
    if (call.link.arguments?.end === Infinity) {
      return false;
    }
    const before = this.#found.counts;
    const { positional, named } = readArguments(call);
    const parts = this.#evaluator.evaluateParts(named, lookupIn(frame.scope));
    if (parts) {
      this.#add(parts, frame, 'all');
    }
    const isRegistration = REGISTRATIONS.has(call.name);
    for (const [index, argument] of positional.entries()) {
      const value = this.#evaluate(argument, frame);
      const wanted = index > 0 || isRegistration ? 'references' : 'all';
      this.#add(value, frame, wanted, call.blocks[0]);
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
    const after = this.#found.counts;
    return (
      after.references > before.references &&
      after.possibleNames === before.possibleNames
    );
  }

  /** Reads what a property is set to, or what is added to it. */
  #readProperty(name: string, value: Node[], frame: Frame): void {
    if (REFERENCE_PROPERTY.test(name) && frame.context !== 'options') {
      this.#readValues(value, frame);
    }
  }

  #readValues(nodes: Node[], frame: Frame): void {
    for (const value of splitAtCommas(nodes)) {
      this.#add(this.#evaluate(value, frame), frame, 'all');
    }
  }

  #add(
    evaluated: Evaluated,
    { context }: Frame,
    wanted: 'all' | 'references',
    block?: Group,
  ): void {
    this.#found.add(evaluated, context as ApiRelation, wanted, block);
  }

  #evaluate(nodes: Node[], { scope }: Frame): Evaluated {
    return this.#evaluator.evaluate(nodes, lookupIn(scope));
  }

  #push(blocks: Group[], frame: Frame, parameter?: Binding): void {
    blocks.forEach(block => this.#blocks.push({ block, frame, parameter }));
  }
}

/** Whether a call there may be the extension, or a producer or consumer block. */
function isAround(context: Context): boolean {
  return context === 'top' || context === 'outside' || context === 'section';
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

/**
 * Finds the API references in the tokens of a build file, following its nesting.
 *
 * Nothing is run: both branches of a condition count, constants of the file are put in, and what
 * else an argument may be is handed back as computed.
 */
export function readApiReferences(
  tokens: Token[],
  language: BuildLanguage,
): ApiReferences {
  const { root, problem, unreadFrom } = groupTokens(tokens);
  const reader = new ApiReferenceReader(new Evaluator(root, language));
  const { found, regions } = reader.read(root);
  const references = found.toReferences();
  const leftOvers = findLeftOvers(
    tokens.filter(({ offset }) => offset < unreadFrom),
    {
      regions,
      computed: references.filter(each => each.type === 'computed'),
      used: found.used,
    },
  );
  return { references, leftOvers, problem };
}
