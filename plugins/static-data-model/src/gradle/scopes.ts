import {
  findFrom,
  isGroup,
  isSign,
  nameOf,
  Node,
  splitAtCommas,
} from './statements';
import { Evaluated, Lookup } from './values';
import { ApiRelation } from './vocabulary';

/**
 * What a block is about: the file itself, where `producer { }` counts without a section around it;
 * nothing of interest; APIs; those that the application provides or consumes; or how code is
 * generated for one of them.
 */
export type Context = 'top' | 'outside' | 'section' | ApiRelation | 'options';

/** Whether a call there may be the extension, or a producer or consumer block. */
export function isAround(context: Context): boolean {
  return context === 'top' || context === 'outside' || context === 'section';
}

export function isAboutApis(context: Context | undefined): context is Context {
  return context !== undefined && context !== 'top' && context !== 'outside';
}

/** What a name stands for: what it configures, or a value. */
export type Binding = Context | Evaluated;

/** What a name stands for if only running the build could tell. */
export const UNKNOWN: Evaluated = { type: 'unknown', offset: 0, end: 0 };

/** Closures in closures beyond these are not searched for the names of parameters. */
export const MAX_SCOPES = 50;

/** A name that stands for something, and those that were there before it. */
export interface Scope {
  name: string;
  binding: Binding;
  outer?: Scope;
}

/** What is around a statement. */
export interface Frame {
  context: Context;
  scope?: Scope;
  /** Whether a condition is around it. */
  isConditional?: boolean;
}

/** Names what the parameters of a closure stand for. */
export function bind(
  scope: Scope | undefined,
  names: string[],
  binding: Binding,
): Scope | undefined {
  // Which of them is an element, a part of it or its number depends on what calls the closure.
  const isOneOfMany = names.length > 1 && typeof binding !== 'string';
  return names.reduce<Scope | undefined>(
    (outer, name) => ({
      name,
      binding: isOneOfMany ? UNKNOWN : binding,
      outer,
    }),
    scope,
  );
}

/** What the object is about that a name stands for. */
export function findContext(
  scope: Scope | undefined,
  name: string,
): Context | undefined {
  const bound = findBound(scope, name);
  return typeof bound === 'string' ? bound : undefined;
}

/** Gives the values that names stand for. */
export function lookupIn(scope: Scope | undefined): Lookup {
  return name => {
    const bound = findBound(scope, name);
    return typeof bound === 'string' ? undefined : bound;
  };
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

/**
 * The names of parameters: `ext`, `ext: Type`, `Type ext`, each with or without a default, or
 * `(key, value)`.
 */
export function parametersOf(nodes: Node[]): string[] {
  return splitAtCommas(nodes).flatMap(part => {
    const [first] = part;
    if (isGroup(first, '(')) {
      return parametersOf(first.nodes);
    }
    const end = findFrom(part, 0, node => isSign(node, ':', '='));
    return nameOf(part[end - 1]) ?? [];
  });
}
