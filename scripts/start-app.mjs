// Starts the app and the backend with the sample source, and prints where the page is as soon
// as both respond.
//
//   npm start [-- --any-port] [--config <file>] [other options of `backstage-cli repo start`]
//
// Files are looked for where one stands, and are read after app-config.yaml. `--any-port` takes
// free ports in place of the configured ones.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConfigSources } from '@backstage/config-loader';
import { findFreePorts } from './lib/findFreePorts.mjs';
import { generateApiFiles } from './lib/generateApiFiles.mjs';

const ANY_PORT = '--any-port';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

const defaultConfig = resolve(root, 'app-config.yaml');

/**
 * Backstage would look for files in the folder of each package, and take them in place of the default
 * one.
 */
function resolveConfigFiles(args) {
  const from = process.env.CALLED_FROM ?? root;
  const toPath = file =>
    /^https?:\/\//.test(file) ? file : resolve(from, file);
  const resolved = args.map((arg, index) => {
    if (arg.startsWith('--config=')) {
      return `--config=${toPath(arg.slice('--config='.length))}`;
    }
    return args[index - 1] === '--config' ? toPath(arg) : arg;
  });
  const files = ConfigSources.parseArgs(resolved).map(({ target }) => target);
  return files.length === 0 || files.includes(defaultConfig)
    ? resolved
    : ['--config', defaultConfig, ...resolved];
}

async function readUrls(args) {
  const config = await ConfigSources.toConfig(
    ConfigSources.default({ rootDir: root, argv: args, watch: false }),
  );
  const urls = {
    app: new URL(config.getString('app.baseUrl')),
    backend: new URL(config.getString('backend.baseUrl')),
  };
  config.close();
  return urls;
}

/** Puts free ports in place of those in the URLs, and into the environment as configuration. */
async function takeAnyPort({ app, backend }) {
  [app.port, backend.port] = await findFreePorts(2);
  Object.assign(process.env, {
    APP_CONFIG_app_baseUrl: app.origin,
    APP_CONFIG_backend_baseUrl: backend.origin,
    APP_CONFIG_backend_listen_port: backend.port,
    APP_CONFIG_backend_cors_origin: app.origin,
  });
}

/** The configuration that names the port of a process. */
const PORT_KEYS = {
  app: ['app.baseUrl', 'backend.cors.origin'],
  backend: ['backend.baseUrl', 'backend.listen.port'],
};

/** What is wrong with the ports; undefined if they are free. */
async function findTakenPort(urls, args) {
  // Backstage reads no local file beside those that are named.
  const file =
    ConfigSources.parseArgs(args).length > 0
      ? 'a file after --config'
      : 'app-config.local.yaml';
  for (const [name, { port }] of Object.entries(urls)) {
    if (await isTaken(port)) {
      return `Port ${port} of the ${name} is taken${describeOwner(port)}.
End that, or choose another one: set ${PORT_KEYS[name].join(
        ' and ',
      )} in ${file}.
'npm start -- ${ANY_PORT}' takes free ones.`;
    }
  }
  return undefined;
}

async function isTaken(port) {
  const socket = connect(Number(port), 'localhost');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Where there is lsof, as on macOS, or ss, as on Linux. */
function describeOwner(port) {
  const ask = (command, args, pattern) =>
    spawnSync(command, args, { encoding: 'utf8' }).stdout?.match(pattern)?.[1];
  const pid =
    ask('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp'], /^p(\d+)$/m) ??
    ask('ss', ['-Hltnp', `sport = :${port}`], /pid=(\d+)/);
  if (!pid) {
    return '';
  }
  // Those two know the name of a thread only, which for Node 24 is always the same.
  const command = ask('ps', ['-o', 'args=', '-p', pid], /^(.{1,80})/);
  return ` by process ${pid}${command ? ` (${command.trim()})` : ''}`;
}

const answers = async url => {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
};

const args = resolveConfigFiles(
  process.argv.slice(2).filter(arg => arg !== ANY_PORT),
);
const urls = await readUrls(args);
if (process.argv.includes(ANY_PORT)) {
  await takeAnyPort(urls);
} else {
  const problem = await findTakenPort(urls, args);
  if (problem) {
    console.error(problem);
    process.exit(1);
  }
}
await generateApiFiles();

const child = spawn('backstage-cli', ['repo', 'start', ...args], {
  stdio: ['inherit', 'inherit', 'pipe'],
  shell: process.platform === 'win32',
});
// The Backstage CLI waits for changes of the code when the backend has ended.
child.stderr.pipe(process.stderr);
child.stderr.on('data', data => {
  if (String(data).includes('The backend did not start')) {
    process.exitCode = 1;
    child.kill();
  }
});
let hasEnded = false;
child.on('error', error => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', code => {
  hasEnded = true;
  process.exit(process.exitCode || (code ?? 1));
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill());
}

const READY_URLS = [
  urls.app.origin,
  `${urls.backend.origin}/.backstage/health/v1/readiness`,
];
while (!(await Promise.all(READY_URLS.map(answers))).every(Boolean)) {
  await sleep(1000);
}
if (!hasEnded) {
  console.log(`
  Static Data is ready.

    The page:  ${urls.app.origin}/static-data-settings
    The API:   ${urls.backend.origin}/api/static-data (see docs/api.md)
`);
}
