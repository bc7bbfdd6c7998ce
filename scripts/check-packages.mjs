// Packs the plugins in another scope, and fails if a package could not be used on its own: if files
// that its manifest speaks of are missing, if it imports what it does not depend on, if it depends on
// one of the others in a version that is not there, if something still has the old scope, if it cannot
// be loaded, if its command does not run with Node 20, where the machine has that, or if it depends on
// what it does not use. Expects the build of the plugins; `npm run test:adopt` installs the packages,
// which takes too long for every change.
//
//   node scripts/check-packages.mjs

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import {
  basename,
  delimiter,
  dirname,
  extname,
  join,
  resolve,
} from 'node:path';
import ts from 'typescript';
import { readJson, root, SCOPE } from './lib/plugins.mjs';

const NEW_SCOPE = '@acme';

/** In here, Node finds what the packages depend on in the folder of this repository. */
const folder = join(root, 'dist', 'checked-packages');
const archives = join(folder, 'archives');

/** These are loaded by Node; the others by a bundler. */
const NODE_ROLES = [
  'backend-plugin',
  'backend-plugin-module',
  'common-library',
  'node-library',
];

const SOURCES = ['.js', '.cjs', '.mjs', '.ts'];

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    throw new Error(error?.message ?? `${command} ${args.join(' ')} failed`);
  }
}

async function unpack() {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  run(process.execPath, [
    join(root, 'scripts/pack.mjs'),
    ...['--scope', NEW_SCOPE, '--out', archives],
  ]);
  const resolutions = await readJson(join(archives, 'resolutions.json'));
  return Promise.all(
    Object.entries(resolutions).map(async ([name, archive]) => {
      const path = join(folder, 'node_modules', name);
      await mkdir(path, { recursive: true });
      run('tar', [
        ...['xzf', join(archives, basename(archive))],
        ...['-C', path, '--strip-components', '1'],
      ]);
      const entries = await readdir(path, {
        recursive: true,
        withFileTypes: true,
      });
      return {
        name,
        path,
        manifest: await readJson(join(path, 'package.json')),
        files: await Promise.all(
          entries
            .filter(entry => entry.isFile())
            .map(async entry => {
              const file = join(entry.parentPath, entry.name);
              return { path: file, text: await readFile(file, 'utf8') };
            }),
        ),
      };
    }),
  );
}

/** All texts in a value of a manifest, however deep. */
const listTexts = value =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(listTexts)
    : [value].filter(it => typeof it === 'string');

function* findMissingFiles({ path, manifest }) {
  const { main, module, types, bin, configSchema } = manifest;
  const { exports: entries, typesVersions } = manifest;
  const named = listTexts([
    ...['README.md', 'LICENSE'],
    ...[main, module, types, bin, configSchema, entries, typesVersions],
    // Of a pattern, the folder.
    ...manifest.files.map(pattern => pattern.split('/*')[0]),
  ]);
  // Among the exports, Backstage says what kind of feature an entry is.
  const isFile = it => !it.startsWith('@backstage/');
  for (const file of new Set(named.filter(isFile))) {
    if (!existsSync(join(path, file))) {
      yield `its manifest speaks of ${file}, which is not there`;
    }
  }
}

function* findBadDependencies({ manifest }, packages) {
  for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
    if (name.startsWith(`${NEW_SCOPE}/`)) {
      const version = packages.find(it => it.name === name)?.manifest.version;
      if (range !== `^${version}`) {
        yield `it depends on ${name}@${range}, and there is ${version}`;
      }
    }
  }
}

const nameOfPackage = specifier =>
  specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? specifier;

/** Everything that the code and the declarations of a package import. */
const listImports = ({ files }) =>
  files
    .filter(({ path }) => SOURCES.includes(extname(path)))
    .flatMap(({ path, text }) =>
      ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => ({ from: path, fileName })),
    );

function* findBadImports({ name, path, manifest, imports }) {
  const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
  for (const { from, fileName } of imports) {
    const where = from.slice(path.length + 1);
    if (fileName.startsWith('.')) {
      if (!isResolvable(resolve(dirname(from), fileName))) {
        yield `${where} imports ${fileName}, which is not there`;
      }
    } else if (
      !isBuiltin(fileName) &&
      nameOfPackage(fileName) !== name &&
      !(nameOfPackage(fileName) in declared)
    ) {
      yield `${where} imports ${fileName}, which is not among its dependencies`;
    }
  }
}

/** Peers are left out: they may be for what the package depends on. */
function* findUnusedDependencies({ manifest, imports }) {
  const used = imports.map(({ fileName }) => nameOfPackage(fileName));
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    if (!used.includes(name)) {
      yield `it depends on ${name}, and imports nothing of it`;
    }
  }
}

/** Declarations stand beside the code that they name. */
const isResolvable = path =>
  existsSync(path) || existsSync(path.replace(/\.js$/, '.d.ts'));

function* findLeftovers({ path, files }) {
  for (const file of files) {
    const where = file.path.slice(path.length + 1);
    if (file.text.includes(`${SCOPE}/`)) {
      yield `${where} still speaks of ${SCOPE}`;
    }
    if (extname(file.path) === '.md' && /\]\(\.{0,2}\//.test(file.text)) {
      yield `${where} has links that lead nowhere outside the repository`;
    }
  }
}

function* findLoadingProblems({ name, manifest }) {
  if (!NODE_ROLES.includes(manifest.backstage.role)) {
    return;
  }
  const load = createRequire(join(folder, 'index.js'));
  for (const entry of Object.keys(manifest.exports ?? { '.': '' })) {
    try {
      load(`${name}${entry.slice(1)}`);
    } catch (error) {
      yield `${entry} cannot be loaded: ${error.stack}`;
    }
  }
}

/** Where this machine has the oldest Node that the command line is for; undefined if it does not. */
const findNode20 = () =>
  process.env.PATH.split(delimiter)
    .map(it => join(it, 'node'))
    .find(it => /^v20\./.test(spawnSync(it, ['--version']).stdout ?? ''));

/** The scripts here run with a newer Node, which they fetch if they have to. */
function* findCommandProblems({ path, manifest }) {
  const node = findNode20();
  for (const command of node ? Object.values(manifest.bin ?? {}) : []) {
    const args = [join(path, command), 'validate', 'examples/static-data'];
    const { status, stderr } = spawnSync(node, args, { cwd: root });
    if (status !== 0) {
      yield `${command} ends with ${status} with Node 20: ${stderr}`;
    }
  }
}

const packages = (await unpack()).map(it => ({
  ...it,
  imports: listImports(it),
}));
const problems = packages.flatMap(it =>
  [
    ...findMissingFiles(it),
    ...findBadDependencies(it, packages),
    ...findBadImports(it),
    ...findUnusedDependencies(it),
    ...findLeftovers(it),
    ...findLoadingProblems(it),
    ...findCommandProblems(it),
  ].map(problem => `${it.name}: ${problem}`),
);
for (const problem of problems) {
  console.error(problem);
}
console.log(`Checked ${packages.length} packages: ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
