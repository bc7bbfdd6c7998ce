import fc from 'fast-check';
import { ApiReference, parseBuildFile } from './parseBuildFile';
import { tokenize } from './tokenize';
import { BuildLanguage } from './tokens';
import { runAtOnce } from '../__testUtils__/runAtOnce';

const FILES: Record<BuildLanguage, string> = {
  groovy: 'build.gradle',
  kotlin: 'build.gradle.kts',
};

const language = fc.constantFrom<BuildLanguage>('groovy', 'kotlin');

const FRAGMENTS = [
  ...['openapi', 'avro', 'producer', 'consumer', 'java', 'if', 'else', 'it'],
  ...['{', '}', '(', ')', '[', ']', ',', ':', ';', '=', '.', '->', '+', '++'],
  ...['"', "'", '"""', "'''", '/', '$/', '/$', '$', '${', '$x', '\\', '`'],
  ...['//', '/*', '*/', '\n', '\r\n', ' ', '1', '"a:b:1"', "'c:d:1'", '\uFEFF'],
];
const gradleLike = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 80 })
  .map(fragments => fragments.join(''));

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  gradleLike,
);

describe('parseBuildFile, whatever the text', () => {
  it('never throws, and puts every finding on a line of the file', () => {
    fc.assert(
      fc.property(anyText, language, (text, lang) => {
        const { references, findings } = runAtOnce(
          parseBuildFile(text, FILES[lang]),
        );
        const lines = text.split(/\r\n|\r|\n/).length;
        for (const { line, file, phase } of findings) {
          expect({ file, phase }).toEqual({
            file: FILES[lang],
            phase: 'PARSE',
          });
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
        for (const list of [references.provides, references.consumes]) {
          const texts = list.map(each => each.reference);
          expect(new Set(texts).size).toBe(texts.length);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('reads every character into one token at most', () => {
    fc.assert(
      fc.property(anyText, language, (text, lang) => {
        const { tokens } = runAtOnce(tokenize(text, lang));
        let end = 0;
        for (const token of tokens) {
          expect(token.offset).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.offset);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    ...['{', '(', '[', '}', '"', "'", '"""', '/', '$/', '$', '`', '\\', '/*'],
    ...[
      '"${',
      '${',
      '$$"',
      'java(',
      'java ',
      'java "',
      '-> java x: ',
      '{ java ',
    ],
    ...['openapi{producer{', 'java("a:b:$x")\n', 'a:', ',', '\n', '"${"}'],
    ...['x.y', 'x<', '[x', '["a:b",', 'x = ', 'x + ', 'a -> ', '{ a -> '],
    ...['["a"].each { b ->', 'for (a in [b]) {', 'x("y") {', 'def a = "$a"\n'],
    ...['create("x") { spec += ["a"', '"\\${', '$x$x', 'else ', '.each {'],
  ])('gets through a hundred thousand characters of %j', fragment => {
    const hostile = `openapi { producer { ${fragment.repeat(
      Math.ceil(100_000 / fragment.length),
    )}`;
    for (const file of Object.values(FILES)) {
      const { references } = runAtOnce(parseBuildFile(hostile, file));
      expect(references).toEqual({ provides: [], consumes: [] });
    }
  });
});

interface Call {
  reference: string;
  /** How the call is written. */
  write: (generator: string, reference: string) => string;
}

const GROOVY_CALLS: Call['write'][] = [
  (generator, reference) => `${generator}("${reference}")`,
  (generator, reference) => `${generator} '${reference}'`,
  (generator, reference) => `${generator} "${reference}", mode: 'x'`,
  (generator, reference) => `${generator}(\n'''${reference}''', [1, "x"]\n)`,
  (generator, reference) => `${generator}('${reference}') { model('x') }`,
  (generator, reference) => `${generator}(mode: 'x', /${reference}/)`,
];
const KOTLIN_CALLS: Call['write'][] = [
  (generator, reference) => `${generator}("${reference}")`,
  (generator, reference) => `${generator}("""${reference}""", listOf("x"))`,
  (generator, reference) => `${generator}(api = "${reference}")`,
  (generator, reference) => `"${generator}"("${reference}") { model("x") }`,
];
const NOISE = [
  '',
  '// openapi { producer { java("n:o:1") } }',
  '/* } */',
  'x = "} ${y["}"]} {"',
  'configOptions = [ "k" ]',
  'other { }',
];

const segment = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const reference = fc
  .tuple(segment, segment, fc.nat({ max: 99 }))
  .map(([system, api, major]) => `${system}:${api}:${major}.0.0`);

function buildFile(lang: BuildLanguage) {
  const write = fc.constantFrom(
    ...(lang === 'groovy' ? GROOVY_CALLS : KOTLIN_CALLS),
  );
  const call = fc.record({
    reference,
    write,
    generator: fc.constantFrom('java', 'kotlin', 'javaspring', 'schema'),
    noise: fc.constantFrom(...NOISE),
  });
  return fc.array(
    fc.record({
      section: fc.constantFrom('openapi', 'avro'),
      block: fc.constantFrom('producer', 'consumer'),
      wrapper: fc.constantFrom('', 'subprojects', 'project(":x")'),
      calls: fc.array(call, { maxLength: 4 }),
    }),
    { maxLength: 5 },
  );
}

describe.each<BuildLanguage>(['groovy', 'kotlin'])(
  'parseBuildFile of a valid %s file',
  lang => {
    it('finds what was written into it', () => {
      fc.assert(
        fc.property(buildFile(lang), sections => {
          const text = sections.map(({ section, block, wrapper, calls }) => {
            const body = calls.map(
              ({ write, generator, reference: written, noise }) =>
                `${noise}\n${write(generator, written)}\n`,
            );
            const whole = `${section} {\n${block} {\n${body.join('')}}\n}\n`;
            return wrapper ? `${wrapper} {\n${whole}}\n` : whole;
          });
          const written = (block: string) => [
            ...new Set(
              sections
                .filter(section => section.block === block)
                .flatMap(({ calls }) => calls.map(call => call.reference)),
            ),
          ];
          const { references, findings } = runAtOnce(
            parseBuildFile(text.join(''), FILES[lang]),
          );
          const textsOf = (list: ApiReference[]) =>
            list.map(({ reference: found }) => found);
          expect(findings).toEqual([]);
          expect(textsOf(references.provides)).toEqual(written('producer'));
          expect(textsOf(references.consumes)).toEqual(written('consumer'));
        }),
        { numRuns: 300 },
      );
    });
  },
);
