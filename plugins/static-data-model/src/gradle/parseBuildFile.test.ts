import fc from 'fast-check';
import { runAtOnce } from '../__testUtils__/runAtOnce';
import { createLineIndex, parseBuildFile } from './parseBuildFile';

/** What a build file says, without the places of the references. */
function read(text: string, file: string) {
  const { references, findings } = runAtOnce(parseBuildFile(text, file));
  return {
    references: {
      provides: references.provides.map(({ reference }) => reference),
      consumes: references.consumes.map(({ reference }) => reference),
    },
    findings,
  };
}

const GROOVY = 'build.gradle';
const KOTLIN = 'build.gradle.kts';

function inProducer(content: string): string {
  return `openapi {\n  producer {\n${content}\n  }\n}`;
}

/** The result of a file that is read without findings. */
function found(references: { provides?: string[]; consumes?: string[] }) {
  return {
    references: { provides: [], consumes: [], ...references },
    findings: [],
  };
}

describe('parseBuildFile', () => {
  it('reads the blocks of the source format', () => {
    const text = `
      plugins { id 'java' }
      openapi {
          producer {
              javaspring("payment-core:payment-gateway-api:2.0.0") { configOptions = [] }
          }
          consumer {
              java("order-core:order-api:1.0.0")
              kotlin 'mf-platform:mutual-fund-api:3.1.0'
          }
      }
      avro {
          producer { schema("payments:PaymentCompleted:1.0.0") }
          consumer { schema("orders:OrderCreated:2.0.0") }
      }
    `;
    expect(read(text, GROOVY)).toEqual(
      found({
        provides: [
          'payment-core:payment-gateway-api:2.0.0',
          'payments:PaymentCompleted:1.0.0',
        ],
        consumes: [
          'order-core:order-api:1.0.0',
          'mf-platform:mutual-fund-api:3.1.0',
          'orders:OrderCreated:2.0.0',
        ],
      }),
    );
  });

  it.each<[string, string]>([
    ['a file without blocks', `plugins { id("java") }`],
    ['an empty file', ''],
    ['consumer in another block', `other { consumer { java("a:b:1") } }`],
    ['a line comment', `// openapi { producer { java("a:b:1") } }`],
    ['a block comment', `/* openapi { producer { java("a:b:1") } } */`],
    ['a comment in the block', inProducer(`// java("a:b:1")`)],
    ['a string', `x = 'openapi { producer { java("a:b:1") } }'`],
    ['an interpolation', `x = "\${openapi { producer { java("a:b:1") } }}"`],
    ['a declared function', `def openapi() { producer { java("a:b:1") } }`],
    ['a constant', inProducer(`enabled(true); retries(3); nothing(null)`)],
  ])('finds nothing in %s', (_, text) => {
    expect(read(text, GROOVY)).toEqual(found({}));
    expect(read(text, KOTLIN)).toEqual(found({}));
  });

  it.each<[string, string]>([
    ['parentheses', `java("a:b:1")`],
    ['spaces before the parentheses', `java ("a:b:1")`],
    ['several lines', `java(\n\n  "a:b:1",\n  [\n "x" ]\n)\n`],
    ['a semicolon', `java("a:b:1");`],
    ['a trailing comma', `java("a:b:1",)`],
    ['a closure behind it', `java("a:b:1") { x = "1" }`],
    ['a closure on the next line', `java("a:b:1")\n{ kotlin("c") }`],
    ['a closure as argument', `java("a:b:1", { kotlin("c") })`],
    ['a chained call', `java("a:b:1").with("c")`],
    ['a name in its closure', `create("x") { spec.set("a:b:1") }`],
    ['a name behind it', `javaspring("x") { spec = "a:b:1" }`],
    ['blocks around it', `rest { payments { java("a:b:1") } }`],
    ['this', `this.java("a:b:1")`],
    ['the implicit parameter', `it.java("a:b:1")`],
    ['a callee in quotes', `"java"("a:b:1")`],
    ['a triple-quoted string', `java("""a:b:1""")`],
    ['an escape', `java("a\\u003ab:1")`],
    ['a comment between', `java(/* "c:d:1" */ "a:b:1" // )\n)`],
    ['a closure parameter', `spec -> java("a:b:1")`],
    ['a condition', `if (x) { java("a:b:1") } else { kotlin("a:b:1") }`],
    ['a condition without braces', `if (x("c")) java("a:b:1")`],
    ['an else without braces', `if (x) { } else java("a:b:1")`],
    ['the statement after a continued one', `x =\n y("c")\njava("a:b:1")`],
  ])('reads a call with %s', (_, call) => {
    expect(read(inProducer(call), GROOVY)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
    expect(read(inProducer(call), KOTLIN)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
  });

  it.each<[string, string, string]>([
    ['command syntax', GROOVY, `java 'a:b:1'`],
    ['command syntax in double quotes', GROOVY, `java "a:b:1"`],
    ['command syntax, closure', GROOVY, `java 'a:b:1', { kotlin 'c' }`],
    ['command syntax, closure behind', GROOVY, `java 'a:b:1' { x 'c' }`],
    ['command syntax, named argument', GROOVY, `java 'a:b:1', mode: 'x'`],
    ['command syntax over lines', GROOVY, `java 'a:b:1',\n  mode: 'c'`],
    ['command syntax, joined lines', GROOVY, `java \\\n 'a:b:1'`],
    ['command syntax, name of the argument', GROOVY, `java api: 'a:b:1'`],
    ['triple single quotes', GROOVY, `java('''a:b:1''')`],
    ['a slashy string', GROOVY, `java(/a:b:1/)`],
    ['a dollar slashy string', GROOVY, `java($/a:b:1/$)`],
    ['named argument behind', GROOVY, `java("a:b:1", mode: "c")`],
    ['named argument before', GROOVY, `java(mode: "c", "a:b:1")`],
    ['name of the argument', GROOVY, `java(api: "a:b:1")`],
    ['name of the argument', KOTLIN, `java(api = "a:b:1", mode = "c")`],
    ['a raw string', KOTLIN, `java("""a:b:1""")`],
    ['a name in backticks', KOTLIN, '`java`("a:b:1")'],
    ['a branch', KOTLIN, `when (x) { "c" -> java("a:b:1") }`],
    ['a nested comment', KOTLIN, `/* /* */ java("c:d:1") */ java("a:b:1")`],
    ['a comment that ends early', GROOVY, `/* /* */ java("a:b:1") /* */`],
  ])('reads %s (%s)', (_, file, call) => {
    expect(read(inProducer(call), file)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
  });

  it.each<[string, string]>([
    ['other blocks', `subprojects { openapi { producer { java("a:b:1") } } }`],
    [
      'a call with arguments',
      `project(":x") { openapi { producer { java("a:b:1") } } }`,
    ],
    ['generics', `configure<X> { openapi { producer { java("a:b:1") } } }`],
    ['a condition', `if (x) { openapi { producer { java("a:b:1") } } }`],
    [
      'a list and a closure',
      `[1].each({ p -> openapi { producer { java("a:b:1") } } })`,
    ],
    ['itself', `openapi { openapi { producer { java("a:b:1") } } }`],
    [
      'a block of the section',
      `openapi { group { producer { java("a:b:1") } } }`,
    ],
    ['a receiver', `project.openapi { producer { java("a:b:1") } }`],
    ['parentheses', `openapi() { producer({ java("a:b:1") }) }`],
    ['the next line', `openapi\n{\n producer\n{\n java("a:b:1") } }`],
    ['a dotted name', `avro.producer { schema("a:b:1") }`],
    ['a dotted call', `openapi.producer.java("a:b:1")`],
    ['a dotted property', `openapi.producer.api = "a:b:1"`],
    ['asyncapi', `asyncapi { producer { spring("a:b:1") } }`],
    ['nothing', `producer { java("a:b:1") }`],
    ['other projects alone', `allprojects { producer { java("a:b:1") } }`],
    ['with', `openapi.with { producer { java("a:b:1") } }`],
    ['apply', `openapi.apply { producer.apply { java("a:b:1") } }`],
    ['a parameter', `openapi { ext -> ext.producer { p -> p.java("a:b:1") } }`],
    ['it', `openapi { it.producer { it.java("a:b:1") } }`],
    [
      'an extension that is configured by its name',
      `extensions.configure("openapi") { producer { java("a:b:1") } }`,
    ],
    [
      'an extension that is configured by its type',
      `configure<OpenApiExtension> { producer { java("a:b:1") } }`,
    ],
    [
      'an extension of a class',
      `extensions.configure(OpenApiExtension::class.java) { e -> e.producer { java("a:b:1") } }`,
    ],
    [
      'an extension that is looked up',
      `extensions.getByName("openapi").producer { java("a:b:1") }`,
    ],
    ['a constant', `def api = openapi; api.producer { java("a:b:1") }`],
    ['a constant of a block', `val p = openapi.producer; p.java("a:b:1")`],
    [
      'a constant of a lookup',
      `val e = project.extensions.findByName("openapi") as OpenApiExtension\ne { producer { java("a:b:1") } }`,
    ],
    [
      'a constant of a constant',
      `val e = openapi\nval f = e\nf.apply { producer { java("a:b:1") } }`,
    ],
    ['a task', `tasks.named("openapi") { producer { java("a:b:1") } }`],
    [
      'tasks of a type',
      `tasks.withType<OpenApiGenerate> { producer { java("a:b:1") } }`,
    ],
    [
      'tasks of another type',
      `tasks.withType(Generate).configureEach { producer { java("a:b:1") } }`,
    ],
    [
      'a task that is declared',
      `task generate(type: Generate) { producer { java("a:b:1") } }`,
    ],
    [
      'a plugin',
      `plugins.withId("x") { openapi { producer { java("a:b:1") } } }`,
    ],
    ['a delegate', `val y by openapi.producer.creating { spec = "a:b:1" }`],
    [
      'a delegate that is configured later',
      `val y by openapi.producer.registering\ny { spec.set("a:b:1") }`,
    ],
    ['an argument', `with(openapi.producer) { java("a:b:1") }`],
    [
      'one line without separators',
      `avro { consumer { } producer { schema("a:b:1") } }`,
    ],
  ])('follows the nesting: blocks in %s', (_, text) => {
    expect(read(text, GROOVY)).toEqual(found({ provides: ['a:b:1'] }));
    expect(read(text, KOTLIN)).toEqual(found({ provides: ['a:b:1'] }));
  });

  it('keeps the file order and drops repeats over several blocks', () => {
    const text = `
      openapi {
        consumer { java("c:one:1"); java("c:two:1") }
        producer { java("p:one:1") }
        consumer { kotlin("c:one:1"); kotlin("c:three:1") }
      }
      avro { producer { schema("p:two:1"); schema("p:one:1") } }
      openapi { producer { java("c:one:1") } }
    `;
    expect(read(text, KOTLIN)).toEqual(
      found({
        provides: ['p:one:1', 'p:two:1', 'c:one:1'],
        consumes: ['c:one:1', 'c:two:1', 'c:three:1'],
      }),
    );
  });

  it.each<[string, string, string]>([
    ['a name', GROOVY, 'java("a:b:$version")'],
    ['a name without parentheses', GROOVY, 'java "a:b:$version"'],
    ['an expression', KOTLIN, 'java("a:b:${versions["x"]}")'],
    ['a sum', KOTLIN, 'java("a:b:1" + suffix)'],
    ['a call on a string', GROOVY, 'java("a:b:1".reverse())'],
    ['a variable', GROOVY, 'java(reference)'],
    ['a part of a list', KOTLIN, 'java(listOf(orders, "c:d:1"))'],
    ['a version catalog', KOTLIN, 'java("a:b:${libs.versions.x.get()}")'],
    ['a property', KOTLIN, 'spec.set(libs.apis.orders)'],
    ['a part', GROOVY, "java(group: 'a', name: 'b', version: x)"],
  ])('warns of a reference that is computed: %s', (_, file, call) => {
    const text = inProducer(`${call}\njava("c:d:1")`);
    expect(read(text, file)).toEqual({
      references: { provides: ['c:d:1'], consumes: [] },
      findings: [
        {
          severity: 'warning',
          phase: 'PARSE',
          code: 'UNKNOWN_REFERENCE',
          message: expect.stringContaining('computed'),
          hint: expect.any(String),
          file,
          line: 3,
        },
      ],
    });
  });

  it.each<[string, string, string]>([
    ['several arguments', GROOVY, `java("a:b:1", "c:d:1")`],
    ['several arguments', GROOVY, `java 'a:b:1', 'c:d:1'`],
    ['a list', GROOVY, `java(["a:b:1", "c:d:1"])`],
    ['a list', KOTLIN, `java(listOf("a:b:1"), *arrayOf("c:d:1"))`],
    ['an assignment', GROOVY, `specs = ["a:b:1", "c:d:1"]`],
    ['an assignment', KOTLIN, `specs = listOf("a:b:1", "c:d:1")`],
    ['additions', GROOVY, `specs += "a:b:1"; specs << "c:d:1"`],
    ['additions', KOTLIN, `specs.add("a:b:1"); specs += listOf("c:d:1")`],
    ['setters', KOTLIN, `spec.set("a:b:1"); apis.addAll("c:d:1")`],
    [
      'registrations',
      KOTLIN,
      `register("x") { spec = "a:b:1" }; val y by creating { spec.set("c:d:1") }`,
    ],
    ['each', GROOVY, `["a:b:1", "c:d:1"].each { java(it) }`],
    ['each with a name', GROOVY, `["a:b", "c:d"].each { x -> java "$x:1" }`],
    ['forEach', KOTLIN, `listOf("a:b:1", "c:d:1").forEach { java(it) }`],
    ['map', KOTLIN, `listOf("a:b:1", "c:d:1").map { java(it) }`],
    ['collect', GROOVY, `["a:b:1", "c:d:1"].collect { java(it) }`],
    ['a method', KOTLIN, `listOf("a:b:1", "c:d:1").forEach(::java)`],
    ['a method', GROOVY, `["a:b:1", "c:d:1"].each(this.&java)`],
    ['a choice', GROOVY, `java(x ? "a:b:1" : "c:d:1")`],
    ['a choice', KOTLIN, `spec = if (x) "a:b:1" else "c:d:1"`],
    [
      'a choice with braces',
      KOTLIN,
      `spec = if (x) { "a:b:1" } else if (y) { "a:b:1" } else { "c:d:1" }`,
    ],
    ['an alternative', GROOVY, `java("a:b:1" ?: "c:d:1")`],
    [
      'conditions without braces',
      GROOVY,
      `if (x) spec = "a:b:1" else java "c:d:1"`,
    ],
    [
      'cases',
      GROOVY,
      `switch (x) {\ncase 1: java("a:b:1"); break\ndefault:\n  java("c:d:1")\n}`,
    ],
    [
      'a loop over two lines',
      GROOVY,
      `for (String api : ["a:b:1", "c:d:1"])\n  java(api)`,
    ],
    ['a loop', KOTLIN, `for (api in listOf("a:b:1", "c:d:1")) java(api)`],
    ['a loop', GROOVY, `for (String api : ["a:b:1", "c:d:1"]) { java(api) }`],
    [
      'parts',
      GROOVY,
      `java group: 'a', name: 'b', version: '1'\njava([group: 'c', name: 'd', version: '1'])`,
    ],
    [
      'parts',
      KOTLIN,
      `java(group = "a", name = "b", version = "1"); java(mapOf("group" to "c", "name" to "d", "version" to "1"))`,
    ],
    [
      'parts in blocks',
      GROOVY,
      `java { group = 'a'; name = 'b'; version = '1' }\ncreate('x') { system 'c'; name 'd'; version '1' }`,
    ],
    [
      'parts in blocks',
      KOTLIN,
      `java { system = "a"; api = "b"; version = "1" }\ncreate("x") { group.set("c"); module.set("d"); version.set("1") }`,
    ],
  ])('reads several references: %s (%s)', (_, file, calls) => {
    expect(read(inProducer(calls), file)).toEqual(
      found({ provides: ['a:b:1', 'c:d:1'] }),
    );
  });

  it.each<[string, string, string]>([
    ['def', GROOVY, `def v = "2"`],
    ['a type', GROOVY, `final String v = '2'`],
    ['ext', GROOVY, `ext { v = '2' }`],
    ['a property of ext', GROOVY, `project.ext.v = "2"`],
    ['a setter of ext', GROOVY, `ext.set('v', '2')`],
    ['a property of the project', GROOVY, `v = '2'`],
    ['val', KOTLIN, `val v = "2"`],
    ['a constant', KOTLIN, `const val v: String = "2"`],
    ['extra', KOTLIN, `val v by extra("2")`],
    ['another constant', KOTLIN, `val w = "2"; val v = w`],
    ['a map', GROOVY, `ext { vs = [x: "2"] }\ndef v = vs.x`],
    [
      'a map with an index',
      KOTLIN,
      `val vs = mapOf("x-y" to "2"); val v = vs["x-y"]`,
    ],
    [
      'a map with a getter',
      KOTLIN,
      `val vs = mapOf("x" to "2"); val v = vs.getValue("x")`,
    ],
    [
      'a map in a string',
      KOTLIN,
      `val vs = mapOf("x" to "2"); val v = "\${vs["x"]}"`,
    ],
    ['a map in a string', GROOVY, `ext.vs = [x: "2"]; ext.v = "\${vs.x}"`],
  ])('puts in constants of the file: %s (%s)', (_, file, definition) => {
    const calls =
      'java("a:b:$v"); java("c:d:${v}.1"); java("e:f:" + v); java("g:" + "h:" + v)';
    expect(read(`${definition}\n${inProducer(calls)}`, file)).toEqual(
      found({ provides: ['a:b:2', 'c:d:2.1', 'e:f:2', 'g:h:2'] }),
    );
  });

  it.each([
    ['is given another value', `def v = "1"; if (x) { v = "2" }`],
    ['is defined twice', `ext.v = "1"\next { v = "2" }`],
    ['depends on a condition', `def v = "1"; if (x) v = "2"`],
    ['depends on two lines', `def v = "1"\nif (x)\n  v = "2"\nelse v = "3"`],
    ['has two branches', `ext { if (x) v = "1" else v = "2" }`],
    ['is in a map that changes', `def m = [x: "1"]; m.x = "2"; def v = m.x`],
    ['is added to', `def v = ["1"]; v.add("2")`],
    ['is defined by itself', `def w = "$v"; def v = "$w"`],
    ['is computed', `def v = libs.versions.orders.get()`],
  ])('does not know a constant that %s', (_, definition) => {
    const text = `${definition}\n${inProducer('java("a:b:$v")')}`;
    expect(read(text, GROOVY)).toEqual({
      ...found({}),
      findings: [expect.objectContaining({ code: 'UNKNOWN_REFERENCE' })],
    });
  });

  it.each<[string, string, string[]]>([
    ['in a section', `openapi {\n\n java("x:y:1") }`, []],
    ['in an assignment', inProducer(`x = "x:y:1"`), []],
    ['in an assigned call', inProducer(`x = java("x:y:1")`), []],
    ['in a call on something else', inProducer(`logger.info("x:y:1")`), []],
    ['in a chained call', inProducer(`java("a:b:1").x("x:y:1")`), ['a:b:1']],
    ['in a condition', inProducer(`if (x("x:y:1")) java("a:b:1")`), ['a:b:1']],
    ['in an argument', inProducer(`java("a:b:1", mode: "x:y:1")`), ['a:b:1']],
    [
      'in the options of a call',
      inProducer(`java("a:b:1") { types = ["x:y:1"] }`),
      ['a:b:1'],
    ],
    [
      'in calls in the options of a call',
      inProducer(`java("a:b:1") { openapi { producer { java("x:y:1") } } }`),
      ['a:b:1'],
    ],
    ['with a part that is computed', inProducer('x = "x:y:${z}"'), []],
    ['in a message', inProducer(`println "x:y:1"`), []],
    [
      'with a constant in an assignment',
      `def x = "x:y:1"\nopenapi { producer {\n input = x } }`,
      [],
    ],
    [
      'with a constant in a setter',
      `def x = "x:y:1"\nopenapi { producer {\n source.set(x) } }`,
      [],
    ],
    [
      'with a constant among options',
      `def x = "x:y:1"\nopenapi { producer { java("a:b:1") {\n types = [x] } } }`,
      ['a:b:1'],
    ],
    [
      'with a constant in a section',
      `def x = "x:y:1"\nopenapi {\n defaults(x) }`,
      [],
    ],
    [
      'with a constant that is a reference elsewhere',
      `def x = "x:y:1"; avro { consumer { schema(x) } }\nopenapi { producer {\n input = x } }`,
      [],
    ],
    [
      'in an object that is not known',
      `def e = find()\n\ne.producer { java("x:y:1") }`,
      [],
    ],
    [
      'in an object with two meanings',
      `def e = openapi; e = avro\n\ne.producer { java("x:y:1") }`,
      [],
    ],
    [
      'in a function of an extension',
      `\n\nfun OpenApiExtension.add() { producer { java("x:y:1") } }`,
      [],
    ],
    [
      'in a function that a block calls',
      `\n\ndef add() { java("x:y:1") }\n${inProducer('add()')}`,
      [],
    ],
    [
      'in a function that a function calls',
      `\n\ndef add() { java("x:y:1") }; def all() { add() }\n${inProducer(
        'all()',
      )}`,
      [],
    ],
    [
      'in a function that gets the extension',
      `\n\nString add(e) { e.producer { java("x:y:1") } }\nadd(openapi)`,
      [],
    ],
    [
      'in a closure',
      `\n\ndef add = { java("x:y:1") }\n${inProducer('add()')}`,
      [],
    ],
  ])('warns of what looks like a reference %s', (_, text, provides) => {
    const { references, findings } = runAtOnce(parseBuildFile(text, GROOVY));
    expect(references.provides.map(({ reference }) => reference)).toEqual(
      provides,
    );
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'UNKNOWN_REFERENCE',
        line: 3,
        message: expect.stringMatching(
          /^The text here looks like an API reference/,
        ),
      }),
    ]);
  });

  it.each([
    'println "x"',
    'println "openapi: $x"',
    'packageName "com.acme"',
    'packageName "com.acme.$x"',
    'modelPackage.set("com.acme.$x")',
    'outputDir(layout.buildDirectory.dir("x"))',
    'group "x"',
    'note "see https://x:1/y"',
    'orders("x") { enabled = true }',
    'input = java',
    'println known',
    'java { group = "x"; name = "y" }',
    'create("x") { name = "x"; version = "1"; spec = known }',
  ])('says nothing about %s', call => {
    const text = `def known = "a:b:1"\n${inProducer(`${call}\njava("a:b:1")`)}`;
    expect(read(text, GROOVY)).toEqual(found({ provides: ['a:b:1'] }));
  });

  it('expects references where it has seen one', () => {
    const text = inProducer('orders("a:b:1")\norders("x")');
    expect(read(text, GROOVY).findings).toEqual([
      expect.objectContaining({
        code: 'SCHEMA',
        message: 'The text here is not an API reference',
      }),
    ]);
  });

  it('takes no part of a list for an element of it', () => {
    const text = inProducer(
      `[["a", "b", "1"]].each { s, n, v -> java("$s:$n:$v") }`,
    );
    expect(read(text, GROOVY)).toEqual({
      ...found({}),
      findings: [expect.objectContaining({ code: 'UNKNOWN_REFERENCE' })],
    });
  });

  it.each([
    ['a variable that is called like a keyword', `def v = val`],
    ['a declaration in a comment', `val x = // TODO\nval y = "1"`],
    ['names that every object of JavaScript has', `toString("a:b:1") { }`],
  ])('goes on after %s', (_, statement) => {
    const text = `${statement}\n${inProducer('java("a:b:1")')}`;
    expect(read(text, GROOVY)).toEqual(found({ provides: ['a:b:1'] }));
  });

  it('reads nothing from a call of a name that every object of JavaScript has', () => {
    const text = 'openapi { toString("a:b:1"); constructor("a:b:1") { } }';
    expect(runAtOnce(parseBuildFile(text, GROOVY)).references.provides).toEqual(
      [],
    );
  });

  it('leaves blocks of dependencies alone that are named like a section', () => {
    const text = `dependencies { avro("com.x:y:1.0") { transitive = false } }
configurations { avro { resolutionStrategy { force "c:j:2.1" } } }
configurations.named("avro") { resolutionStrategy { force "c:j:2.1" } }`;
    expect(read(text, GROOVY)).toEqual(found({}));
  });

  it('leaves dependencies alone that are named like a section', () => {
    const text = `dependencies { openapi("com.acme:x:1"); avro 'com.acme:y:1' }`;
    expect(read(text, GROOVY)).toEqual(found({}));
  });

  it('says where each reference is', () => {
    const { references } = runAtOnce(
      parseBuildFile(
        inProducer(`java("a:b:1")\n["c:d:1",\n"e:f:1"].each { java(it) }`),
        'acme/shop/build.gradle',
      ),
    );
    expect(references.provides).toEqual([
      { reference: 'a:b:1', file: 'acme/shop/build.gradle', line: 3 },
      { reference: 'c:d:1', file: 'acme/shop/build.gradle', line: 4 },
      { reference: 'e:f:1', file: 'acme/shop/build.gradle', line: 5 },
    ]);
  });

  it.each(['', 'a', 'a:b', 'a:b:1:c', 'a::1', 'a b:c:1', 'https://x:80/y'])(
    'warns of "%s", which is not a reference',
    reference => {
      const text = inProducer(`java("c:d:1")\njava("${reference}")`);
      expect(read(text, GROOVY)).toEqual({
        references: { provides: ['c:d:1'], consumes: [] },
        findings: [
          expect.objectContaining({
            severity: 'warning',
            code: 'SCHEMA',
            message: 'The text here is not an API reference',
            line: 4,
          }),
        ],
      });
    },
  );

  it('keeps long arguments out of its messages', () => {
    const { findings } = read(
      inProducer(`java("${'x'.repeat(5000)}")`),
      GROOVY,
    );
    expect(findings[0].message.length).toBeLessThan(200);
  });

  it.each<[string, string, number]>([
    ['a brace', `{\n  nested {\n}`, 5],
    ['a brace in a brace', `{\n  nested {\n`, 6],
    ['a parenthesis', `java(\n  "e:f:1"\n}`, 5],
    ['a parenthesis at the end', `java("e:f:1"`, 5],
    ['a bracket', `x = [ )`, 5],
    ['a string', `\n  java("e:f:1)\n}}`, 6],
    ['a string without brackets', `\n  x = 'e`, 6],
    ['a triple-quoted string', `\n\n  java("""e:f:1\n}}`, 7],
    ['a comment', `\n  /* java("e:f:1")\n}}`, 6],
    ['an interpolation', `\n java("\${ x )\n}}`, 6],
    ['an opening', `}}\n}`, 6],
  ])('reports the line where %s is missing its other half', (_, rest, line) => {
    const start = `openapi {\n  producer {\n    java("a:b:1")\n    java("c:d:1") { }\n`;
    for (const file of [GROOVY, KOTLIN]) {
      expect(read(`${start}${rest}`, file)).toEqual({
        references: { provides: ['a:b:1', 'c:d:1'], consumes: [] },
        findings: [
          {
            severity: 'error',
            phase: 'PARSE',
            code: 'SYNTAX',
            message: expect.any(String),
            hint: expect.any(String),
            file,
            line,
          },
        ],
      });
    }
  });

  it('reads no further than a bracket that does not match', () => {
    const { references, findings } = read(
      `x(}\n${inProducer('java("a:b:1")')}`,
      GROOVY,
    );
    expect(references.provides).toEqual([]);
    expect(findings).toHaveLength(1);
  });

  it('counts lines that end in carriage returns', () => {
    const { findings } = read('a\r\nb\rc\n{', KOTLIN);
    expect(findings).toEqual([expect.objectContaining({ line: 4 })]);
  });

  it.each([
    ['braces', '{'],
    ['blocks', 'openapi{producer{'],
    ['calls', 'java("a:b:1")\n'],
    ['closures', 'a{b->'],
    ['definitions', 'def v = "1"\n'],
    ['interpolations', 'x = "${'],
  ])('can be interrupted in a file of many %s', (_, part) => {
    const countSteps = (count: number) =>
      [...parseBuildFile(inProducer(part.repeat(count)), GROOVY)].length;
    const few = countSteps(2000);
    expect(few).toBeGreaterThan(10);
    expect(countSteps(4000)).toBeGreaterThan(1.5 * few);
    // Twice as much takes twice as many steps.
    expect(countSteps(4000)).toBeLessThan(2.5 * few);
  });

  it.each([
    ['words and signs', `${'x\n'.repeat(60_000)}`, /more than 100000 words/],
    ['words in a statement', `${'x.'.repeat(6_000)}x\n`, /too long/],
    ['words in parentheses', `x(${'1,'.repeat(6_000)})\n`, /too long/],
  ])('says where a file has too many %s', (_, text, message) => {
    const { references, findings } = read(
      `openapi { producer { java("a:b:1") } }\n${text}`,
      GROOVY,
    );
    expect(references.provides).toEqual(['a:b:1']);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'SYNTAX',
        message: expect.stringMatching(message),
        line: expect.any(Number),
      }),
    ]);
  });

  it.each([
    [KOTLIN, 'fun use(version: String) { BLOCK }'],
    [KOTLIN, 'fun use(version: String = "1.0.0") { BLOCK }'],
    [GROOVY, 'def use(String version) { BLOCK }'],
    [GROOVY, 'each { version -> BLOCK }'],
    [KOTLIN, 'versions.forEach { (api, version) -> BLOCK }'],
    [KOTLIN, 'for ((api, version) in versions) { BLOCK }'],
    [KOTLIN, 'fun use() { val (api, version) = versions; BLOCK }'],
  ])(
    'takes no constant for a parameter of its name: %s, %s',
    (file, statement) => {
      const block = 'openapi { consumer { java("a:b:$version") } }';
      const text = `version = "2.0.0"\n${statement.replace('BLOCK', block)}`;
      const { references, findings } = read(text, file);
      expect(references.consumes).toEqual([]);
      expect(findings).toMatchObject([{ code: 'UNKNOWN_REFERENCE', line: 2 }]);
    },
  );

  it.each([
    [KOTLIN, 'fun use() = openapi { consumer { java("a:b:1") } }'],
    [KOTLIN, 'fun use() = openapi.consumer.java("a:b:1")'],
    [
      KOTLIN,
      'fun use() = configure<OpenApiExtension> { consumer { java("a:b:1") } }',
    ],
    [GROOVY, "extensions['openapi'].consumer { java('a:b:1') }"],
    [GROOVY, "openapi { producer { consumer { java('a:b:1') } } }"],
    [GROOVY, "openapi.producer { }.consumer { java('a:b:1') }"],
  ])('reads in %s: %s', (file, text) => {
    expect(read(text, file)).toEqual(found({ consumes: ['a:b:1'] }));
  });

  it('keeps of a long list one reference more than an application may have, and says that there are more', () => {
    const references = (count: number) =>
      Array.from({ length: count }, (_, i) => `"pay:api-${i}:1"`).join(', ');
    const consumersOf = (count: number) =>
      read(
        `def apis = [${references(
          count,
        )}]\nopenapi { consumer { apis.each { java(it) } } }`,
        GROOVY,
      );
    const { references: whole, findings } = consumersOf(1_001);
    expect(whole.consumes).toHaveLength(1_001);
    expect(findings).toEqual([]);

    const cut = consumersOf(1_500);
    expect(cut.references.consumes).toHaveLength(1_001);
    expect(cut.findings).toMatchObject([{ code: 'UNKNOWN_REFERENCE' }]);
  });

  it('takes what a string of lists says many times for one reference', () => {
    const list = Array(30).fill('"a"').join(', ');
    const text = `def l = [${list}]\n${inProducer('java("$l:$l:1")')}`;
    expect(read(text, GROOVY)).toEqual(found({ provides: ['a:a:1'] }));
  });

  describe('finds the scripts that are applied', () => {
    const scriptsOf = (text: string, file = GROOVY) =>
      runAtOnce(parseBuildFile(text, file));
    const inProject = (path: string) => ({ path, isInRoot: false });
    const inRoot = (path: string) => ({ path, isInRoot: true });

    it.each([
      [`apply from: 'gradle/apis.gradle'`, inProject('gradle/apis.gradle')],
      [`apply(from: "./a.gradle")`, inProject('a.gradle')],
      [`apply from: file('../a.gradle')`, inProject('../a.gradle')],
      [`project.apply from: 'a.gradle', to: this`, inProject('a.gradle')],
      [`apply { from 'a.gradle' }`, inProject('a.gradle')],
      [`apply from: "$projectDir/a.gradle"`, inProject('a.gradle')],
      [`apply from: "$rootDir/gradle/a.gradle"`, inRoot('gradle/a.gradle')],
      [`apply from: "\${rootDir}/a.gradle"`, inRoot('a.gradle')],
      [`apply from: "\${rootProject.projectDir}/a.gradle"`, inRoot('a.gradle')],
      [`apply from: rootProject.file('a.gradle')`, inRoot('a.gradle')],
      [`apply from: new File(rootDir, 'a.gradle')`, inRoot('a.gradle')],
      [`apply from: "\${rootDir.path}/a.gradle"`, inRoot('a.gradle')],
      [`apply from: rootDir.absolutePath + '/a.gradle'`, inRoot('a.gradle')],
      [
        `def f = 'a'\napply from: "gradle/\${f}.gradle"`,
        inProject('gradle/a.gradle'),
      ],
      [`subprojects { apply from: "$rootDir/a.gradle" }`, inRoot('a.gradle')],
      [`['a'].each { apply from: "\${it}.gradle" }`, inProject('a.gradle')],
      [
        `plugins.withId('java') { apply from: 'a.gradle' }`,
        inProject('a.gradle'),
      ],
    ])('in %s', (text, script) => {
      const { scripts, findings } = scriptsOf(text);
      expect(scripts).toEqual([
        { ...script, line: text.split('\n').length, isOptional: false },
      ]);
      expect(findings).toEqual([]);
    });

    it.each([
      ['apply(from = "a.gradle.kts")', inProject('a.gradle.kts')],
      ['apply(from = rootDir.resolve("a.gradle"))', inRoot('a.gradle')],
      ['apply(from = File(rootDir, "a.gradle"))', inRoot('a.gradle')],
      [
        'apply(from = "${rootProject.projectDir}/a.gradle")',
        inRoot('a.gradle'),
      ],
      ['apply(mapOf("from" to "a.gradle"))', inProject('a.gradle')],
      ['apply { from("a.gradle") }', inProject('a.gradle')],
      [
        'apply(from = layout.projectDirectory.file("a.gradle"))',
        inProject('a.gradle'),
      ],
    ])('in Kotlin, in %s', (text, script) => {
      const { scripts, findings } = scriptsOf(text, KOTLIN);
      expect(scripts).toEqual([{ ...script, line: 1, isOptional: false }]);
      expect(findings).toEqual([]);
    });

    it.each([
      ['a website', `apply from: 'https://example.com/apis.gradle'`],
      ['another folder of the machine', `apply from: '/opt/apis.gradle'`],
      ['what the build computes', 'apply from: pathOfScript()'],
      ['what only the build knows', 'apply from: "$buildDir/apis.gradle"'],
    ])('but not those from %s, with a warning', (_, text) => {
      expect(scriptsOf(`\n${text}`)).toMatchObject({
        scripts: [],
        findings: [{ severity: 'warning', code: 'UNREAD_SCRIPT', line: 2 }],
      });
    });

    it.each([
      ['calls in calls', `${'file('.repeat(4_500)}${')'.repeat(4_500)}`],
      ['calls on calls', `a${'.file(b)'.repeat(2_000)}`],
      ['folders above', `"${'../'.repeat(100_000)}"`],
    ])('and survives many %s', (_, path) => {
      expect(scriptsOf(`apply from: ${path}`)).toMatchObject({
        scripts: [],
        findings: [{ code: 'UNREAD_SCRIPT' }],
      });
    });

    it('knows those that need not be there, and no plugins', () => {
      expect(
        scriptsOf(`
          apply plugin: 'java'
          apply { plugin 'idea' }
          if (file('local.gradle').exists()) { apply from: 'local.gradle' }
        `),
      ).toMatchObject({
        scripts: [{ path: 'local.gradle', isOptional: true }],
        findings: [],
      });
    });
  });
});

