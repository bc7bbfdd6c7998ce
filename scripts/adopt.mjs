// Copies the plugins into another Backstage repository, or updates them there, as plugins of its
// own, and prints what is left to do by hand.
//
//   npm run adopt -- <path of the repository> [--scope @acme]
//
// Code and configuration of that repository stay as they are; to its package.json files, only the
// dependencies on the plugins are added. docs/adopting.md says the rest.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import {
  checkScope,
  listPlugins,
  nameOf,
  readJson,
  rewritePlugin,
  root,
  SCOPE,
  UserError,
  writeJson,
} from './lib/plugins.mjs';

/** The plugins that a package of a Backstage repository depends on; the others come with them. */
const DEPENDENTS = {
  backend: ['catalog-backend-module-static-data', 'static-data-backend'],
  app: ['static-data'],
};

/** Is for the architecture repository, which gets it as a package. */
const COMMAND_LINE = 'static-data-cli';

/** Tests and what only they need, and rules that are about this repository. */
const LEFT_OUT =
  /[\\/](?:node_modules|dist|coverage|dev|__testUtils__|\.eslintrc\.js|setupTests\.ts|report[^\\/]*\.api\.md|[^\\/]*\.test\.tsx?)$/;

const ESLINT_CONFIG = `module.exports = require('@backstage/cli/config/eslint-factory')(__dirname);\n`;

/** What a plugin is built with, besides the types of what it uses. */
const BUILT_WITH = ['@backstage/cli', 'react', 'react-dom', 'react-router-dom'];

/** The path and the options, or an explanation of how the command is called. */
function readArguments() {
  const usage =
    'Usage: npm run adopt -- <path of a Backstage repository> [--scope @acme]';
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { scope: { type: 'string' } },
    });
  } catch (error) {
    throw new UserError(`${error.message}\n${usage}`);
  }
  const { positionals, values } = parsed;
  if (positionals.length !== 1) {
    throw new UserError(usage);
  }
  if (values.scope !== undefined) {
    checkScope(values.scope);
  }
  // npm and Yarn run scripts in the folder of the package, wherever one stands.
  const target = resolve(process.env.INIT_CWD ?? '.', positionals[0]);
  return { target, wantedScope: values.scope };
}

/** Fails, before anything is written, unless it is a Backstage repository that can take them. */
async function checkTarget(target, plugins) {
  if (target === root || target.startsWith(root + sep)) {
    throw new UserError(`${target} is this repository`);
  }
  for (const file of [
    'backstage.json',
    'package.json',
    ...Object.keys(DEPENDENTS).map(name => `packages/${name}/package.json`),
  ]) {
    if (!existsSync(join(target, file))) {
      throw new UserError(
        `${target} is not the root of a Backstage repository: it has no ${file}`,
      );
    }
  }
  const { workspaces = [] } = await readJson(join(target, 'package.json'));
  const patterns = Array.isArray(workspaces) ? workspaces : workspaces.packages;
  if (!patterns?.includes('plugins/*')) {
    throw new UserError(
      `The workspaces in package.json of ${target} do not include 'plugins/*'`,
    );
  }
  for (const plugin of plugins) {
    const folder = join('plugins', plugin);
    if (existsSync(join(target, folder)) && !isCommitted(target, folder)) {
      throw new UserError(
        `${folder} has changes that are not committed, which an update would overwrite: commit or remove them first`,
      );
    }
  }
}

function isCommitted(target, folder) {
  const { status, stdout } = spawnSync(
    'git',
    ['status', '--porcelain', '--', folder],
    { cwd: target, encoding: 'utf8' },
  );
  return status === 0 && stdout === '';
}

/** That of the plugins that are there, which the repository depends on by their names. */
async function readAdoptedScope(target, wantedScope) {
  const path = join(target, 'plugins/static-data-common/package.json');
  const { name = '' } = existsSync(path) ? await readJson(path) : {};
  const [, adopted] = name.match(/^(@[^/]+)\/plugin-static-data-common$/) ?? [];
  if (adopted && wantedScope && wantedScope !== adopted) {
    throw new UserError(
      `The plugins in ${target} have the scope ${adopted}: leave out --scope to update them. To have them as ${wantedScope}, remove them first, with the dependencies on them and what imports them`,
    );
  }
  return adopted;
}

