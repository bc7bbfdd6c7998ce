// Bundles the command line, with everything that it needs, into one file: dist/static-data.cjs, or the
// one that the command names. Beside it are the licences of what it is made of.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = process.argv[2] ?? join(folder, 'dist', 'static-data.cjs');

/**
 * Leaves out the models of the catalog's kinds, which nobody here uses: making them takes a third
 * of the start. The bundler cannot tell (@backstage/catalog-model 1.10).
 */
const withoutCatalogModels = {
  name: 'without-catalog-models',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]@backstage[\\/]catalog-model[\\/].*\.esm\.js$/ },
      async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replaceAll(
          /= (createCatalogModelLayer\()/g,
          '= /* @__PURE__ */ $1',
        ),
      }),
    );
  },
};

/**
 * Takes the catalog's schemas for valid, as they are: checking them takes as long as checking some
 * thousands of entities by them.
 */
const withoutCheckingSchemas = {
  name: 'without-checking-schemas',
  setup({ onResolve, onLoad }) {
    const namespace = 'unchecking-ajv';
    onResolve({ filter: /^ajv$/ }, ({ importer, resolveDir }) =>
      /[\\/]@backstage[\\/]catalog-model[\\/]/.test(importer)
        ? { path: 'ajv', namespace, pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace }, ({ pluginData: resolveDir }) => ({
      contents: `import Ajv from 'ajv';
export default class extends Ajv {
  validateSchema() {
    return true;
  }
}`,
      resolveDir,
    }));
  },
};

/** Leaves out the messages of zod in other languages. */
const inEnglishOnly = {
  name: 'in-english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js';`,
    }));
  },
};

const { metafile } = await build({
  entryPoints: [join(folder, 'src', 'index.ts')],
  outfile,
  bundle: true,
  plugins: [withoutCatalogModels, withoutCheckingSchemas, inEnglishOnly],
  platform: 'node',
  target: 'node20.12',
  format: 'cjs',
  // With modules of ECMAScript, what is not used is left out.
  mainFields: ['module', 'main'],
  // The first is for what is not bundled, the others for what is not called.
  external: [
    '@backstage/cli/config/nodeTransform.cjs',
    'typescript',
    'ts-json-schema-generator',
    'fsevents',
  ],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});

/** The folders of the packages that are in the bundle, without those of this repository. */
function listPackages() {
  const folders = Object.keys(metafile.inputs).flatMap(
    path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  );
  return [...new Set(folders)].sort().map(path => resolve(path));
}

async function describeLicence(directory) {
  const { name, version, license } = JSON.parse(
    await readFile(join(directory, 'package.json'), 'utf8'),
  );
  const files = (await readdir(directory)).filter(file =>
    /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file),
  );
  const texts = await Promise.all(
    files.map(file => readFile(join(directory, file), 'utf8')),
  );
  return [`${name} ${version} (${license ?? 'as below'})`, ...texts].join(
    '\n\n',
  );
}

const licences = await Promise.all(listPackages().map(describeLicence));
await writeFile(
  join(dirname(outfile), 'LICENCES.txt'),
  `${licences.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
);
