// Adopts the plugins in fresh Backstage apps, as docs/adopting.md says and with its snippets: as
// packages with the new frontend system, and as folders with the classic one. Type-checks them,
// syncs the sample source under the permission policy of docs/deployment.md, opens the page in
// Chromium, and leaves again, once with the entities and once without. Installs two apps, so it takes
// a while.
//
//   npm run test:adopt [-- --way packages|folders] [--latest] [--keep]
//
// `--latest` is with the newest Backstage that create-app makes, `--keep` leaves the apps there.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, findChromium } from './lib/findChromium.mjs';
import { findFreePorts } from './lib/findFreePorts.mjs';
import {
  listPlugins,
  nameOf,
  readJson,
  root,
  writeJson,
} from './lib/plugins.mjs';

/** The version of @backstage/create-app that makes apps of the Backstage in backstage.json. */
const CREATE_APP = '0.9.2';

const SCOPE = '@acme';
const PACKAGES_FOLDER = 'static-data-packages';

/** Besides those in docs/adopting.md. */
const RESOLUTIONS = {
  // 4.9.2 was published with a dependency that does not resolve.
  '@yarnpkg/core': '4.9.1',
};

/** The files of an app to which adopting adds something. */
const EDITED_FILES = [
  'package.json',
  'packages/app/package.json',
  'packages/app/src/App.tsx',
  'packages/app/src/components/Root/Root.tsx',
  'packages/app/src/components/catalog/EntityPage.tsx',
  'packages/backend/package.json',
  'packages/backend/src/index.ts',
];

/** Backstage has a release a month; for this long, what appears belongs to the last one. */
const RELEASE_DAYS = 25;

const DAY_MS = 24 * 60 * 60 * 1000;
const START_TIMEOUT_MS = 300_000;
const SYNC_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** Each frontend system is tried with one of the ways in: they do not depend on each other. */
const WAYS = {
  packages: {
    options: [],
    adopt: adoptPackages,
    range: '^0.1.0',
    connectPage: () => {},
  },
  folders: {
    options: ['--legacy'],
    adopt: adoptFolders,
    range: 'workspace:^',
    connectPage: connectClassicPage,
  },
};

const { values } = parseArgs({
  options: {
    way: { type: 'string' },
    latest: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const CREATE_APP_PACKAGE = `@backstage/create-app@${
  values.latest ? 'latest' : CREATE_APP
}`;

const say = message => console.log(`[adopt] ${message}`);

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, {
    cwd,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, BACKSTAGE_APP_NAME: 'fresh' },
  });
  if (error || status !== 0) {
    throw new Error(
      error?.message ?? `${command} ${args.join(' ')} failed in ${cwd}`,
    );
  }
}

async function edit(path, change) {
  const text = await readFile(path, 'utf8');
  const changed = change(text);
  if (changed === text) {
    throw new Error(`${path} is not as it was expected: nothing was changed`);
  }
  await writeFile(path, changed);
}

const readPage = page => readFile(join(root, page), 'utf8');

/** The snippet of a page that is for a file. */
async function readSnippet(file, page = 'docs/adopting.md') {
  const guide = await readPage(page);
  const [, snippet] =
    guide.match(
      new RegExp(
        `\`\`\`tsx?\\n// ${file.replaceAll('.', '\\.')}\\n([^]*?)\n\`\`\``,
      ),
    ) ?? [];
  if (!snippet) {
    throw new Error(`${page} has no snippet for ${file}`);
  }
  return snippet.replaceAll('@internal/', `${SCOPE}/`);
}

/** What the page adds to manifests: the resolutions for SQLite, and the dependencies on packages. */
async function readManifestSnippets() {
  const guide = await readPage('docs/adopting.md');
  const [{ resolutions }, backend, app] = Array.from(
    guide.matchAll(/^```json\n([^]*?)^```/gm),
    ([, json]) => JSON.parse(`{${json}}`),
  );
  return { resolutions, dependencies: { backend, app } };
}

/** Adds the snippet for a file: its imports at the top, the rest before or after a line. */
async function addSnippet(app, file, place) {
  const snippet = await readSnippet(file);
  const [, imports, rest] = snippet.match(/^((?:import [^]*?;\n)*)\n*([^]*)$/);
  // Prettier ends elements in a snippet like statements.
  const elements = rest.replace(/>;$/gm, '>');
  await edit(join(app, file), text => imports + place(text, elements));
}

