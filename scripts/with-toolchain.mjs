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

/** What npx has to fetch; empty if the machine has both. */
const missing = [
  ...(hasNode ? [] : [NODE_PACKAGE]),
  ...(hasYarn && hasNode ? [] : [YARN_PACKAGE]),
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

if (missing.length > 0) {
  say(
    `This machine has Node ${process.versions.node}; fetching ${missing.join(
      ' and ',
    )} from npm for this run`,
  );
  // The programs are run without npx, which would end at a signal and leave them running.
  const found = run(
    'npx',
    [
      // What it has fetched before, it would ask the registry for anew, and wait for minutes where there is none.
      ...['--yes', '--prefer-offline'],
      ...missing.flatMap(name => ['-p', name]),
      ...['--', 'node', '-p', 'process.env.PATH'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  exitUnlessOk(found);
  spawnOptions.env.PATH = found.stdout.trim();
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
    run('yarn', ['install', '--immutable'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: Infinity,
    }),
  );
}

const child = spawn('yarn', ['run', script, ...args], spawnOptions);
// Whoever sends a signal to this process alone means everything below, and of these Yarn passes on SIGTERM only.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill());
}

/** npm, if that has started a shell to run this in, of which each can end without the other. */
function findNpm() {
  const { stdout } = spawnSync(
    'ps',
    ['-o', 'ppid=,args=', '-p', String(process.ppid)],
    { encoding: 'utf8' },
  );
  const [, pid] = stdout?.match(/^\s*(\d+) .*with-toolchain/) ?? [];
  return process.env.npm_lifecycle_event && Number(pid);
}

const isRunning = pid => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const { ppid } = process;
const npm = findNpm();
setInterval(() => {
  if (process.ppid !== ppid || (npm && !isRunning(npm))) {
    child.kill();
  }
}, 1000).unref();
child.on('error', error => exitUnlessOk({ error }));
child.on('exit', status => exitUnlessOk({ status }));
