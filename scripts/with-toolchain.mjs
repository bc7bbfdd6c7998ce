// Runs a script of package.json with the project's toolchain: Node 22 or 24 and Yarn 4, with
// the dependencies that yarn.lock names installed. Uses what the machine has, and fetches what
// is missing from npm, for this run only.
//
//   node scripts/with-toolchain.mjs <script> [arguments]

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const SUPPORTED_NODE = [22, 24];
const NODE_PACKAGE = 'node@24';
const YARN_PACKAGE = '@yarnpkg/cli-dist@4.13.0';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [script, ...args] = process.argv.slice(2);

if (!script) {
  console.error('Usage: node scripts/with-toolchain.mjs <script> [arguments]');
  process.exit(2);
}

const spawnOptions = {
  cwd: root,
  stdio: 'inherit',
  // On Windows, programs installed by npm are .cmd files, which need a shell.
  shell: process.platform === 'win32',
  // Relative paths in the arguments are meant from here. Yarn sets INIT_CWD anew.
  env: { ...process.env, CALLED_FROM: process.env.INIT_CWD ?? process.cwd() },
};

const run = (command, commandArgs, options) =>
  spawnSync(command, commandArgs, { ...spawnOptions, ...options });

const say = message => console.log(`[toolchain] ${message}`);

const nodeMajor = Number(process.versions.node.split('.')[0]);
const hasNode = SUPPORTED_NODE.includes(nodeMajor);
const hasYarn = /^4\./.test(
  run('yarn', ['--version'], { stdio: 'pipe', encoding: 'utf8' }).stdout ?? '',
);

/** Options of npx that make `yarn` run with the right Node; empty if the machine has both. */
const toolchain = [
  ...(hasNode ? [] : ['-p', NODE_PACKAGE]),
  ...(hasYarn && hasNode ? [] : ['-p', YARN_PACKAGE]),
];
const toYarn = yarnArgs =>
  toolchain.length === 0
    ? ['yarn', yarnArgs]
    : [
        'npx',
        // What it has fetched before, it would ask the registry for anew, and wait for minutes where there is none.
        ['--yes', '--prefer-offline', ...toolchain, '--', 'yarn', ...yarnArgs],
      ];

const exitUnlessOk = ({ status, error, stdout }) => {
  if (error) {
    console.error(`[toolchain] ${error.message}`);
  }
  if (status !== 0) {
    if (stdout) {
      console.error(stdout);
    }
    process.exit(status ?? 1);
  }
};

if (toolchain.length > 0) {
  const packages = toolchain.filter(part => part !== '-p').join(' and ');
  say(
    `This machine has Node ${process.versions.node}; fetching ${packages} from npm for this run`,
  );
}

/** Yarn writes this file when an installation is complete. */
const installState = resolve(root, 'node_modules/.yarn-state.yml');
const isInstalled =
  existsSync(installState) &&
  statSync(installState).mtimeMs >=
    statSync(resolve(root, 'yarn.lock')).mtimeMs;

if (!isInstalled) {
  say('Installing the dependencies (one to two minutes)');
  // What Yarn says of the peers of other people's packages fills the screen; it matters when it fails.
  exitUnlessOk(
    run(...toYarn(['install', '--immutable']), {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: Infinity,
    }),
  );
}

const child = spawn(...toYarn(['run', script, ...args]), spawnOptions);
// Not only a terminal ends it, which would signal everything below as well.
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => child.kill(signal));
}
// The shell in which npm runs scripts ends with a signal, and does not pass it on.
const { ppid } = process;
setInterval(() => process.ppid === ppid || child.kill(), 1000).unref();
child.on('error', error => exitUnlessOk({ error }));
child.on('exit', status => exitUnlessOk({ status }));
