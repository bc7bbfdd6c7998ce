import { Steps } from '../async';
import {
  blocksOf,
  Call,
  findExtension,
  findIterator,
  findMethodOwner,
  readArguments,
  readLoop,
  toCalls,
  valueGivenBy,
} from './calls';
import { collectDefinitions, Definitions } from './definitions';
import { Evaluator } from './Evaluator';
import { createCover, findLeftOvers } from './leftOvers';
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
  findElse,
  Group,
  groupTokens,
  isGroup,
  isSign,
  Link,
  nameOf,
  Node,
  readChain,
  skipControlFlow,
  spanOf,
  splitAtCommas,
  statementsOf,
} from './statements';
import { BuildLanguage, Span, SyntaxProblem, Token } from './tokens';
import { Evaluated } from './values';
import {
  ApiRelation,
  DECLARATIONS,
  DEFINITIONS,
  HARMLESS,
  HOLDERS,
  isSection,
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

/** Functions that are called by functions beyond these are not looked for. */
const MAX_FUNCTION_DEPTH = 8;

/** Constants that stand for constants beyond these are not looked for. */
const MAX_ALIAS_DEPTH = 16;

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
  readonly #definitions: Definitions;
  /** What constants of the file are about. */
  readonly #contexts = new Map<string, Context | undefined>();
  #depth = 0;
  readonly #blocks: Block[] = [];
  readonly #found = new ReferenceCollector();
  readonly #regions: Span[] = [];

  constructor(definitions: Definitions, language: BuildLanguage) {
    this.#definitions = definitions;
    this.#evaluator = new Evaluator(definitions.constants, language);
  }

  /** @returns `regions`: what is about APIs */
  *read(root: Group): Steps<{ found: ReferenceCollector; regions: Span[] }> {
    this.#push([root], { context: 'top' });
    for (let next = this.#blocks.pop(); next; next = this.#blocks.pop()) {
      yield* this.#readBlock(next);
    }
    return { found: this.#found, regions: this.#regions };
  }

  *#readBlock({ block, frame, parameter }: Block): Steps<void> {
    let { scope } = frame;
    let isFirst = true;
    for (const { nodes, isBeforeArrow, isCut } of statementsOf(block)) {
      yield;
      if (isCut) {
        continue;
      }
      if (isFirst && isBeforeArrow) {
        // A parameter that nothing is known of hides a constant of its name all the same.
        scope = bind(scope, parametersOf(nodes), parameter ?? UNKNOWN);
      } else if (isFirst && parameter !== undefined) {
        scope = bind(scope, ['it'], parameter);
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
      const behind = skipControlFlow(nodes, index);
      if (behind > index) {
        const loop = readLoop(nodes, index);
        if (loop) {
          const values = this.#evaluate(loop.values, current);
          const scope = bind(current.scope, loop.names, values);
          current = { ...current, scope };
        }
        index = behind;
      } else if (UNRELATED.has(name) && isGroup(nodes[index + 1], '{')) {
        index += 2;
      } else if (isGroup(node, '{')) {
        this.#push([node], current);
        index += 1;
      } else if (isSign(node, '@')) {
        index += isGroup(nodes[index + 2], '(') ? 3 : 2;
      } else if (DEFINITIONS.has(name) || isMethod(nodes, index)) {
        const rest = nodes.slice(index);
        if (isAboutSection(rest)) {
          this.#regions.push(spanOf(rest));
        }
        const parameters = rest.find(each => isGroup(each, '('));
        const names = isGroup(parameters, '(')
          ? parametersOf(parameters.nodes)
          : [];
        const scope = bind(current.scope, names, UNKNOWN);
        const inside: Frame = { context: 'outside', scope };
        // `fun name(...) = expression`
        const sign = rest.findIndex(each => isSign(each, '='));
        if (sign >= 0) {
          this.#readStatement(rest.slice(sign + 1), inside);
        } else {
          this.#push(blocksIn(rest), inside);
        }
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

  /** @returns index of the node after it */
  #readExpression(nodes: Node[], start: number, frame: Frame): number {
    const { links, end } = readChain(nodes, start);
    if (links.length === 0) {
      return start + 1;
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
      this.#readChain(links, nodes, frame, { assigned });
      this.#push(blocksIn(assigned), frame);
      return stop;
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
      return stop;
    }
    this.#readChain(links, nodes, frame);
    this.#push(blocksIn(rest), frame);
    return stop;
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
      const owner = findMethodOwner(links[iterator]);
      if (owner) {
        const context = this.#contextOf(owner, frame);
        if (context === 'provides' || context === 'consumes') {
          this.#add(values, { ...frame, context }, 'all');
        }
        return;
      }
      if (values.type === 'texts') {
        this.#push(blocksOf(links[iterator]), frame, values);
        return;
      }
    }
    const calls = toCalls(links, command);
    let { context } = frame;
    /** Whether the chain has led to an object in a producer or consumer block. */
    let isNested = false;
    let isUnrelated = false;
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
        isFirst && call.name
          ? this.#findContext(call.name, frame.scope)
          : undefined;
      isUnrelated ||= isAround(context) && UNRELATED.has(call.name);
      if (bound) {
        this.#addRegion(call, nodes);
        context = bound;
        this.#push(call.blocks, { ...frame, context }, context);
      } else if (isFirst && SELF.has(call.name) && !call.arguments) {
        continue;
      } else if (isAround(context)) {
        const hasBlock = call.blocks.length > 0 || next !== undefined;
        context = this.#readOuterCall(call, current, {
          nodes,
          isUnrelated,
          isBareBlock: context === 'top' && isFirst && hasBlock,
          isObject: !isFirst,
          assigned: next ? undefined : assigned,
        });
      } else {
        const value = next ? valueGivenBy(next, call) : assigned;
        if (value) {
          this.#readProperty(call.name, value, current);
          return;
        }
        const relation = RELATIONS.get(call.name);
        if (relation && call.blocks.length > 0 && context !== 'options') {
          // That of the extension around, as a block of one relation has none of its own.
          context = relation;
          this.#push(call.blocks, { ...frame, context }, context);
        } else if (TRANSPARENT.has(call.name) && call.blocks.length > 0) {
          this.#push(call.blocks, current, context);
        } else if (HARMLESS.test(call.name)) {
          this.#push(call.blocks, current);
          isNested = true;
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
      isUnrelated,
      isBareBlock,
      isObject,
      assigned,
    }: {
      nodes: Node[];
      /** Whether the chain is about libraries and artifacts. */
      isUnrelated: boolean;
      isBareBlock: boolean;
      isObject: boolean;
      assigned?: Node[];
    },
  ): Context {
    let { context } = frame;
    const extension = isUnrelated
      ? undefined
      : findExtension(call, context, name =>
          this.#findContext(name, frame.scope),
        );
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
      this.#readArguments({ ...call, name: '', blocks: [] }, inRelation);
    } else if (context === 'top' && !TRANSPARENT.has(call.name)) {
      context = 'outside';
      if (this.#isGivenApis(call, frame)) {
        this.#addRegion(call, nodes);
      }
    } else if (isObject && !isUnrelated && RELATIONS.has(call.name)) {
      // What it is called on may be an extension all the same.
      this.#addRegion(call, nodes);
    }
    this.#push(
      call.blocks,
      { ...frame, context },
      isAboutApis(context) ? context : undefined,
    );
    return context;
  }

  /** Whether a function gets the extension, or one of its blocks, to do something with it. */
  #isGivenApis({ arguments: args = [] }: Call, frame: Frame): boolean {
    return splitAtCommas(args).some(
      argument =>
        argument[0].type === 'name' &&
        isAboutApis(this.#contextOf(argument, frame)),
    );
  }

  /** What the object is about that an expression gives. */
  #contextOf(expression: Node[], frame: Frame): Context | undefined {
    const { links, end } = readChain(expression, 0);
    const isWhole =
      end === expression.length || nameOf(expression[end]) === 'as';
    let { context } = frame;
    for (const [index, call] of isWhole ? toCalls(links).entries() : []) {
      const bound =
        index === 0 ? this.#findContext(call.name, frame.scope) : undefined;
      const found =
        bound ??
        findExtension(call, context, name =>
          this.#findContext(name, frame.scope),
        ) ??
        (context === 'section' ? RELATIONS.get(call.name) : undefined);
      if (found) {
        context = found;
      } else if (
        !isAboutApis(context) &&
        !HOLDERS.has(call.name) &&
        !TRANSPARENT.has(call.name)
      ) {
        return undefined;
      }
    }
    return isWhole ? context : undefined;
  }

  /** What the object is about that a name stands for: a parameter, or a constant of the file. */
  #findContext(name: string, scope: Scope | undefined): Context | undefined {
    const bound = findContext(scope, name);
    if (bound || this.#contexts.has(name)) {
      return bound ?? this.#contexts.get(name);
    }
    const definition = this.#definitions.constants.get(name);
    // A constant that is defined by itself is not known.
    this.#contexts.set(name, undefined);
    if (definition && this.#depth < MAX_ALIAS_DEPTH) {
      this.#depth += 1;
      const context = this.#contextOf(definition, { context: 'top' });
      this.#depth -= 1;
      this.#contexts.set(name, isAboutApis(context) ? context : undefined);
    }
    return this.#contexts.get(name);
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
      this.#add(value, frame, wanted, {
        name: call.name,
        block: call.blocks[0],
      });
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
    call?: { name?: string; block?: Group },
  ): void {
    this.#found.add(evaluated, context as ApiRelation, wanted, call);
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

function isAboutApis(context: Context | undefined): context is Context {
  return context !== undefined && context !== 'top' && context !== 'outside';
}

/** Whether a function is that of an extension, or takes one: `fun OpenApiExtension.name(...)` */
function isAboutSection(nodes: Node[]): boolean {
  const parameters = nodes.findIndex(node => isGroup(node, '('));
  const group = nodes[parameters];
  const named = nodes.slice(0, Math.max(parameters - 1, 0));
  return [...named, ...(isGroup(group, '(') ? group.nodes : [])].some(
    node => node.type === 'name' && isSection(node.text),
  );
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

/** Adds the bodies of the functions that are named in regions. */
function* withFunctions(
  regions: Span[],
  tokens: Token[],
  { functions }: Definitions,
): Steps<Span[]> {
  const names = new Set<string>();
  let all = regions;
  for (let round = 0; round < MAX_FUNCTION_DEPTH; round += 1) {
    yield;
    const isInRegion = createCover(all);
    const called = tokens.filter(
      ({ type, text, offset }) =>
        type === 'name' &&
        functions.has(text) &&
        isInRegion(offset) &&
        !names.has(text),
    );
    if (called.length === 0) {
      break;
    }
    const added = new Set(called.map(({ text }) => text));
    added.forEach(name => names.add(name));
    all = [...all, ...[...added].flatMap(name => functions.get(name)!)];
  }
  return all;
}

/**
 * Finds the API references in the tokens of a build file, following its nesting.
 *
 * Nothing is run: both branches of a condition count, constants of the file are put in, and what
 * else an argument may be is handed back as computed.
 */
export function* readApiReferences(
  tokens: Token[],
  language: BuildLanguage,
): Steps<ApiReferences> {
  const { root, problem, unreadFrom } = groupTokens(tokens);
  const definitions = yield* collectDefinitions(root);
  const reader = new ApiReferenceReader(definitions, language);
  const { found, regions } = yield* reader.read(root);
  const references = found.toReferences();
  const readTokens = tokens.filter(({ offset }) => offset < unreadFrom);
  const leftOvers = findLeftOvers(readTokens, {
    regions: yield* withFunctions(regions, readTokens, definitions),
    computed: references.filter(each => each.type === 'computed'),
    used: found.used,
  });
  return { references, leftOvers, problem: problem ?? definitions.problem };
}
