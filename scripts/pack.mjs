// Packs the plugins as npm packages, and prints what installs them from these files. Expects the
// build of the plugins: call it as `npm run pack [-- --scope @acme --out <folder>]`.

import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
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

function readArguments() {
  try {
    return parseArgs({
      options: {
        scope: { type: 'string', default: SCOPE },
        out: {
          type: 'string',
          default: join(root, 'dist', 'static-data-packages'),
        },
      },
    }).values;
  } catch (error) {
    throw new UserError(
      `${error.message}\nUsage: npm run pack [-- --scope @acme --out <folder>]`,
    );
  }
}

function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    throw new Error(
      error?.message ??
        `${command} ${args.join(' ')} failed:\n${stdout}${stderr}`,
    );
  }
}

/** @returns the name of the file in `out`, and of the package in it */
async function pack(plugin, scope, out) {
  const folder = await mkdtemp(join(tmpdir(), 'static-data-pack-'));
  try {
    // Yarn replaces `workspace:^` with versions, npm would not.
    const archive = join(folder, 'packed.tgz');
    run('yarn', ['pack', '--out', archive], join(root, 'plugins', plugin));
    run('tar', ['xzf', archive, '-C', folder]);
    await rewritePlugin(plugin, join(folder, 'package'), scope);
    const { version } = await readJson(join(folder, 'package', 'package.json'));
    const name = nameOf(plugin, scope);
    const file = `${name.slice(1).replace('/', '-')}-${version}.tgz`;
    run('tar', ['czf', join(out, file), '-C', folder, 'package']);
    return { name, file };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function main() {
  const { scope, out: folder } = readArguments();
  checkScope(scope);
  const out = resolve(process.env.CALLED_FROM ?? '.', folder);
  await mkdir(out, { recursive: true });
  const resolutions = {};
  for (const plugin of await listPlugins()) {
    const { name, file } = await pack(plugin, scope, out);
    resolutions[name] = `file:./${basename(out)}/${file}`;
    console.log(`${name}: ${file}`);
  }
  await writeJson(join(out, 'resolutions.json'), resolutions);
  console.log(`
The packages are in ${out}. Publish each with 'npm publish <file> --registry <address>', or
install them as files: put the folder beside package.json of the Backstage repository, and add
this to it:

${JSON.stringify({ resolutions }, null, 2)}`);
}

main().catch(error => {
  console.error(error instanceof UserError ? error.message : error);
  process.exit(1);
});
