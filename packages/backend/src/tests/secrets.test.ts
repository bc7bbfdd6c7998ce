import { readdir, readFile } from 'node:fs/promises';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { GithubTestServer } from 'test-servers';
import { Knex } from 'knex';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** One for every secret key of the configuration. */
const SECRETS = {
  token: 'marked-secret-of-the-source',
  integrationToken: 'marked-secret-of-the-integration',
  webhookSecret: 'marked-secret-of-the-webhook-1234567890',
};

const FILES = {
  'data/squads.json': '[]',
  'data/bounded-contexts.json': '[]',
  // What people write into files is not always what they should.
  'data/applications.json': `[
    { "id": "till", "name": "Till", "repository": "https://user:${
      SECRETS.token
    }@github.com/acme/till" },
    { "id": "${SECRETS.token}" },
    { "id": "${'x '.repeat(30)}${SECRETS.token}, of which only half is quoted" }
  ]`,
};

describe.each(databases.eachSupportedId())('secrets, on %s', databaseId => {
  const spool = createMockDirectory();
  let github: GithubTestServer;
  let receiver: Receiver;

  beforeEach(async () => {
    spool.clear();
    github = await GithubTestServer.start({ token: SECRETS.token });
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await github.stop();
    await receiver.stop();
  });

  it('are nowhere to be found after good and failing syncs', async () => {
    const { product, observed, architecture } = await start(databaseId);
    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
    });
    for (const failure of ['unauthorized', 'serverError', 'cutBody'] as const) {
      await architecture.commit({ files: { 'README.md': failure } });
      github.fail(failure);
      expect(await product.refresh()).toMatchObject({ status: 'FAILURE' });
    }
    github.fail(undefined);
    await spoolSync(product);
    const spooled = await readFiles(spool.path);
    expect(spooled).not.toBe('');
    await product.refresh();
    await receiver.waitForDelivery();

    const found = {
      spooled,
      databases: await dump(product.knex.store),
      answers: await readAnswers(product),
      logs: observed.logs.join('\n'),
      events: observed.events.join('\n'),
      deliveries: receiver.bodies.join('\n'),
    };
    for (const [place, content] of Object.entries(found)) {
      expect(content).not.toBe('');
      expect([place, content.match(/.{0,80}marked-secret.{0,80}/)]).toEqual([
        place,
        null,
      ]);
    }
  });

  async function start(id: TestDatabaseId) {
    const observed = { logs: [] as string[], events: [] as string[] };
    const architecture = await github.createRepository('acme/architecture', {
      files: FILES,
    });
    const product = await startTestProduct({
      databases,
      databaseId: id,
      config: {
        integrations: {
          github: [
            { host: 'github.com', token: SECRETS.integrationToken },
            {
              host: 'ghe.acme.com',
              apiBaseUrl: 'https://ghe.acme.com/api/v3',
              token: SECRETS.integrationToken,
            },
          ],
        },
        staticData: {
          github: {
            repo: 'acme/architecture',
            branch: 'main',
            token: SECRETS.token,
            apiBaseUrl: github.apiBaseUrl,
          },
          spoolDirectory: spool.path,
          webhooks: [
            {
              url: receiver.url,
              secret: SECRETS.webhookSecret,
              events: ['sync.completed', 'sync.failed', 'health.changed'],
            },
          ],
        },
      },
      features: [
        createServiceFactory({
          service: coreServices.rootLogger,
          deps: {},
          factory: () => createLogger(observed.logs),
        }),
        createEavesdropper(observed.events),
      ],
    });
    return { product, observed, architecture };
  }
});

type Product = Awaited<ReturnType<typeof startTestProduct>>;

/** Has a sync end while its record cannot be written. */
async function spoolSync({ knex, runScheduledSync }: Product) {
  const [refuse, accept] =
    knex.store.client.config.client === 'pg'
      ? [
          'alter table static_data_sync_history add constraint refused check (false) not valid',
          'alter table static_data_sync_history drop constraint refused',
        ]
      : [
          `create trigger refused before insert on static_data_sync_history
           begin select raise(abort, 'refused'); end`,
          'drop trigger refused',
        ];
  await knex.store.raw(refuse);
  try {
    await runScheduledSync();
  } finally {
    await knex.store.raw(accept);
  }
}

async function readFiles(directory: string): Promise<string> {
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  const contents = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(entry => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  return contents.join('\n');
}

/** All rows of the tables of the plugin. */
async function dump(knex: Knex): Promise<string> {
  const tables: string[] =
    knex.client.config.client === 'pg'
      ? await knex('pg_tables')
          .where({ schemaname: 'public' })
          .pluck('tablename')
      : await knex('sqlite_master').where({ type: 'table' }).pluck('name');
  const rows = await Promise.all(
    tables
      .filter(table => table.startsWith('static_data'))
      .map(table => knex(table).select()),
  );
  return JSON.stringify(rows);
}

async function readAnswers({ api }: Product): Promise<string> {
  const { history } = (await api.get('/sync-history')).body;
  const paths = [
    '/settings',
    '/health',
    '/sync-history',
    '/sync-history/export?format=json',
    '/sync-history/export?format=csv',
    '/held-removals',
    '/webhooks',
    '/webhooks/deliveries',
    ...history.flatMap(({ id }: { id: string }) => [
      `/sync-history/${id}`,
      `/sync-history/${id}/changes`,
      `/sync-history/${id}/findings`,
      `/sync-history/${id}/logs`,
    ]),
  ];
  const answers = [];
  for (const path of paths) {
    const { status, text: body } = await api.get(path);
    expect([path, status]).toEqual([path, 200]);
    answers.push(body);
  }
  return answers.join('\n');
}

function createLogger(lines: string[]): RootLoggerService {
  const log = (...args: unknown[]) => {
    lines.push(
      args
        .map(arg => (arg instanceof Error ? arg.stack : JSON.stringify(arg)))
        .join(' '),
    );
  };
  const logger: RootLoggerService = {
    error: log,
    warn: log,
    info: log,
    debug: log,
    child: () => logger,
  };
  return logger;
}

/** A module that hears every event that others could hear. */
function createEavesdropper(heard: string[]) {
  return createBackendModule({
    pluginId: 'catalog',
    moduleId: 'eavesdropper',
    register(env) {
      env.registerInit({
        deps: { events: eventsServiceRef },
        async init({ events }) {
          await events.subscribe({
            id: 'eavesdropper',
            topics: ['static-data.sync', 'static-data.refresh', 'signals'],
            onEvent: async event => {
              heard.push(JSON.stringify(event));
            },
          });
        },
      });
    },
  });
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** Takes whatever webhooks send. */
async function startReceiver() {
  const bodies: string[] = [];
  let told = () => {};
  const server: Server = createServer(async (req: IncomingMessage, res) => {
    bodies.push(`${JSON.stringify(req.headers)} ${await text(req)}`);
    res.end();
    told();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    bodies,
    async waitForDelivery() {
      if (bodies.length === 0) {
        await new Promise<void>(resolve => {
          told = resolve;
        });
      }
    },
    stop: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