describe('createLineIndex', () => {
  it.each([
    ['a\nb\n\nc', [1, 1, 2, 2, 3, 4, 4]],
    ['a\r\nb\r\n', [1, 1, 1, 2, 2, 2, 3]],
    ['a\rb\r\rc', [1, 1, 2, 2, 3, 4, 4]],
    ['\n\r\n\r', [1, 2, 2, 3, 4]],
    // Not every line break of Unicode ends a line for Gradle.
    ['a\u2028b\u0085c\vd\f', [1, 1, 1, 1, 1, 1, 1, 1, 1]],
    ['', [1]],
  ])(
    'tells the line of every character of %j, and of the end',
    (text, lines) => {
      const lineOf = createLineIndex(text);
      expect([...text, ''].map((_, offset) => lineOf(offset))).toEqual(lines);
    },
  );

  it('counts the line breaks before a position, in whatever order it is asked', () => {
    const text = fc.string({ unit: fc.constantFrom('\n', '\r', 'a') });
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (content, positions) => {
        const lineOf = createLineIndex(content);
        for (const position of positions) {
          const offset = position % (content.length + 1);
          // The two characters of one line break are on the line that they end.
          const before = content
            .slice(0, offset)
            .replace(/\r$/, last => (content[offset] === '\n' ? '' : last));
          expect(lineOf(offset)).toBe(before.split(/\r\n|\r|\n/).length);
        }
      }),
    );
  });
});
