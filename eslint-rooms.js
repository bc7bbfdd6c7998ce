// The order of the packages, and of the folders inside each of them: what may import what. The
// .eslintrc.js of each package takes its rules from here, and `yarn lint` holds them.
//
// `packages` are the packages of this repository that a package may import, or entry points of them. `rooms` are the
// folders and files in its `src`, from the ground up: a room may import itself and the rooms
// before it. Rooms in an inner list stand side by side, and do not import each other. What is not
// listed, such as index.ts, stands above all rooms. Tests, and what only they use, may import
// everything.

const createConfig = require('@backstage/cli/config/eslint-factory');

const HOUSE = {
  'static-data-common': {
    packages: [],
    rooms: [
      ['text.ts', 'types'],
      ['schemas', 'rules'],
    ],
  },
  'static-data-model': {
    packages: ['static-data-common'],
    rooms: [
      ['async.ts', 'findings.ts', 'thread.ts'],
      ['files', 'gradle', 'repositories'],
      'entities',
      'kinds',
      'source',
      'diff',
      'guard',
      'changes',
      'apis',
      'markdown',
    ],
  },
  'static-data-node': {
    packages: ['static-data-common', 'static-data-model'],
    rooms: [
      ['config', 'database'],
      [
        'details',
        'heldRemovals',
        'pullRequests',
        'running',
        'messages',
        'sources',
      ],
      'history',
      'changes',
      'snapshot',
      'confirmation',
      'complete',
      'StaticDataStore.ts',
    ],
  },
  'catalog-backend-module-static-data': {
    packages: ['static-data-common', 'static-data-model', 'static-data-node'],
    rooms: [
      ['Redactor.ts', 'abort.ts', 'refsOf.ts', 'toBatches.ts'],
      'source',
      ['buildFiles', 'provenance', 'apply', 'record'],
      ['sync', 'confirm'],
      ['checks', 'branches'],
    ],
  },
  'static-data-cli': {
    packages: [
      'static-data-common',
      'static-data-model',
      'static-data-node/config',
      'catalog-backend-module-static-data/directory',
    ],
    rooms: [
      'CommandError.ts',
      'git',
      'source',
      'formats',
      'commands',
      'help.ts',
      'main.ts',
    ],
  },
  'static-data-backend': {
    packages: ['static-data-common', 'static-data-model', 'static-data-node'],
    rooms: [
      'service',
      'outbox',
      'http',
      ['endpoints', 'actions'],
      ['metrics', 'signals'],
    ],
  },
  'static-data': {
    packages: ['static-data-common'],
    rooms: [
      'translations',
      ['api', 'lib', 'routes.ts', 'translation.ts'],
      'hooks',
      'components/common',
      'components/steering',
      [
        'components/SettingsPage',
        'components/SyncPage',
        'components/ComparePage',
        'components/StatePage',
        'components/EntitySyncHistory.tsx',
        'components/EntityScorecard.tsx',
        'components/HomeCard.tsx',
      ],
      'components/OverviewPage',
    ],
  },
};

const TESTS = ['**/*.test.*', '**/__testUtils__/**', 'src/setupTests.*'];

/**
 * The ESLint configuration of a package.
 *
 * @param {string} directory - of the package
 */
module.exports = function createRoomsConfig(directory) {
  const name = directory.split(/[\\/]/).pop();
  const { packages, rooms } = HOUSE[name];
  const others = Object.keys(HOUSE).filter(
    other => other !== name && !packages.includes(other),
  );
  return createConfig(directory, {
    plugins: ['redos'],
    restrictedImports: others.map(other => ({
      name: `@internal/plugin-${other}`,
      message: `${name} does not build on ${other}; see eslint-rooms.js.`,
    })),
    // sub-paths, such as `/alpha`
    restrictedImportPatterns: others.flatMap(other => [
      `@internal/plugin-${other}/*`,
      ...packages
        .filter(it => it.startsWith(`${other}/`))
        .map(it => `!@internal/plugin-${it}`),
    ]),
    overrides: [
      {
        files: ['src/**'],
        excludedFiles: TESTS,
        settings: {
          'import/resolver': { node: { extensions: ['.ts', '.tsx'] } },
        },
        rules: {
          // Sources, hosts and users choose the texts that patterns run on: a pattern that takes
          // more than linear time would let one of them block the process. The automaton proves
          // that a pattern is linear, and gives the same answer each time; fuzzing depends on the
          // load of the machine. What it cannot judge has to be written in another way: it knows no
          // look-around, and some counted repetitions take it too long.
          'redos/no-vulnerable': [
            'error',
            { checker: 'automaton', ignoreErrors: false, timeout: 60_000 },
          ],
          'import/no-restricted-paths': [
            'error',
            { basePath: `${directory}/src`, zones: toZones(rooms) },
          ],
        },
      },
    ],
  });
};

/** One zone for each room: it may import what is in `except`, and nothing else of the package. */
function toZones(rooms) {
  const below = [];
  return rooms.flatMap(floor => {
    const sideBySide = [floor].flat();
    const zones = sideBySide.map(room => ({
      target: `./${room}`,
      from: '.',
      except: [...below, room].map(path => `./${path}`),
      message:
        'It stands above this folder, or beside it; see eslint-rooms.js.',
    }));
    below.push(...sideBySide);
    return zones;
  });
}
