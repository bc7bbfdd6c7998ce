import { TestDatabases } from '@backstage/backend-test-utils';
import {
  APPLICATIONS,
  FILES,
  lineOf,
  PATHS,
  toJson,
} from './__testUtils__/architecture';
import { startGithubArchitecture } from './__testUtils__/startArchitecture';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** The applications, some of them with other names. */
function withNames(names: Record<string, string>): string {
  return toJson(
    APPLICATIONS.map(application => ({
      ...application,
      name: names[application.id] ?? application.name,
    })),
  );
}

const ORDER_API = `openapi: 3.0.3
info: { title: 'Orders', version: 1.0.0 }
paths:
  /orders:
    get: { responses: {} }
    post: { responses: {} }
`;

describe.each(databases.eachSupportedId())(
  'where a change comes from, on %s',
  databaseId => {
    type Started = Awaited<ReturnType<typeof startGithubArchitecture>>;
    let github: Started['github'];
    let source: Started['source'];
    let product: Started['product'];

    beforeAll(async () => {
      ({ github, source, product } = await startGithubArchitecture({
        databases,
        databaseId,
      }));
    });
    beforeEach(() => product.recover());
    afterAll(() => github.stop());

    const latestChangeOf = async (ref: string) =>
      (await product.get(`/entities/${ref}/history?limit=1`)).history[0];

    it('is the commit that changed the record, not a later one to the same file', async () => {
      const { architecture } = source;
      const from = await architecture.resolve('main');
      const byAda = await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
        author: 'Ada',
        message: 'Rename the cart\n\nAs agreed.',
      });
      const byBob = await architecture.commit({
        files: {
          [PATHS.applications]: withNames({ cart: 'Basket', stock: 'Stocks' }),
        },
        author: 'Bob',
        message: 'Fix a typo',
      });
      const to = await architecture.commit({
        files: { 'README.md': 'Nothing to do with it.\n' },
        author: 'Carol',
      });
      expect(await product.refresh()).toMatchObject({
        status: 'SUCCESS',
        stats: { entitiesUpdated: 2 },
      });

      const content = withNames({ cart: 'Basket', stock: 'Stocks' });
      const lineOfName = (name: string) => {
        const line = lineOf(content, `"name": "${name}"`);
        return { start: line, end: line };
      };
      expect(await latestChangeOf('component/default/cart')).toMatchObject({
        change: 'updated',
        provenance: {
          from,
          to,
          scope: 'record',
          commits: [
            {
              id: byAda,
              author: 'Ada',
              subject: 'Rename the cart',
              time: expect.any(String),
            },
          ],
          commitCount: 1,
          lines: lineOfName('Basket'),
        },
      });
      expect(await latestChangeOf('component/default/stock')).toMatchObject({
        provenance: {
          scope: 'record',
          commits: [{ id: byBob, author: 'Bob' }],
          lines: lineOfName('Stocks'),
        },
      });
    });

    it('is found on both sides of a merge', async () => {
      const { architecture } = source;
      await architecture.branch('feature');
      const byAda = await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
        author: 'Ada',
      });
      await architecture.branch('main');
      const byBob = await architecture.commit({
        files: { [PATHS.applications]: withNames({ payouts: 'Payout' }) },
        author: 'Bob',
      });
      await architecture.merge('feature');
      await product.refresh();

      for (const [name, id] of [
        ['cart', byAda],
        ['payouts', byBob],
      ]) {
        expect(await latestChangeOf(`component/default/${name}`)).toMatchObject(
          {
            provenance: { scope: 'record', commitCount: 1, commits: [{ id }] },
          },
        );
      }
    });

    it('is not claimed of commits where one of them cannot be read', async () => {
      const { architecture } = source;
      const broken = await architecture.commit({
        files: { [PATHS.applications]: '[' },
        author: 'Ada',
      });
      const mended = await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
        author: 'Bob',
      });
      await product.refresh();

      expect(await latestChangeOf('component/default/cart')).toMatchObject({
        provenance: {
          scope: 'file',
          commits: [{ id: mended }, { id: broken }],
          commitCount: 2,
        },
      });
    });

    it('reaches back to where the entity was last read', async () => {
      const { architecture } = source;
      const from = await architecture.resolve('main');
      const broken = await architecture.commit({
        files: { [PATHS.applications]: '[' },
      });
      await product.refresh();
      await product.refresh();
      const to = await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
      });
      await product.refresh();

      expect(await latestChangeOf('component/default/cart')).toMatchObject({
        change: 'updated',
        provenance: { from, to, commits: [{ id: to }, { id: broken }] },
      });
    });

    it('is between two revisions after a forced push, and where the host does not answer', async () => {
      const { architecture } = source;
      const base = (await architecture.resolve('main'))!;
      const from = await architecture.commit({
        files: { 'README.md': 'One.\n' },
      });
      await product.refresh();
      await architecture.reset(base);
      const to = await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
      });
      await product.refresh();
      const forced = (await latestChangeOf('component/default/cart'))
        .provenance;
      expect(forced).toMatchObject({ from, to, lines: expect.anything() });
      expect(forced).not.toHaveProperty('commits');

      github.fail('serverError', { path: /\/compare\// });
      await architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Trolley' }) },
      });
      expect(await product.refresh()).toMatchObject({ status: 'SUCCESS' });
      github.fail(undefined);
      const unanswered = (await latestChangeOf('component/default/cart'))
        .provenance;
      expect(unanswered).toEqual({ from: to, to: expect.any(String) });
    });

    it('is the build file where an application has other relations', async () => {
      await source.repositories['acme/cart'].commit({
        files: { 'build.gradle': '// nothing\n' },
      });
      await product.refresh();

      const { provenance } = await latestChangeOf('component/default/cart');
      expect(provenance).toMatchObject({
        commits: [],
        buildFile: 'acme/cart/build.gradle',
      });
      await source.repositories['acme/cart'].commit({
        files: {
          'build.gradle': `openapi {
  consumer {
    java("ordering:order-api:1.4.0")
    java("payments:payment-api:1.9.0")
  }
}
`,
        },
      });
    });

    it('is another entity where the record is as it was', async () => {
      await source.architecture.commit({
        files: {
          [PATHS.boundedContexts]: FILES[PATHS.boundedContexts].replace(
            '"ownerSquadId": "ordering-squad"',
            '"ownerSquadId": "platform-squad"',
          ),
        },
      });
      await product.refresh();

      const api = await latestChangeOf('api/default/ordering-order-api-v1');
      expect(api.provenance).toMatchObject({ scope: 'record', commits: [] });
      expect(api.provenance).not.toHaveProperty('lines');
      expect(
        (await latestChangeOf('system/default/ordering')).provenance,
      ).toMatchObject({ scope: 'record', commitCount: 1 });
    });

    it('has the changed lines of a contract, and of what was removed those that it had', async () => {
      const { architecture } = source;
      await architecture.commit({ files: { [PATHS.orderApi]: ORDER_API } });
      await product.refresh();
      const from = await architecture.resolve('main');
      await architecture.commit({
        files: {
          [PATHS.orderApi]: ORDER_API.replace('get: {', 'get: { summary: All,'),
          [PATHS.applications]: toJson(
            APPLICATIONS.filter(({ id }) => id !== 'ledger'),
          ),
        },
        author: 'Ada',
      });
      const { id } = await product.refresh();

      expect(
        await latestChangeOf('api/default/ordering-order-api-v1'),
      ).toMatchObject({
        provenance: { lines: { start: 5, end: 5 }, commitCount: 1 },
      });
      const { changes } = await product.get(
        `/sync-history/${id}/changes?change=removed`,
      );
      const line = lineOf(FILES[PATHS.applications], '"id": "ledger"');
      const [{ provenance }] = changes;
      expect(provenance).toMatchObject({ from, commits: [{ author: 'Ada' }] });
      expect(provenance.lines.start).toBeGreaterThanOrEqual(line - 1);
      expect(provenance.lines.start).toBeLessThanOrEqual(line);
    });

    it('asks nothing more than the comparison and the file before for one commit', async () => {
      await source.architecture.commit({
        files: { [PATHS.applications]: withNames({ cart: 'Basket' }) },
      });
      github.requests.length = 0;
      await product.refresh();
      const asked = github.requests
        .map(({ path }) => path.split('?')[0])
        .filter(path => /compare|\/commits$|contents\/data/.test(path));
      expect(asked).toEqual([
        expect.stringContaining('/compare/'),
        `/repos/acme/architecture/contents/${PATHS.applications}`,
      ]);
    });

    it('is said of held removals, over further syncs', async () => {
      const { architecture } = source;
      const from = await architecture.resolve('main');
      const dropped = await architecture.commit({
        remove: ['contracts/ordering', 'contracts/payments'],
        author: 'Ada',
        message: 'Tidy up',
      });
      await product.refresh();
      await architecture.commit({ files: { 'README.md': 'Later.\n' } });
      await product.refresh();

      const { heldRemovals } = await product.get('/held-removals');
      expect(heldRemovals).toHaveLength(4);
      for (const { provenance } of heldRemovals) {
        expect(provenance).toMatchObject({
          from,
          to: dropped,
          scope: 'record',
          commits: [{ id: dropped, author: 'Ada', subject: 'Tidy up' }],
        });
      }
    });

    it('and whom it hits: the consumers of an API that is removed or breaks', async () => {
      const { architecture } = source;
      await architecture.commit({ files: { [PATHS.orderApi]: ORDER_API } });
      await product.refresh();
      await architecture.commit({
        files: {
          [PATHS.orderApi]: ORDER_API.replace(
            '    post: { responses: {} }\n',
            '',
          ),
        },
        remove: [PATHS.paymentApiV2],
      });
      const { id } = await product.refresh();
      const findingsOf = async (syncId: string) =>
        (
          await product.get(
            `/sync-history/${syncId}/findings?code=REMOVED_WITH_CONSUMERS&code=BREAKING_CHANGE`,
          )
        ).findings;

      expect(await findingsOf(id)).toEqual([
        expect.objectContaining({
          severity: 'warning',
          state: 'new',
          code: 'REMOVED_WITH_CONSUMERS',
          entity: 'api:default/payments-payment-api-v2',
          message:
            'api:default/payments-payment-api-v2 is removed, although 1 component consumes it: component:default/invoices (owner group:default/payments-squad)',
        }),
        expect.objectContaining({
          severity: 'warning',
          state: 'new',
          code: 'BREAKING_CHANGE',
          file: PATHS.orderApi,
          message:
            'api:default/ordering-order-api-v1 breaks those who rely on it: POST /orders is gone; 1 component consumes it: component:default/cart (owner group:default/ordering-squad)',
        }),
      ]);

      // It happened once, and was not mended.
      const next = await product.refresh();
      expect(await findingsOf(next.id)).toEqual([]);
    });

    it('and whom it hits: the consumers of what a removed application provides', async () => {
      const { architecture } = source;
      await architecture.commit({
        files: {
          [PATHS.applications]: toJson(
            APPLICATIONS.filter(({ id }) => id !== 'orders'),
          ),
        },
      });
      const { id } = await product.refresh();
      const { findings } = await product.get(
        `/sync-history/${id}/findings?code=REMOVED_WITH_CONSUMERS`,
      );
      expect(findings.map(({ message }: any) => message)).toEqual([
        'component:default/orders is removed, and nothing else provides api:default/ordering-order-api-v1, although 1 component consumes it: component:default/cart (owner group:default/ordering-squad)',
        'component:default/orders is removed, and nothing else provides api:default/ordering-orderplaced-v1, although 1 component consumes it: component:default/invoices (owner group:default/payments-squad)',
      ]);
    });

    it('and whom it hits: held applications have the consumers of their APIs as dependents', async () => {
      await source.architecture.commit({
        files: {
          [PATHS.applications]: toJson(APPLICATIONS.slice(6)),
        },
      });
      await product.refresh();
      const { heldRemovals } = await product.get('/held-removals');
      const orders = heldRemovals.find(
        ({ entityRef }: any) => entityRef === 'component:default/orders',
      );
      expect(orders).toMatchObject({
        dependentCount: 1,
        dependents: [
          {
            entityRef: 'component:default/invoices',
            field: 'spec.consumesApis',
            via: 'api:default/ordering-orderplaced-v1',
            owner: 'group:default/payments-squad',
          },
        ],
      });
    });
  },
);
