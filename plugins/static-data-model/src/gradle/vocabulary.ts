/** The words of build files that mean something where API references are read. */

/** The form of a reference. The version may be anything: whether it leads to an API is not known here. */
export const REFERENCE = /^[\w.-]+:[\w.-]+:[^\s:/]+$/;

/** How an application relates to an API. */
export type ApiRelation = 'provides' | 'consumes';

/** Names of the extensions whose blocks have references. */
const SECTIONS = words('openapi avro asyncapi');

/**
 * Whether a name is that of an extension whose block has references, or the type of such an
 * extension or of a task for it: `openapi`, `OpenApiExtension`, `GenerateAvroTask`.
 */
export function isSection(name = ''): boolean {
  const text = name.toLowerCase();
  const isType = /^[A-Z]/.test(name) || text.endsWith('extension');
  return SECTIONS.has(text) || (isType && /openapi|avro|asyncapi/.test(text));
}

/** Blocks of references, and what they say about the application. */
export const RELATIONS: ReadonlyMap<string, ApiRelation> = new Map([
  ['producer', 'provides'],
  ['consumer', 'consumes'],
]);

/** Their blocks are statements of the block around them, not closures given to a call. */
export const CONTROL_FLOW = words('if for while when switch catch');

/** What follows these is a statement. */
export const PREFIXES = words('else do try finally return');

/** What follows these, and a colon, is a statement. */
export const LABELS = words('case default');

/** What follows these is given to a name. */
export const DECLARATIONS = words('def val var final const private');

/** What is in their blocks is done elsewhere, if at all. */
export const DEFINITIONS = words(
  'class enum fun interface object task void import',
);

/** Their blocks are about libraries and artifacts, whatever the names in them. */
export const UNRELATED = words(
  'dependencies configurations publishing publications repositories plugins buildscript',
);

/** Names of the object that a block configures. */
export const SELF = words('this it delegate');

/** Their blocks are about the object that they are called on. */
export const TRANSPARENT = words(
  'with apply also run let tap configure all configureEach project rootProject subprojects allprojects afterEvaluate extensions tasks',
);

/** They give or configure the extension, or the task, that an argument names. */
export const LOOKUPS = words(
  'configure getByName getByType findByName findByType the with named withType register create maybeCreate',
);

/** They hand one element after the other to their closure. */
export const ITERATORS = words(
  'each forEach forEachIndexed eachWithIndex map onEach collect',
);

/** They name what their closure configures. */
export const REGISTRATIONS = words(
  'create register maybeCreate named getByName creating registering element',
);

/** Calls that are for references, also if what is given to them does not look like one. */
export const GENERATORS = words(
  'java javaspring kotlin kotlinspring groovy scala spring typescript python go api spec schema contract reference client server',
);

/** Calls that are for no references, whatever is given to them. */
export const HARMLESS =
  /^(?:print(?:ln|f)?|log|logger|assert|require|check|error)$|(?:package|name|dir|directory|folder|path|file|url|title|description|version|mode|type|prefix|suffix)s?$/i;

/** They give a property its value, or add to it. */
export const SETTERS = words(
  'set add addAll from value convention plusAssign append leftShift assign',
);

/** They change the list or the map that they are called on. */
export const MUTATORS = words(
  'add addAll put putAll set remove removeAll clear plusAssign minusAssign leftShift push',
);

/** They give the value of a key in a map. */
export const MAP_GETTERS = words('get getValue getOrDefault');

/** Names of what a reference consists of, in its order. */
export const REFERENCE_PARTS = [
  ['group', 'system', 'namespace'],
  ['name', 'api', 'module', 'artifact'],
  ['version'],
];

/** Those of them that can be given without `=`: nothing else has these names. */
export const PARTS_CALLED = words('group system namespace name module version');

/** Names of properties that hold references. */
export const REFERENCE_PROPERTY =
  /(?:api|spec|specification|contract|schema|reference|artifact|coordinate|notation)s?$/i;

/** They stand before what is declared. */
export const MODIFIERS = words(
  'def val var const final static lateinit private public protected internal',
);

/** Objects that hold extra properties. */
export const EXTRAS = words('ext extra');

/** Objects whose properties are constants of the file as well. */
export const HOLDERS = words('ext extra project rootProject this');

/** They make a list of what is given to them. */
export const LIST_FUNCTIONS = words(
  'listOf setOf arrayOf mutableListOf mutableSetOf asList of listOfNotNull',
);

/** They do not change what is written. */
export const NEUTRAL_CALLS = words(
  'toString toList toSet toTypedArray trim get',
);

/** Names that stand for a value that is no text. */
export const LITERALS = words('true false null');

/** The set of the words in a text. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