/** Copies one plugin in place of what is there. */
async function copyPlugin(plugin, target, scope) {
  const from = join(root, 'plugins', plugin);
  const to = join(target, 'plugins', plugin);
  await rm(to, { recursive: true, force: true });
  await cp(from, to, {
    recursive: true,
    filter: path => !LEFT_OUT.test(path.slice(from.length)),
  });
  await writeFile(join(to, '.eslintrc.js'), ESLINT_CONFIG);

  await rewritePlugin(plugin, to, scope);

  const manifestPath = join(to, 'package.json');
  const manifest = await readJson(manifestPath);
  await writeJson(manifestPath, {
    ...manifest,
    dependencies: sortByName(manifest.dependencies),
    devDependencies: sortByName(withoutThoseOfTests(manifest)),
  });
}

/** As Yarn does, so that it changes nothing when it installs. */
const sortByName = dependencies =>
  Object.fromEntries(
    Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function withoutThoseOfTests({
  devDependencies,
  dependencies,
  peerDependencies,
}) {
  const types = Object.keys({ ...dependencies, ...peerDependencies }).map(
    name => `@types/${name}`,
  );
  return Object.fromEntries(
    Object.entries(devDependencies).filter(([name]) =>
      [...BUILT_WITH, ...types].includes(name),
    ),
  );
}

/** Adds the dependencies that a package does not have yet, in the order of names. */
async function addDependencies(path, names) {
  const manifest = await readJson(path);
  const dependencies = manifest.dependencies ?? {};
  const missing = names.filter(name => !(name in dependencies));
  if (missing.length > 0) {
    manifest.dependencies = sortByName({
      ...dependencies,
      ...Object.fromEntries(missing.map(name => [name, 'workspace:^'])),
    });
    await writeJson(path, manifest);
  }
}

/** What has to be done by hand after an update. */
const AFTER_UPDATE = `
The plugins have been updated. Run yarn install, and commit the differences.`;

/** What has to be done by hand after the first time. */
async function describeNextSteps(target, scope) {
  const [module, backend] = DEPENDENTS.backend.map(it => nameOf(it, scope));
  const [page] = DEPENDENTS.app.map(it => nameOf(it, scope));
  const { dependencies = {} } = await readJson(
    join(target, 'packages/app/package.json'),
  );
  const isClassic = !('@backstage/frontend-defaults' in dependencies);
  const frontend = isClassic
    ? `packages/app/src/App.tsx, among the routes:

    import { StaticDataSettingsPage } from '${page}';

    <Route path="/static-data-settings" element={<StaticDataSettingsPage />} />

and in the sidebar, packages/app/src/components/Root/Root.tsx:

    import SyncIcon from '@material-ui/icons/Sync';

    <SidebarItem icon={SyncIcon} to="static-data-settings" text="Data Sync" />

and in each EntityLayout that is to have it, packages/app/src/components/catalog/EntityPage.tsx:

    import { EntitySyncHistoryContent } from '${page}';

    <EntityLayout.Route path="/sync-history" title="Sync history">
      <EntitySyncHistoryContent />
    </EntityLayout.Route>`
    : `The app finds the page by itself with 'app.packages: all' in app-config.yaml. Otherwise add
it to the features in packages/app/src/App.tsx:

    import staticDataPlugin from '${page}/alpha';

    export default createApp({ features: [staticDataPlugin] });`;
  return `
1. Install: yarn install

2. packages/backend/src/index.ts:

    backend.add(import('${module}'));
    backend.add(import('${backend}'));

3. ${frontend}

4. app-config.yaml:

    staticData:
      url: https://github.com/acme/architecture
      branch: main

and in place of the rules of the catalog, which new apps have for fewer kinds:

    catalog:
      rules:
        - allow: [Component, API, Group, User, System, Domain, Resource, Location]

docs/adopting.md says what comes next: permissions, pushes, notifications, how to leave again.`;
}

async function main() {
  const { target, wantedScope } = readArguments();
  const plugins = (await listPlugins()).filter(it => it !== COMMAND_LINE);
  await checkTarget(target, plugins);
  const adopted = await readAdoptedScope(target, wantedScope);
  const scope = adopted ?? wantedScope ?? SCOPE;
  for (const plugin of plugins) {
    await copyPlugin(plugin, target, scope);
    console.log(`plugins/${plugin}`);
  }
  for (const [name, wanted] of Object.entries(DEPENDENTS)) {
    await addDependencies(
      join(target, 'packages', name, 'package.json'),
      wanted.map(plugin => nameOf(plugin, scope)),
    );
  }
  console.log(adopted ? AFTER_UPDATE : await describeNextSteps(target, scope));
}

main().catch(error => {
  console.error(error instanceof UserError ? error.message : error);
  process.exit(1);
});
