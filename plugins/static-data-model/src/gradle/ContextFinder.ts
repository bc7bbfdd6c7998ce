import { Call, toCalls } from './calls';
import { Definitions } from './definitions';
import { Context, findContext, Frame, isAboutApis, Scope } from './scopes';
import { isGroup, nameOf, Node, readChain, splitAtCommas } from './statements';
import {
  HOLDERS,
  isSection,
  LOOKUPS,
  RELATIONS,
  TRANSPARENT,
} from './vocabulary';

/** Constants that stand for constants beyond these are not looked for. */
const MAX_ALIAS_DEPTH = 16;

/** Finds out what names, calls and expressions are about. */
export class ContextFinder {
  readonly #definitions: Definitions['constants'];
  /** What constants of the file are about. */
  readonly #constants = new Map<string, Context | undefined>();
  #depth = 0;

  constructor(definitions: Definitions['constants']) {
    this.#definitions = definitions;
  }

  /** What the object is about that a name stands for: a parameter, or a constant of the file. */
  ofName(name: string, scope: Scope | undefined): Context | undefined {
    const bound = findContext(scope, name);
    if (bound || this.#constants.has(name)) {
      return bound ?? this.#constants.get(name);
    }
    const definition = this.#definitions.get(name);
    // A constant that is defined by itself is not known.
    this.#constants.set(name, undefined);
    if (definition && this.#depth < MAX_ALIAS_DEPTH) {
      this.#depth += 1;
      const context = this.ofExpression(definition, { context: 'top' });
      this.#depth -= 1;
      this.#constants.set(name, isAboutApis(context) ? context : undefined);
    }
    return this.#constants.get(name);
  }

  /** What the object is about that an expression gives. */
  ofExpression(expression: Node[], frame: Frame): Context | undefined {
    const { links, end } = readChain(expression, 0);
    const isWhole =
      end === expression.length || nameOf(expression[end]) === 'as';
    if (!isWhole) {
      return undefined;
    }
    let { context } = frame;
    for (const [index, call] of toCalls(links).entries()) {
      const found =
        (index === 0 ? this.ofName(call.name, frame.scope) : undefined) ??
        this.ofCall(call, { ...frame, context }) ??
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
    return context;
  }

  /** What the extension is about that a call leads to, by its name or by an argument. */
  ofCall(
    { link, name, arguments: args = [] }: Call,
    { context, scope }: Frame,
  ): Context | undefined {
    if (isSection(name)) {
      return 'section';
    }
    // `extensions["openapi"]`
    const index = name === 'extensions' ? link.index?.nodes : undefined;
    if (!LOOKUPS.has(name) && !index) {
      return undefined;
    }
    if (link.generics.some(isSection)) {
      return 'section';
    }
    const [argument] = splitAtCommas(index ?? args);
    if (!argument || isGroup(argument[0], '{')) {
      return undefined;
    }
    let found: Context | undefined;
    for (const { head } of readChain(argument, 0).links) {
      const text = head.type === 'group' ? '' : head.text;
      const bound = head.type === 'name' ? this.ofName(text, scope) : undefined;
      const relation = RELATIONS.get(text);
      if (bound) {
        found = bound;
      } else if (isSection(text)) {
        found = 'section';
      } else if (relation && (found === 'section' || context === 'section')) {
        found = relation;
      }
    }
    return found;
  }
}
