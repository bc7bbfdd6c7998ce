import uniqBy from 'lodash/uniqBy';
import { Steps } from '../async';
import {
  createPathEvaluator,
  evaluatePath,
  listAppliedScripts,
} from './appliedScripts';
import {
  blocksOf,
  Call,
  findIterator,
  findMethodOwner,
  readArguments,
  toCalls,
  valueGivenBy,
} from './calls';
import { ContextFinder } from './ContextFinder';
import { collectDefinitions, Definitions } from './definitions';
import { Evaluator } from './Evaluator';
import { findLeftOvers } from './leftOvers';
import { FoundReference, ReferenceCollector } from './ReferenceCollector';
import {
  bind,
  Binding,
  Context,
  Frame,
  isAboutApis,
  isAround,
  lookupIn,
  parametersOf,
  UNKNOWN,
} from './scopes';
import { Expression, partsOf } from './statementParts';
import {
  Group,
  groupTokens,
  isGroup,
  Link,
  nameOf,
  Node,
  spanOf,
  splitAtCommas,
  statementsOf,
} from './statements';
import { BuildLanguage, Span, SyntaxProblem, Token } from './tokens';
import { Evaluated } from './values';
import {
  ApiRelation,
  HARMLESS,
  isSection,
  LOOKUPS,
  PARTS_CALLED,
  REFERENCE_PARTS,
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
  /** What looks like a reference in the blocks, and was not understood as such. */
  leftOvers: Pick<Span, 'offset'>[];
  scripts: FoundScript[];
  problem?: SyntaxProblem;
}

/** What a build file gives as the path of a script that it applies. */
interface FoundScript {
  path: Evaluated;
  offset: number;
  isConditional: boolean;
}

/** A block that is still to be read. */
interface Block {
  block: Group;
  frame: Frame;
  /** What the first parameter of the closure stands for; without a parameter, `it`. */
  parameter?: Binding;
}

class ApiReferenceReader {
  readonly #evaluator: Evaluator;
  readonly #pathEvaluator: Evaluator;
  readonly #contexts: ContextFinder;
  readonly #blocks: Block[] = [];
  readonly #found = new ReferenceCollector();
  readonly #regions: Span[] = [];
  readonly #scripts: FoundScript[] = [];
  /** What the block that is being read is about. */
  #context: Context = 'top';
  /** What its properties say. */
  #parts = new Map<string, Node[]>();

  constructor(definitions: Definitions['constants'], language: BuildLanguage) {
    this.#evaluator = new Evaluator(definitions, language);
    this.#pathEvaluator = createPathEvaluator(definitions, language);
    this.#contexts = new ContextFinder(definitions);
  }

  /** @returns `regions`: what is about APIs */
  *read(root: Group): Steps<{
    found: ReferenceCollector;
    regions: Span[];
    scripts: FoundScript[];
  }> {
    this.#push([root], { context: 'top' });
    for (let next = this.#blocks.pop(); next; next = this.#blocks.pop()) {
      yield* this.#readBlock(next);
    }
    return {
      found: this.#found,
      regions: this.#regions,
      scripts: this.#scripts,
    };
  }

