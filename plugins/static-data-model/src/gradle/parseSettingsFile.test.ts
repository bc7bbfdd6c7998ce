import { parseSettingsFile } from './parseSettingsFile';
import { runAtOnce } from '../__testUtils__/runAtOnce';

/** The folders of the projects, with the names of their build files, and what is wrong. */
function read(text: string, file: string) {
  const { projects, findings } = runAtOnce(parseSettingsFile(text, file));
  const [root, ...included] = projects.map(({ folder, buildFile }) =>
    buildFile ? `${folder} (${buildFile})` : folder,
  );
  return { root, folders: included, findings };
}

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
      'folders of their own, in other words',
      GROOVY,
      `include ':a', ':b', ':c', ':d'
       project(':a').setProjectDir(file('x/a'))
       project(':b').with { projectDir = file('x/b') }
       project(':c') { it.projectDir = file('x/c') }
       ['d'].each { n -> project(":$n").setProjectDir new File(rootDir, "x/$n") }`,
      ['x/a', 'x/b', 'x/c', 'x/d'],
    ],
    [
      'folders of their own, in other words',
      KOTLIN,
      `include("a", "b", "c")
       findProject(":a")?.projectDir = file("x/a")
       project(":b").apply { projectDir = file("x/b") }
       listOf("c").forEach { project(":$it").projectDir = file("x/$it") }`,
      ['x/a', 'x/b', 'x/c'],
    ],
    [
      'build files of their own',
      GROOVY,
      `rootProject.children.each { it.buildFileName = "\${it.name}.gradle" }
       include ':a', ':b:c'
       project(':b').buildFileName = 'of-b.gradle'
       rootProject.children.each { p -> p.setBuildFileName(p.name + '.gradle') }
       project(':b').children.each { it.buildFileName = "\${it.name}.gradle" }`,
      ['a (a.gradle)', 'b (b.gradle)', 'b/c (c.gradle)'],
    ],
    [
      'build files of their own',
      KOTLIN,
      `if (x) { include("a", "b") }
       project(":b").name = "pay"
       for (p in rootProject.children) p.buildFileName = "\${p.name}.gradle.kts"`,
      ['a (a.gradle.kts)', 'b (pay.gradle.kts)'],
    ],
    [
      'what file trees include',
      GROOVY,
      `fileTree(rootDir) { include '**/*.gradle' }`,
      [],
    ],
    [
      'comments and builds of their own',
      GROOVY,
      `// include 'a'\n/* include 'b' */\nincludeBuild 'c'`,
      [],
    ],
  ])('reads %s (%s)', (_, file, text, folders) => {
    expect(read(text, file)).toEqual({
      root: '.',
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
    [
      'a computed build file',
      `include 'a'\nproject(':a').buildFileName = find("x")`,
    ],
    [
      'a build file in another folder',
      `include 'a'\nproject(':a').buildFileName = 'x/y.gradle'`,
    ],
    [
      'a build file of a project that is not known',
      `include 'a'\ndef set(p) { p.buildFileName = "\${p.name}.gradle" }`,
    ],
  ])('warns of %s', (_, text) => {
    const { folders, findings } = read(text, GROOVY);
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

  it('reads the build file of the root', () => {
    const text = `rootProject.name = 'shop'\nrootProject.buildFileName = "\${rootProject.name}.gradle"`;
    expect(read(text, GROOVY).root).toBe('. (shop.gradle)');
  });

  it('goes through no more projects than a build has', () => {
    const includes = Array.from({ length: 2_000 }, (_, i) => `include 'p${i}'`);
    const loop = 'rootProject.children.each { it.buildFileName = "x.gradle" }';
    const text = [...includes, ...Array(100).fill(loop)].join('\n');
    const { folders, findings } = read(text, GROOVY);
    expect(folders).toHaveLength(2_000);
    expect(findings[0]).toMatchObject({ severity: 'warning', line: 2_051 });
  });

  it('collects a limited number of projects', () => {
    const deep = Array.from({ length: 20 }, (_, i) => `d${i}`).join(':');
    const text = Array.from(
      { length: 1_000 },
      (_, i) => `include 'p${i}:${deep}'`,
    );
    expect(read(text.join('\n'), GROOVY).folders.length).toBeLessThan(10_100);
  });

  it('collects of a long list one project more than are read', () => {
    const names = Array.from({ length: 1_500 }, (_, i) => `"p${i}"`);
    const text = `[${names.join(', ')}].each { include it }`;
    const { folders, findings } = read(text, GROOVY);
    expect(folders).toHaveLength(1_001);
    expect(findings).toMatchObject([{ severity: 'warning', line: 1 }]);
  });

  it('reports the line where a bracket is missing its other half', () => {
    expect(read(`include 'a'\ninclude('b',`, GROOVY)).toEqual({
      root: '.',
      folders: ['a'],
      findings: [
        expect.objectContaining({ severity: 'error', code: 'SYNTAX', line: 2 }),
      ],
    });
  });
});