const before = line => (text, snippet) =>
  text.replace(line, `${snippet}\n${line}`);

const after = line => (text, snippet) =>
  text.replace(line, `${line}\n${snippet}`);

async function createApp(folder, options) {
  const app = join(folder, 'app');
  run(
    'npx',
    ['--yes', CREATE_APP_PACKAGE, '--skip-install', '--path', app, ...options],
    folder,
  );
  const { version } = await readJson(join(app, 'backstage.json'));
  const tested = (await readJson(join(root, 'backstage.json'))).version;
  if (!values.latest && version !== tested) {
    throw new Error(
      `create-app ${CREATE_APP} makes apps of Backstage ${version}, and this is for ${tested}: change CREATE_APP`,
    );
  }
  // No add-on has to be compiled.
  let settings = { enableScripts: false };
  const lockFile = join(app, 'yarn.lock');
  if (!(await readFile(lockFile, 'utf8')).includes('@backstage/cli@')) {
    // Without GitHub, create-app does not get the lock file that comes with a release.
    await copyFile(join(root, 'yarn.lock'), lockFile);
    settings = { ...settings, ...readAgeGate() };
  }
  await edit(join(app, '.yarnrc.yml'), text =>
    Object.entries(settings).reduce(
      (changed, [key, value]) => setOption(changed, key, value),
      text,
    ),
  );
  return { app, version };
}

/**
 * Of what the lock file does not have, nothing is installed that was published long after create-app,
 * so that the versions fit together.
 */
function readAgeGate() {
  const { stdout } = spawnSync(
    'npm',
    ['view', CREATE_APP_PACKAGE, 'version', 'time', '--json'],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  const { version, time } = JSON.parse(stdout);
  const age = Date.now() - Date.parse(time[version]);
  return {
    npmMinimalAgeGate: `${Math.max(
      0,
      Math.floor(age / DAY_MS) - RELEASE_DAYS,
    )}d`,
    npmPreapprovedPackages: ['better-sqlite3'],
  };
}

/** Replaces a top-level key of a YAML file, with the lists under it, or adds it. */
const setOption = (yaml, key, value) =>
  `${yaml.replace(
    new RegExp(`^${key}:.*\\n(?:[ -].*\\n)*`, 'm'),
    '',
  )}\n${key}: ${JSON.stringify(value)}\n`;

async function adoptPackages(app) {
  run(
    'yarn',
    [
      ...['plugins:pack', '--scope', SCOPE],
      ...['--out', join(app, PACKAGES_FOLDER)],
    ],
    root,
  );
  const resolutions = await readJson(
    join(app, PACKAGES_FOLDER, 'resolutions.json'),
  );
  await editManifest(join(app, 'package.json'), manifest => ({
    ...manifest,
    resolutions: { ...manifest.resolutions, ...resolutions },
  }));
  const { dependencies } = await readManifestSnippets();
  for (const [name, wanted] of Object.entries(dependencies)) {
    await addDependencies(app, name, wanted);
  }
}

const addDependencies = (app, name, dependencies) =>
  editManifest(join(app, 'packages', name, 'package.json'), manifest => ({
    ...manifest,
    dependencies: { ...manifest.dependencies, ...dependencies },
  }));

async function editManifest(path, change) {
  await writeJson(path, change(await readJson(path)));
}

function adoptFolders(app) {
  run(
    process.execPath,
    [join(root, 'scripts/adopt.mjs'), app, '--scope', SCOPE],
    root,
  );
}

const POLICY = 'packages/backend/src/policy.ts';
const ALLOW_ALL = `backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);`;
const OWN_POLICY = `backend.add(import('./policy'));`;

/** Has the policy of docs/deployment.md in place of the one that allows everything. */
async function setPolicy(app, range) {
  const { dependencies } = await readJson(
    join(root, 'plugins/static-data-backend/package.json'),
  );
  const api = '@backstage/backend-plugin-api';
  await addDependencies(app, 'backend', {
    [nameOf('static-data-common', SCOPE)]: range,
    [api]: dependencies[api],
  });
  await writeFile(
    join(app, POLICY),
    await readSnippet(POLICY, 'docs/deployment.md'),
  );
  await edit(join(app, 'packages/backend/src/index.ts'), text =>
    text.replace(ALLOW_ALL, OWN_POLICY),
  );
}

async function connectClassicPage(app) {
  await addSnippet(
    app,
    'packages/app/src/App.tsx',
    before('  </FlatRoutes>\n'),
  );
  await addSnippet(
    app,
    'packages/app/src/components/Root/Root.tsx',
    after('<SidebarGroup label="Menu" icon={<MenuIcon />}>'),
  );
  await addSnippet(
    app,
    'packages/app/src/components/catalog/EntityPage.tsx',
    after('const serviceEntityPage = (\n  <EntityLayout>'),
  );
}

/** The configuration of the app, besides what it came with. */
async function configure(app, settings = {}) {
  const [appPort, backendPort] = await findFreePorts(2);
  const appUrl = `http://localhost:${appPort}`;
  const backendUrl = `http://localhost:${backendPort}`;
  const [, kinds] = (await readPage('docs/adopting.md')).match(
    /- allow: \[(.*)\]/,
  );
  await writeJson(join(app, 'app-config.local.yaml'), {
    app: { baseUrl: appUrl },
    backend: {
      baseUrl: backendUrl,
      listen: { port: backendPort },
      cors: { origin: appUrl },
      database: {
        client: 'better-sqlite3',
        connection: { directory: join(app, 'databases') },
      },
    },
    catalog: {
      rules: [{ allow: kinds.split(', ') }],
      ...settings.catalog,
    },
    ...(settings.staticData && { staticData: settings.staticData }),
  });
  return { appUrl, backendUrl };
}

/** Runs a script of the app while `use` lasts. */
async function whileRunning(app, args, url, use) {
  const child = spawn('yarn', args, {
    cwd: app,
    // A group of its own, to end whatever it starts.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    await waitUntil(`${url} answers`, START_TIMEOUT_MS, async () => {
      if (child.exitCode !== null) {
        throw new Error(`yarn ${args.join(' ')} has ended`);
      }
      return answers(url);
    });
    return await use();
  } finally {
    if (child.exitCode === null) {
      process.kill(-child.pid, 'SIGTERM');
      await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined)]);
    }
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  }
}

