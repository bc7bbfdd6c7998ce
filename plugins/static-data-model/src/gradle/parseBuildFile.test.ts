import { parseBuildFile } from './parseBuildFile';

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
    expect(parseBuildFile(text, GROOVY)).toEqual(
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
    ['producer outside of the blocks', `producer { java("a:b:1") }`],
    ['consumer in another block', `other { consumer { java("a:b:1") } }`],
    ['a call outside of producer', `openapi { java("a:b:1") }`],
    ['a line comment', `// openapi { producer { java("a:b:1") } }`],
    ['a block comment', `/* openapi { producer { java("a:b:1") } } */`],
    ['a comment in the block', inProducer(`// java("a:b:1")`)],
    ['a string', `x = 'openapi { producer { java("a:b:1") } }'`],
    ['an interpolation', `x = "\${openapi { producer { java("a:b:1") } }}"`],
    ['an assignment', inProducer(`x = "a:b:1"`)],
    ['an assigned call', inProducer(`x = java("a:b:1")`)],
    ['a call on something else', inProducer(`logger.info("a:b:1")`)],
    ['a declared function', `def openapi() { producer { java("a:b:1") } }`],
    ['a constant', inProducer(`enabled(true); retries(3); nothing(null)`)],
  ])('finds nothing in %s', (_, text) => {
    expect(parseBuildFile(text, GROOVY)).toEqual(found({}));
    expect(parseBuildFile(text, KOTLIN)).toEqual(found({}));
  });

  it.each<[string, string]>([
    ['parentheses', `java("a:b:1")`],
    ['spaces before the parentheses', `java ("a:b:1")`],
    ['several lines', `java(\n\n  "a:b:1",\n  [\n "x" ]\n)\n`],
    ['a semicolon', `java("a:b:1");`],
    ['a trailing comma', `java("a:b:1",)`],
    ['further arguments', `java("a:b:1", "c:d:1", 3)`],
    ['a list as further argument', `java("a:b:1", ["c:d:1", listOf("e:f:1")])`],
    ['a closure behind it', `java("a:b:1") { kotlin("c:d:1"); x = "e:f:1" }`],
    ['a closure on the next line', `java("a:b:1")\n{ kotlin("c:d:1") }`],
    ['a closure as argument', `java("a:b:1", { kotlin("c:d:1") })`],
    [
      'blocks in its closure',
      `java("a:b:1") { openapi { producer { kotlin("c:d:1") } } }`,
    ],
    ['a chained call', `java("a:b:1").with("c:d:1")`],
    ['this', `this.java("a:b:1")`],
    ['the implicit parameter', `it.java("a:b:1")`],
    ['a callee in quotes', `"java"("a:b:1")`],
    ['a triple-quoted string', `java("""a:b:1""")`],
    ['an escape', `java("a\\u003ab:1")`],
    ['a comment between', `java(/* "c:d:1" */ "a:b:1" // )\n)`],
    ['a closure parameter', `spec -> java("a:b:1")`],
    ['a condition', `if (x) { java("a:b:1") } else { kotlin("a:b:1") }`],
    ['a condition without braces', `if (x("c:d:1")) java("a:b:1")`],
    ['an else without braces', `if (x) { } else java("a:b:1")`],
    ['the statement after a continued one', `x =\n y("c:d:1")\njava("a:b:1")`],
  ])('reads a call with %s', (_, call) => {
    expect(parseBuildFile(inProducer(call), GROOVY)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
    expect(parseBuildFile(inProducer(call), KOTLIN)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
  });

  it.each<[string, string, string]>([
    ['command syntax', GROOVY, `java 'a:b:1'`],
    ['command syntax in double quotes', GROOVY, `java "a:b:1"`],
    ['command syntax, closure', GROOVY, `java 'a:b:1', { kotlin 'c:d:1' }`],
    ['command syntax, closure behind', GROOVY, `java 'a:b:1' { x 'c:d:1' }`],
    ['command syntax, named argument', GROOVY, `java 'a:b:1', mode: 'x:y:1'`],
    ['command syntax over lines', GROOVY, `java 'a:b:1',\n  mode: 'c:d:1'`],
    ['command syntax, joined lines', GROOVY, `java \\\n 'a:b:1'`],
    ['command syntax, name of the argument', GROOVY, `java api: 'a:b:1'`],
    ['triple single quotes', GROOVY, `java('''a:b:1''')`],
    ['a slashy string', GROOVY, `java(/a:b:1/)`],
    ['a dollar slashy string', GROOVY, `java($/a:b:1/$)`],
    ['named argument behind', GROOVY, `java("a:b:1", mode: "c:d:1")`],
    ['named argument before', GROOVY, `java(mode: "c:d:1", "a:b:1")`],
    ['name of the argument', GROOVY, `java(api: "a:b:1")`],
    ['name of the argument', KOTLIN, `java(api = "a:b:1", mode = "c:d:1")`],
    ['a raw string', KOTLIN, `java("""a:b:1""")`],
    ['a name in backticks', KOTLIN, '`java`("a:b:1")'],
    ['a branch', KOTLIN, `when (x) { "c:d:1" -> java("a:b:1") }`],
    ['a nested comment', KOTLIN, `/* /* */ java("c:d:1") */ java("a:b:1")`],
    ['a comment that ends early', GROOVY, `/* /* */ java("a:b:1") /* */`],
  ])('reads %s (%s)', (_, file, call) => {
    expect(parseBuildFile(inProducer(call), file)).toEqual(
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
    [
      'one line without separators',
      `avro { consumer { } producer { schema("a:b:1") } }`,
    ],
  ])('follows the nesting: blocks in %s', (_, text) => {
    expect(parseBuildFile(text, GROOVY)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
    expect(parseBuildFile(text, KOTLIN)).toEqual(
      found({ provides: ['a:b:1'] }),
    );
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
    expect(parseBuildFile(text, KOTLIN)).toEqual(
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
    ['a call on a string', GROOVY, 'java("a:b:1".trim())'],
    ['a variable', GROOVY, 'java(reference)'],
    ['a list', GROOVY, 'java(["a:b:1"])'],
    ['a function call', KOTLIN, 'java(listOf("a:b:1"))'],
  ])('warns of a reference that is computed: %s', (_, file, call) => {
    const text = inProducer(`${call}\njava("c:d:1")`);
    expect(parseBuildFile(text, file)).toEqual({
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

  it.each(['', 'a', 'a:b', 'a:b:1:c', 'a::1', 'a b:c:1', 'https://x:80/y'])(
    'warns of "%s", which is not a reference',
    reference => {
      const text = inProducer(`java("c:d:1")\njava("${reference}")`);
      expect(parseBuildFile(text, GROOVY)).toEqual({
        references: { provides: ['c:d:1'], consumes: [] },
        findings: [
          expect.objectContaining({
            severity: 'warning',
            code: 'SCHEMA',
            message: `"${reference}" is not an API reference`,
            line: 4,
          }),
        ],
      });
    },
  );

  it('keeps long arguments out of its messages', () => {
    const { findings } = parseBuildFile(
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
      expect(parseBuildFile(`${start}${rest}`, file)).toEqual({
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
    const { references, findings } = parseBuildFile(
      `x(}\n${inProducer('java("a:b:1")')}`,
      GROOVY,
    );
    expect(references.provides).toEqual([]);
    expect(findings).toHaveLength(1);
  });

  it('counts lines that end in carriage returns', () => {
    const { findings } = parseBuildFile('a\r\nb\rc\n{', KOTLIN);
    expect(findings).toEqual([expect.objectContaining({ line: 4 })]);
  });
});
