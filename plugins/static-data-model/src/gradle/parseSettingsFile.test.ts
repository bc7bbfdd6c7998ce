import { parseSettingsFile } from './parseSettingsFile';

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
    expect(parseSettingsFile(text, file)).toEqual({ folders, findings: [] });
  });

  it.each([
    ['a computed project', `include 'a'\ninclude(moduleOf("b"))`],
    ['computed projects', `include 'a'\nfiles.each { include it.name }`],
    [
      'a computed folder',
      `include 'a'\nrootProject.children.each { it.projectDir = find(it) }`,
    ],
  ])('warns of %s', (_, text) => {
    const { folders, findings } = parseSettingsFile(text, GROOVY);
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
    expect(parseSettingsFile(`include 'a'\ninclude('b',`, GROOVY)).toEqual({
      folders: ['a'],
      findings: [
        expect.objectContaining({ severity: 'error', code: 'SYNTAX', line: 2 }),
      ],
    });
  });
});
