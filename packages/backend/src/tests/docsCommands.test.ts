import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name)),
  ...['plugins', 'packages'].flatMap(kind =>
    readdirSync(join(ROOT, kind)).map(name => join(kind, name, 'README.md')),
  ),
];

/** What Yarn can do without a script of that name. */
const BUILT_IN = ['install', 'workspace', 'backstage-cli', 'playwright'];

/** The commands that a page tells people to give to npm or Yarn, by the name of the script. */
function listScripts(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return Array.from(
    text.matchAll(/(?:npm run|npm(?= (?:start|test)\b)|yarn) ([a-z][\w:-]*)/g),
    ([, script]) => script,
  ).filter(script => !BUILT_IN.includes(script));
}

/** Of the repository, and of the package that has the page. */
function readScripts(page: string): Record<string, string> {
  const manifests = ['.', dirname(page)]
    .map(folder => join(ROOT, folder, 'package.json'))
    .filter(existsSync);
  return Object.assign(
    {},
    ...manifests.map(path => JSON.parse(readFileSync(path, 'utf8')).scripts),
  );
}

describe('the commands of this repository in the docs', () => {
  it.each(
    PAGES.map(page => [page, listScripts(page)] as const).filter(
      ([, named]) => named.length > 0,
    ),
  )('in %s are there', (page, named) => {
    const scripts = readScripts(page);
    expect(named.filter(script => !(script in scripts))).toEqual([]);
  });
});
