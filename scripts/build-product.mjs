// Builds what a deployment runs into dist/product: the backend with the app in it, and its
// production dependencies. docs/deployment.md starts from there.

import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateApiFiles } from './lib/generateApiFiles.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const product = join(root, 'dist', 'product');
const backendDist = join(root, 'packages', 'backend', 'dist');

/** What the product needs beside what is in the archives of the backend. */
const EXTRA_FILES = [
  '.yarnrc.yml',
  'app-config.yaml',
  'app-config.production.yaml',
  'catalog-info.yaml',
  'docs/api-entity.yaml',
  'examples',
];

function run(command, args, cwd = root) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    console.error(error?.message ?? `${command} ${args.join(' ')} failed`);
    process.exit(status ?? 1);
  }
}

/** The scripts of the repository need its source; Yarn would run `postinstall` in the product. */
async function removeScripts(path) {
  const { scripts, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(manifest, null, 2));
}

await generateApiFiles();
run('yarn', ['workspace', 'backend', 'build']);

await rm(product, { recursive: true, force: true });
await mkdir(product, { recursive: true });
for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
  run('tar', ['xzf', join(backendDist, archive), '-C', product]);
}
// The archives make the folder one that only its owner can read.
await chmod(product, 0o755);
for (const file of EXTRA_FILES) {
  await cp(join(root, file), join(product, file), { recursive: true });
}
await removeScripts(join(product, 'package.json'));
run('yarn', ['workspaces', 'focus', '--all', '--production'], product);
console.log(`Built ${product}`);