const answers = async url => (await fetch(url).catch(() => undefined))?.ok;

async function waitUntil(what, timeoutMs, check) {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}`);
    }
    await sleep(500);
  }
}

/** Asks the backend as the guest. */
async function send(backendUrl, path, options) {
  const signIn = await fetch(`${backendUrl}/api/auth/guest/refresh`, {
    method: 'POST',
  });
  const { backstageIdentity } = await signIn.json();
  return fetch(`${backendUrl}/api${path}`, {
    ...options,
    headers: { authorization: `Bearer ${backstageIdentity.token}` },
  });
}

async function ask(backendUrl, path) {
  const response = await send(backendUrl, path);
  return response.ok ? response.json() : undefined;
}

const countEntities = async backendUrl => {
  const answer = await ask(
    backendUrl,
    `/catalog/entities/by-query?limit=0&filter=${encodeURIComponent(
      'metadata.annotations.static-data/source-file',
    )}`,
  );
  return answer?.totalItems;
};

async function checkPages({ appUrl }) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: CHROMIUM_ARGUMENTS,
  });
  try {
    const page = await browser.newPage({ baseURL: appUrl });
    page.setDefaultTimeout(60_000);
    await page.goto('/');
    const enter = page.getByRole('button', { name: 'Enter' });
    const link = page.getByRole('link', { name: 'Data Sync' });
    await enter.or(link).first().waitFor();
    if (await enter.isVisible()) {
      await enter.click();
    }
    await link.click();
    await page.getByText('Healthy').first().waitFor();
    await page.goto('/catalog/default/component/payment-gateway/sync-history');
    await page.getByText('Added').first().waitFor();
    say('The page and the tab of a component are there');
  } finally {
    await browser.close();
  }
}

const readiness = url => `${url}/.backstage/health/v1/readiness`;

async function checkSync(app) {
  const urls = await configure(app, {
    staticData: { directory: join(root, 'examples/static-data') },
  });
  const { appUrl, backendUrl } = urls;
  await whileRunning(app, ['start'], readiness(backendUrl), async () => {
    await waitUntil('the app answers', START_TIMEOUT_MS, () => answers(appUrl));
    let sync;
    await waitUntil('the first sync has ended', SYNC_TIMEOUT_MS, async () => {
      sync = (await ask(backendUrl, '/static-data/settings'))?.latestSync;
      return sync;
    });
    const { totalEntities } = sync.stats;
    await waitUntil(
      `the catalog has ${totalEntities} entities`,
      SYNC_TIMEOUT_MS,
      async () => (await countEntities(backendUrl)) === totalEntities,
    );
    say(`${sync.status}: the catalog has ${totalEntities} entities`);
    const { status } = await send(backendUrl, '/static-data/refresh', {
      method: 'POST',
    });
    if (status !== 403) {
      throw new Error(`The policy lets the guest start a sync: ${status}`);
    }
    await checkPages(urls);
  });
}

const readEditedFiles = app =>
  Promise.all(
    EDITED_FILES.map(file => join(app, file))
      .filter(path => existsSync(path))
      .map(async path => [path, await readFile(path, 'utf8')]),
  );

/** Takes everything out again, but for the databases. */
async function removeAll(app, originals) {
  for (const [path, text] of originals) {
    await writeFile(path, text);
  }
  const added = [
    ...(await listPlugins()).map(plugin => join('plugins', plugin)),
    ...[PACKAGES_FOLDER, POLICY],
  ];
  for (const path of added) {
    await rm(join(app, path), { recursive: true, force: true });
  }
  run('yarn', ['install', '--no-immutable'], app);
  if ((await readFile(join(app, 'yarn.lock'), 'utf8')).includes(`${SCOPE}/`)) {
    throw new Error(`Something still depends on a package of ${SCOPE}`);
  }
  run('yarn', ['tsc'], app);
}

/** Without the plugins, the catalog loses its entities unless told otherwise. */
async function checkLeaving(app, originals) {
  await removeAll(app, originals);
  const args = ['workspace', 'backend', 'start'];
  const keeping = await configure(app, {
    catalog: { orphanProviderStrategy: 'keep' },
  });
  await whileRunning(app, args, readiness(keeping.backendUrl), async () => {
    // Longer than it takes the catalog to delete them below.
    await sleep(10_000);
    if (!((await countEntities(keeping.backendUrl)) > 0)) {
      throw new Error("orphanProviderStrategy 'keep' has kept no entities");
    }
  });
  const { backendUrl } = await configure(app);
  await whileRunning(app, args, readiness(backendUrl), () =>
    waitUntil(
      'the catalog has deleted the entities',
      SYNC_TIMEOUT_MS,
      async () => (await countEntities(backendUrl)) === 0,
    ),
  );
  say('The entities stay with orphanProviderStrategy, and go without');
}

async function tryWay(name) {
  const { options, adopt, range, connectPage } = WAYS[name];
  const folder = await mkdtemp(join(tmpdir(), 'static-data-adopt-'));
  const startedAt = Date.now();
  let step = '';
  const begin = next => {
    step = next;
    say(`${name}: ${next} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  };
  try {
    begin('create the app');
    const { app, version } = await createApp(folder, options);
    const { resolutions } = await readManifestSnippets();
    await editManifest(join(app, 'package.json'), manifest => ({
      ...manifest,
      resolutions: { ...manifest.resolutions, ...resolutions, ...RESOLUTIONS },
    }));
    const originals = await readEditedFiles(app);
    begin('adopt');
    await adopt(app);
    await addSnippet(
      app,
      'packages/backend/src/index.ts',
      before('backend.start();'),
    );
    await setPolicy(app, range);
    await connectPage(app);
    begin('install');
    run('yarn', ['install', '--no-immutable'], app);
    begin('type-check');
    run('yarn', ['tsc'], app);
    begin('start, sync, open the pages');
    await checkSync(app);
    begin('leave');
    await checkLeaving(app, originals);
    say(`${name}: works with Backstage ${version} and Node ${process.version}`);
  } catch (error) {
    throw new Error(`${name}: ${step}: ${error.message}`, { cause: error });
  } finally {
    if (values.keep) {
      say(`The app is in ${folder}`);
    } else {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

for (const way of values.way ? [values.way] : Object.keys(WAYS)) {
  await tryWay(way);
}
