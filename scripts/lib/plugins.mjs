// What the commands that hand out the plugins share: their names in another scope, and readmes
// that can be read outside this repository.

import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The scope of the packages in this repository. */
export const SCOPE = '@internal';

/** The mistake of whoever calls the command; its message is all they need. */
export class UserError extends Error {}

export const readJson = async path => JSON.parse(await readFile(path, 'utf8'));

export const writeJson = (path, value) =>
  writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** The folders of the plugins, which are also what their packages are called after `plugin-`. */
export const listPlugins = () => readdir(join(root, 'plugins'));

export const nameOf = (plugin, scope) => `${scope}/plugin-${plugin}`;

export function checkScope(scope) {
  if (!/^@[a-z0-9][a-z0-9._-]*$/.test(scope)) {
    throw new UserError(
      `'${scope}' is not a scope of npm packages, such as @acme`,
    );
  }
}

/** Makes the files of a plugin in a folder those of a package in the scope, with the licence. */
export async function rewritePlugin(plugin, folder, scope) {
  const { repository } = await readJson(join(root, 'package.json'));
  const url = repository.url.replace(/\.git$/, '');
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  for (const entry of await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      const text = (await readFile(path, 'utf8')).replaceAll(
        `${SCOPE}/`,
        `${scope}/`,
      );
      await writeFile(
        path,
        entry.name === 'README.md' ? withFullLinks(text, plugin, url) : text,
      );
    }
  }
}

/** Links to other files of this repository, and pictures in it, as addresses on the web. */
const withFullLinks = (markdown, plugin, url) =>
  markdown.replace(
    /(!?)\[([^\]]*)\]\((\.{1,2}\/[^)\s]+)\)/g,
    (_, picture, label, target) => {
      const path = posix.join('plugins', plugin, target);
      return `${picture}[${label}](${url}/${
        picture ? 'raw' : 'blob'
      }/main/${path})`;
    },
  );
