// Writes the TypeScript in the docs to files, so that the type check compiles it.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCOPE } from './plugins.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FOLDER = join(root, 'docs', 'snippets');

/** What the files that snippets are for have already, by name. */
const SURROUNDINGS = {
  backend: `import { createBackend } from '@backstage/backend-defaults';
const backend = createBackend();`,
  env: `declare const env: import('@backstage/backend-plugin-api').BackendPluginRegistrationPoints;`,
  databases: `declare const databases: import('@backstage/backend-test-utils').TestDatabases;`,
  Route: `import { Route } from 'react-router-dom';`,
  SidebarItem: `import { SidebarItem } from '@backstage/core-components';`,
  EntityLayout: `import { EntityLayout } from '@backstage/plugin-catalog';`,
  EntitySwitch: `import { EntitySwitch } from '@backstage/plugin-catalog';`,
  isKind: `import { isKind } from '@backstage/plugin-catalog';`,
};

export async function generateSnippets() {
  await rm(FOLDER, { recursive: true, force: true });
  for (const page of await listPages()) {
    const text = await readFile(page, 'utf8');
    const folder = join(FOLDER, relative(root, page).replace(/\W+/g, '-'));
    await mkdir(folder, { recursive: true });
    const blocks = text.matchAll(/^ *```(tsx?)\n([^]*?)^ *```$/gm);
    for (const [index, [, language, snippet]] of [...blocks].entries()) {
      // A comment at the top says which file it is for.
      const [, file = `${index + 1}.${language}`] =
        snippet.match(/^\/\/ \S*\/(\S+)\n/) ?? [];
      await writeFile(
        join(folder, file),
        complete(snippet.replaceAll('@acme/', `${SCOPE}/`)),
      );
    }
  }
}

async function listPages() {
  const inRoot = ['README.md', 'CONTRIBUTING.md'];
  const docs = (await readdir(join(root, 'docs')))
    .filter(name => name.endsWith('.md'))
    .map(name => join('docs', name));
  const readmes = [];
  for (const kind of ['plugins', 'packages']) {
    for (const name of await readdir(join(root, kind))) {
      readmes.push(join(kind, name, 'README.md'));
    }
  }
  return [...inRoot, ...docs, ...readmes].map(page => join(root, page));
}

/** A module of its own: with what the snippet does not say because the file has it. */
function complete(snippet) {
  const surroundings = Object.entries(SURROUNDINGS)
    .filter(([name]) => new RegExp(`(?<![\\w'/.-])${name}\\b`).test(snippet))
    .map(([, code]) => code);
  const [, imports, rest] = snippet.match(
    /^((?:\/\/ .*\n|import [^]*?;\n)*)([^]*)$/,
  );
  // Modules of the repository cannot wait.
  const body = /^(?:const .* = )?await /m.test(rest)
    ? `export async function run() {\n${rest}}`
    : rest;
  return [...surroundings, imports, body, 'export {};', ''].join('\n');
}
