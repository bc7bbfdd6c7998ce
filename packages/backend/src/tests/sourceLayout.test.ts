import { symlink } from 'node:fs/promises';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { formatPlace, SyncError } from '@internal/plugin-static-data-common';
import { startTestProduct } from './__testUtils__/startTestProduct';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** An organisation has its groups, and some of its APIs and components, from elsewhere already. */
const otherProvider = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'organisation',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        const location = 'url:https://directory.example.com';
        const annotations = {
          'backstage.io/managed-by-location': location,
          'backstage.io/managed-by-origin-location': location,
        };
        processing.addEntityProvider({
          getProviderName: () => 'organisation',
          connect: async connection =>
            connection.applyMutation({
              type: 'full',
              entities: [
                {
                  kind: 'Group',
                  name: 'platform-team',
                  spec: { type: 'team', children: [] },
                },
                {
                  kind: 'API',
                  name: 'identity-login-v1',
                  spec: {
                    type: 'openapi',
                    lifecycle: 'production',
                    owner: 'platform-team',
                    definition: 'openapi: 3.0.0',
                  },
                },
                {
                  kind: 'Component',
                  name: 'web-shop',
                  spec: {
                    type: 'website',
                    lifecycle: 'production',
                    owner: 'platform-team',
                    consumesApis: ['ctx-payments-gateway-v1'],
                  },
                },
              ].map(({ kind, name, spec }) => ({
                entity: {
                  apiVersion: 'backstage.io/v1alpha1',
                  kind,
                  metadata: { name, annotations },
                  spec,
                },
              })),
            }),
        });
      },
    });
  },
});

/** Laid out as architecture repositories are that other tools read too. */
const FILES = {
  'data/applications.json': JSON.stringify({
    applications: [
      {
        id: 'payments',
        name: 'Payments',
        description: 2026,
        tags: 'java, spring-boot',
        supportedBySquadsIds: 'platform-team',
        inContextOfBoundedContextId: 'ctx-payments',
        // No configured host: a directory has the repositories of every host.
        url: 'url:https://code.example.com/acme/payments',
      },
    ],
  }),
  'data/squads.yaml': `
# The squads of payments.
- id: payments-squad
  name: Payments Squad
  members:
    - { id: jane, role: lead }
    - joe
`,
  'data/bounded-contexts.json': JSON.stringify([
    {
      id: 'ctx-payments',
      name: 'Payment Core',
      ownerSquadId: 'payments-squad',
    },
  ]),
  'contracts/payment-core/topics.yaml': 'topics:\n  - payments.completed\n',
  'contracts/payment-core/avro/PaymentCompleted.avsc':
    '// Sent once\n{ "type": "record", "name": "PaymentCompleted", "fields": [] }\n',
  'contracts/payment-core/avro/PaymentCompleted-v2.avsc':
    '{ "type": "record", "name": "PaymentCompleted", "fields": [] }\n',
  'contracts/payment-core/openapi/gateway/v01.yaml':
    'openapi: 3.0.3\npaths:\n  /pay: { $ref: parts/pay.yaml }\nx-stack: !Ref Stack\n',
  'contracts/payment-core/openapi/gateway/parts/pay.yaml': 'get: {}\n',
  'repositories/acme/payments/build.gradle': `
avro { producer { schema("payment-core:PaymentCompleted:2.0.0") } }
openapi {
    producer { java("payment-core:gateway:1.0.0") }
    consumer { java("identity:login:1.0.0") }
}
`,
};

