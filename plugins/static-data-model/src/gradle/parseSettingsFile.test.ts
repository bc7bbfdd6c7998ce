import { parseSettingsFile } from './parseSettingsFile';
import { runAtOnce } from '../__testUtils__/runAtOnce';

const GROOVY = 'settings.gradle';
const KOTLIN = 'settings.gradle.kts';

describe('parseSettingsFile', () => {
  it.each<[string, string, string, string[]]>([
    ['no projects', GROOVY, `rootProject.name = 'shop'`, []],
    ['a project', GROOVY, `include 'a'`, ['a']],
    ['several projects', GROOVY, `include 'a',\n  ':b', "c"`, ['a', 'b', 'c']],
    [
      'several projects',
      KOTLIN,
      `include("a", ":b")\ninclude("c")`,
      ['a', 'b', 'c'],
    ],
    ['projects in projects', GROOVY, `include ':a:b'`, ['a', 'a/b']],
    ['a list', KOTLIN, `include(listOf("a", "b"))`, ['a', 'b']],
    ['a constant', GROOVY, `def m = 'a'\ninclude "$m:b"`, ['a', 'a/b']],
    ['each', GROOVY, `['a', 'b'].each { include it }`, ['a', 'b']],
    ['forEach', KOTLIN, `listOf("a").forEach { m -> include(":$m") }`, ['a']],
    ['a condition', GROOVY, `if (x) { include 'a' }`, ['a']],
    [
      'conditions without braces',
      GROOVY,
      `if (x) include 'a'\nelse include 'b'\nif (y) include 'c' else include 'd'`,
      ['a', 'b', 'c', 'd'],
    ],
    ['a choice', GROOVY, `include x ? 'a' : 'b'`, ['a', 'b']],
    ['a loop', GROOVY, `for (m in ['a', 'b']) include m`, ['a', 'b']],
    [
      'a loop over two lines',
      GROOVY,
      `for (String m : ['a', 'b'])\n  include(":$m")`,
      ['a', 'b'],
    ],
    ['a method', KOTLIN, `listOf("a", "b").forEach(::include)`, ['a', 'b']],
    ['a method', GROOVY, `['a', 'b'].each(this.&include)`, ['a', 'b']],
    [
      'cases',
      GROOVY,
      `switch (x) { case 1: include 'a'; break\ndefault: include 'b' }`,
      ['a', 'b'],
    ],
    ['a project beside it', GROOVY, `includeFlat 'a'`, ['../a']],
    [
      'folders of their own',
      GROOVY,
      `include ':a', ':b', ':c'
       project(':a').projectDir = file('x/a')
       project(':b').projectDir = new File(settingsDir, 'x/b')
       project(":c").projectDir = "$rootDir/x/c" as File`,
      ['x/a', 'x/b', 'x/c'],
    ],
    [
      'folders of their own',
      KOTLIN,
      `include("a", "b")
       project(":a").projectDir = file("$rootDir/x/a")
       project(":b").projectDir = rootDir.resolve("x/b")
       include(":a:c")`,
      ['x/a', 'x/b', 'x/a/c'],
    ],
    [
      'comments and builds of their own',
      GROOVY,
      `// include 'a'\n/* include 'b' */\nincludeBuild 'c'`,
      [],
    ],
  ])('reads %s (%s)', (_, file, text, folders) => {
    expect(runAtOnce(parseSettingsFile(text, file))).toEqual({
      folders,
      findings: [],
    });
  });

  it.each([
    ['a computed project', `include 'a'\ninclude(moduleOf("b"))`],
    ['computed projects', `include 'a'\nfiles.each { include it.name }`],
    ['a computed loop', `include 'a'\nfor (m in find()) include m`],
    ['a list that changes', `def m = ['b']; m << 'c'; include 'a'\ninclude m`],
    ['a project that is too deep', `include 'a'\ninclude '${'b:'.repeat(33)}'`],
    [
      'a computed folder',
      `include 'a'\nrootProject.children.each { it.projectDir = find(it) }`,
    ],
  ])('warns of %s', (_, text) => {
    const { folders, findings } = runAtOnce(parseSettingsFile(text, GROOVY));
    expect(folders).toEqual(['a']);
    expect(findings).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'UNKNOWN_REFERENCE',
        file: GROOVY,
        line: 2,
      }),
    ]);
  });

  it('reports the line where a bracket is missing its other half', () => {
    expect(
      runAtOnce(parseSettingsFile(`include 'a'\ninclude('b',`, GROOVY)),
    ).toEqual({
      folders: ['a'],
      findings: [
        expect.objectContaining({ severity: 'error', code: 'SYNTAX', line: 2 }),
      ],
    });
  });
});