  *#readBlock({ block, frame, parameter }: Block): Steps<void> {
    let { scope } = frame;
    let isFirst = true;
    this.#context = frame.context;
    this.#parts = new Map();
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
    this.#readParts({ ...frame, scope });
  }

  /** Whether what is said there is about the block, not about another object. */
  #hasParts({ context }: Frame): boolean {
    return context !== 'options' && context === this.#context;
  }

  /** Reads the reference that `group = "a"; name = "b"; version = "1"` make up. */
  #readParts(frame: Frame): void {
    // Some of them alone may as well describe something else.
    const areAllGiven = REFERENCE_PARTS.every(names =>
      names.some(name => this.#parts.has(name)),
    );
    const parts = areAllGiven
      ? this.#evaluator.evaluateParts(this.#parts, lookupIn(frame.scope))
      : undefined;
    if (parts) {
      this.#add(parts, frame, 'all');
      return;
    }
    for (const [name, value] of this.#parts) {
      if (REFERENCE_PROPERTY.test(name)) {
        this.#readValues(value, frame);
      }
    }
  }

  #readStatement(nodes: Node[], frame: Frame): void {
    let current = frame;
    if (nameOf(nodes[0]) === 'if') {
      current = { ...frame, isConditional: true };
    }
    for (const part of partsOf(nodes)) {
      switch (part.type) {
        case 'loop': {
          const values = this.#evaluate(part.values, current);
          const scope = bind(current.scope, part.names, values);
          current = { ...current, scope };
          break;
        }
        case 'function': {
          if (isAboutSection(part.nodes)) {
            this.#regions.push(spanOf(part.nodes));
          }
          const scope = bind(current.scope, part.parameters, UNKNOWN);
          // `task name(type: Type) { }`
          const isTask = nameOf(part.nodes[0]) === 'task';
          current = { context: isTask ? current.context : 'outside', scope };
          this.#push(part.blocks, current);
          break;
        }
        case 'block':
          this.#push([part.block], current);
          break;
        default:
          this.#readExpression(part, nodes, current);
          this.#push(part.blocks, current);
      }
    }
  }

  /** @param nodes - the statement that the expression is in */
  #readExpression(expression: Expression, nodes: Node[], frame: Frame): void {
    const { links, assigned, command } = expression;
    const iterator = findIterator(links);
    if (iterator > 0 && this.#readIteration(links, iterator, nodes, frame)) {
      return;
    }
    const calls = toCalls(links, command);
    calls.forEach(call => this.#readScripts(call, frame));
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
          ? this.#contexts.ofName(call.name, frame.scope)
          : undefined;
      isUnrelated ||= isAround(context) && UNRELATED.has(call.name);
      if (isAboutApis(context) && !isUnclosed(call)) {
        const { positional, named } = readArguments(call);
        this.#mention([...positional, ...named.values()], current);
        this.#mention(next ? [] : splitAtCommas(assigned ?? []), current);
      }
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
        const isPart = PARTS_CALLED.has(call.name) && this.#hasParts(current);
        if (isPart && call.arguments?.length === 1 && !next) {
          this.#parts.set(call.name, call.arguments);
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

  #readScripts(call: Call, { scope, isConditional = false }: Frame): void {
    for (const path of listAppliedScripts(call)) {
      this.#scripts.push({
        path: evaluatePath(path, this.#pathEvaluator, lookupIn(scope)),
        offset: call.link.head.offset,
        isConditional,
      });
    }
  }

  /**
   * Reads what is done with every element of a list.
   *
   * @returns false if the elements are not known
   */
  #readIteration(
    links: Link[],
    iterator: number,
    nodes: Node[],
    frame: Frame,
  ): boolean {
    const list = nodes.slice(links[0].start, links[iterator].start);
    const values = this.#evaluate(list, frame);
    const owner = findMethodOwner(links[iterator]);
    if (owner) {
      const context = this.#contexts.ofExpression(owner, frame);
      if (context === 'provides' || context === 'consumes') {
        this.#add(values, { ...frame, context }, 'all');
      }
      return true;
    }
    if (values.type === 'texts') {
      this.#push(blocksOf(links[iterator]), frame, values);
      return true;
    }
    return false;
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
      : this.#contexts.ofCall(call, frame);
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
    } else if (
      context === 'top' &&
      !TRANSPARENT.has(call.name) &&
      !LOOKUPS.has(call.name)
    ) {
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
        isAboutApis(this.#contexts.ofExpression(argument, frame)),
    );
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
    if (isUnclosed(call)) {
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
    this.#mention(splitAtCommas(value), frame);
    if (frame.context === 'options') {
      return;
    }
    if (REFERENCE_PARTS.flat().includes(name) && this.#hasParts(frame)) {
      this.#parts.set(name, value);
    } else if (REFERENCE_PROPERTY.test(name)) {
      this.#readValues(value, frame);
    }
  }

  /** Notes values that may not be for references, but be references all the same. */
  #mention(values: Node[][], frame: Frame): void {
    const { context } = frame;
    const isRelation = context === 'provides' || context === 'consumes';
    for (const value of values) {
      const relation = isRelation ? context : undefined;
      this.#found.mention(this.#evaluate(value, frame), relation);
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

/** Whether the parenthesis of a call is never closed. */
function isUnclosed({ link }: Call): boolean {
  return link.arguments?.end === Infinity;
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
  const reader = new ApiReferenceReader(definitions.constants, language);
  const { found, regions, scripts } = yield* reader.read(root);
  const references = found.toReferences();
  const readTokens = tokens.filter(({ offset }) => offset < unreadFrom);
  const leftOvers = yield* findLeftOvers(readTokens, {
    regions,
    functions: definitions.functions,
    computed: references.filter(each => each.type === 'computed'),
    used: found.used,
  });
  return {
    references,
    leftOvers: uniqBy([...leftOvers, ...found.toLeftOvers()], 'offset'),
    scripts,
    problem: problem ?? definitions.problem,
  };
}
