/**
 * Where a token stands: outside of `openapi` and `avro`, in one of them, in their
 * `producer` or `consumer`, or in something there that cannot hold references.
 */
export type Context =
  | 'outside'
  | 'section'
  | 'provides'
  | 'consumes'
  | 'opaque';

/** The name before a bracket: `java` of `java("...")` and of `java("...") { }`. */
export interface BlockHead {
  name: string;
  /** The name before the dot. */
  receiver?: string;
}

const SECTIONS = new Set(['openapi', 'avro']);
const RELATIONS = new Map<string, Context>([
  ['producer', 'provides'],
  ['consumer', 'consumes'],
]);

/** Their blocks are statements of the block around them, not closures given to a call. */
export const CONTROL_FLOW = new Set([
  ...['if', 'else', 'for', 'while', 'do', 'when'],
  ...['try', 'catch', 'finally'],
]);
/** What follows these on the same line is a statement. */
export const STATEMENT_PREFIXES = new Set(['else', 'do', 'try', 'finally']);
/** The name after these is declared, not called. */
export const DECLARATIONS = new Set([
  ...['class', 'def', 'enum', 'fun', 'interface', 'object', 'task'],
  ...['val', 'var', 'void'],
]);
export const NOT_CALLED = new Set([
  ...CONTROL_FLOW,
  ...DECLARATIONS,
  ...['as', 'assert', 'case', 'import', 'in', 'is', 'new', 'package'],
  ...['return', 'super', 'switch', 'synchronized', 'this', 'throw'],
]);

/** What a block is to the blocks around it. */
export function contextOfBlock(
  parent: Context,
  head: BlockHead | undefined,
): Context {
  const { name = '', receiver = '' } = head ?? {};
  if (parent === 'opaque' || CONTROL_FLOW.has(name)) {
    return parent;
  }
  if (parent === 'provides' || parent === 'consumes') {
    return 'opaque';
  }
  if (SECTIONS.has(name)) {
    return 'section';
  }
  const relation = RELATIONS.get(name);
  if (relation && (parent === 'section' || SECTIONS.has(receiver))) {
    return relation;
  }
  return parent;
}