describe.each(databases.eachSupportedId())(
  'a source in the layout of its authors on %s',
  databaseId => {
    const directory = createMockDirectory();

    async function start(files: Record<string, string> = FILES) {
      directory.setContent(files);
      const product = await startTestProduct({
        databases,
        databaseId,
        config: {
          staticData: {
            directory: directory.path,
            limits: { maxFileMegabytes: 0.01 },
          },
        },
        features: [otherProvider],
      });
      await product.waitForEntities(all => all.length === 3);
      return product;
    }

    it('comes out whole, without a warning', async () => {
      const { refresh, waitForEntities, stop } = await start();
      const record = await refresh();
      expect(record.errors ?? record.warnings).toBeUndefined();
      expect(record).toMatchObject({
        status: 'SUCCESS',
        stats: { totalEntities: 6, entitiesAdded: 6 },
      });

      const entities = await waitForEntities(all =>
        all.some(
          ({ kind, relations = [] }) =>
            all.length === 9 && kind === 'Component' && relations.length === 5,
        ),
      );
      const payments = entities.find(
        ({ metadata }) => metadata.name === 'payments',
      );
      expect(payments).toMatchObject({
        metadata: { description: '2026', tags: ['java', 'spring-boot'] },
        spec: {
          owner: 'group:default/platform-team',
          system: 'system:default/ctx-payments',
          providesApis: expect.arrayContaining([
            'api:default/ctx-payments-paymentcompleted-v2',
            'api:default/ctx-payments-gateway-v1',
          ]),
          consumesApis: ['api:default/identity-login-v1'],
        },
      });
      expect(
        entities.filter(({ kind }) => kind === 'API').map(stringifyEntityRef),
      ).toEqual(
        expect.arrayContaining([
          'api:default/ctx-payments-paymentcompleted-v1',
          'api:default/ctx-payments-paymentcompleted-v2',
          'api:default/ctx-payments-gateway-v1',
        ]),
      );
      await stop();
    });

    it('names who else consumes an API whose removal is held, or that is removed', async () => {
      const { refresh, api, waitForEntities, stop } = await start();
      await refresh();
      await waitForEntities(all =>
        all.some(({ metadata, relations = [] }) =>
          relations.some(
            ({ type }) =>
              type === 'apiConsumedBy' &&
              metadata.name === 'ctx-payments-gateway-v1',
          ),
        ),
      );
      directory.setContent(
        Object.fromEntries(
          Object.entries(FILES).filter(
            ([path]) => !/avsc$|v01.yaml$/.test(path),
          ),
        ),
      );
      expect(await refresh()).toMatchObject({ stats: { removalsHeld: 3 } });
      const { heldRemovals } = (await api.get('/held-removals').expect(200))
        .body;
      expect(heldRemovals).toContainEqual(
        expect.objectContaining({
          entityRef: 'api:default/ctx-payments-gateway-v1',
          dependents: [
            expect.objectContaining({
              entityRef: 'component:default/payments',
            }),
            {
              entityRef: 'component:default/web-shop',
              field: 'spec.consumesApis',
              owner: 'group:default/platform-team',
            },
          ],
          dependentCount: 2,
        }),
      );

      directory.setContent(FILES);
      await refresh();
      const { 'contracts/payment-core/openapi/gateway/v01.yaml': _, ...rest } =
        FILES;
      directory.setContent(rest);
      expect((await refresh()).warnings).toContainEqual(
        expect.stringContaining(
          'is removed, although 1 component consumes it: component:default/web-shop (owner group:default/platform-team)',
        ),
      );
      await stop();
    });

    it('says of everything that it cannot read what it is, and reads the rest', async () => {
      const { refresh, waitForEntities, stop } = await start();
      await refresh();
      const contracts = 'contracts/payment-core';
      directory.setContent({
        ...FILES,
        'data/applications.json': `[
          { "id": "payments", "name": "Payments", "description": "a\\u0000" },
          { "id": "refunds", "name": "Refunds",
            "name": "Returns" }
        ]`,
        [`${contracts}/openapi/answer/v1.json`]: '{ "message": "Not Found" }',
        [`${contracts}/openapi/manifest/v1.yaml`]:
          'apiVersion: v1\nkind: ConfigMap\n',
        [`${contracts}/openapi/pointer/v1.yaml`]:
          'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
        [`${contracts}/openapi/schema/v1.json`]:
          '{ "type": "record", "name": "A", "fields": [] }',
        [`${contracts}/openapi/huge/v1.yaml`]: `openapi: 3.0.3\n# ${'x'.repeat(
          20_000,
        )}`,
      });
      await symlink(
        '/etc/hostname',
        directory.resolve(`${contracts}/openapi/pointer/v2.yaml`),
      );

      const { status, errors, stats } = await refresh();
      expect(status).toBe('PARTIAL_SUCCESS');
      const found = errors.map(
        ({ file, line, error }: SyncError) =>
          `${formatPlace(file ?? '', line)} ${error}`,
      );
      const application = (id: string) =>
        `Application '${id}' in data/applications.json is not valid:`;
      const at = (api: string) => `${contracts}/openapi/${api}`;
      expect(found.sort()).toEqual(
        [
          [at('answer/v1.json'), ':1', "an error message, 'Not Found'"],
          [at('huge/v1.yaml'), '', 'has 20017 bytes, more than'],
          [at('manifest/v1.yaml'), ':1', 'Kubernetes, of kind ConfigMap'],
          [at('pointer/v1.yaml'), ':1', 'is a pointer of Git LFS'],
          [at('pointer/v2.yaml'), '', 'is a symbolic link'],
          [at('schema/v1.json'), ':1', 'it is an Avro schema'],
          [
            'data/applications.json',
            ':2',
            `${application(
              'payments',
            )} 'description' contains the character NUL`,
          ],
          [
            'data/applications.json',
            ':4',
            `${application('refunds')} it has 'name' twice`,
          ],
        ].map(([file, line, words]) =>
          expect.stringMatching(
            new RegExp(`^${file}${line} .*${words.replace(/[()]/g, '.')}`),
          ),
        ),
      );
      expect(stats).toMatchObject({ entitiesRetained: 1, entitiesRemoved: 0 });

      const entities = await waitForEntities(all => all.length === 10);
      const huge = entities.find(
        ({ metadata }) => metadata.name === 'ctx-payments-huge-v1',
      );
      expect(huge?.spec?.definition).toContain('The definition is left out');
      await stop();
    });

    it('keeps what there was, and says why, while an id is no name', async () => {
      const { refresh, api, stop } = await start();
      await refresh();
      directory.setContent({
        ...FILES,
        'data/squads.yaml': '- id: Payments Squad!\n',
      });
      const record = await refresh();
      const error =
        "Squad number 1 in data/squads.yaml is not valid: 'id' must be a valid entity name, not 'Payments Squad!': at most 63 letters, digits and any of -_. between them";
      expect(record).toMatchObject({
        status: 'PARTIAL_SUCCESS',
        errors: [
          {
            error,
            line: 1,
            hint: expect.stringContaining('nothing that comes from this file'),
          },
        ],
        stats: { entitiesRemoved: 0, entitiesRetained: 1 },
      });
      const { body } = await api
        .get(`/sync-history/${record.id}/changes?change=retained`)
        .expect(200);
      expect(body.changes).toEqual([
        expect.objectContaining({
          entityRef: 'group:default/payments-squad',
          reason: error,
        }),
      ]);
      await stop();
    });
  },
);
