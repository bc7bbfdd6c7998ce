import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { sentCheckout, shownAs } from './__testUtils__/checkout';
import {
  checkout,
  renamed,
  setUpConfirmation,
  versionOf,
} from './__testUtils__/setUpConfirmation';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const isoTime = expect.stringMatching(/^20\d\d-.*T.*\.\d{3}Z$/);

describe.each(databases.eachSupportedId())('startConfirmation, %s', id => {
  const setUp = async () => setUpConfirmation(await databases.init(id));

  it('lets every change be looked up until it has arrived', async () => {
    const { store, shown, run, send, listConfirmations } = await setUp();
    const added = await send(checkout);
    await run();
    expect(await listConfirmations(added)).toEqual([
      { status: 'pending', checkedAt: isoTime },
    ]);

    shown.push(shownAs(sentCheckout()));
    await run();
    expect(await listConfirmations(added)).toEqual([
      { status: 'confirmed', checkedAt: isoTime },
    ]);
    expect((await store.history.get(added))?.confirmation).toEqual({
      sent: 1,
      confirmed: 1,
      pending: 0,
      failed: 0,
      superseded: 0,
      checkedAt: isoTime,
    });

    const updated = await send(renamed);
    await run();
    expect(await listConfirmations(updated)).toEqual([
      {
        status: 'pending',
        reason:
          'The catalog still shows another version, which differs in /metadata/title',
        checkedAt: isoTime,
      },
    ]);

    const removed = await send({
      ...checkout,
      change: 'removed',
      previousHash: renamed.version!.hash,
      version: undefined,
    });
    await run();
    expect(await listConfirmations(updated)).toMatchObject([
      { status: 'superseded' },
    ]);
    expect(await listConfirmations(removed)).toMatchObject([
      { status: 'pending' },
    ]);

    shown.pop();
    await run();
    expect(await listConfirmations(removed)).toMatchObject([
      { status: 'confirmed' },
    ]);
  });

  it('looks up long entities in several requests', async () => {
    const { catalog, run, send } = await setUp();
    const entity = sentCheckout({ spec: { definition: 'd'.repeat(6e6) } });
    const long = ['a', 'b'].map(name => ({
      ...checkout,
      entityRef: `component:default/${name}`,
      version: versionOf({ ...entity, metadata: { name } }),
    }));
    await send(...long, checkout);
    await run();
    expect(
      catalog.getEntitiesByRefs.mock.calls
        .map(([{ entityRefs }]) => entityRefs.length)
        .sort(),
    ).toEqual([1, 2]);
  });

  it('looks up what was sent with the credentials of the plugin', async () => {
    const { catalog, run, send } = await setUp();
    await run();
    expect(catalog.getEntitiesByRefs).not.toHaveBeenCalled();

    await send(checkout);
    await run();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledWith(
      {
        entityRefs: ['component:default/checkout'],
        fields: ['apiVersion', 'kind', 'metadata', 'spec', 'status'],
      },
      { credentials: await mockServices.auth().getOwnServiceCredentials() },
    );
  });

  it('looks up many changes, some at a time', async () => {
    const { store, catalog, run, send } = await setUp();
    const many = Array.from({ length: 1100 }, (_, index) => ({
      ...checkout,
      entityRef: `component:default/checkout-${index}`,
    }));
    const syncId = await send(...many);
    await run();
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(10);
    await run();

    const asked = catalog.getEntitiesByRefs.mock.calls.flatMap(
      ([{ entityRefs }]) => entityRefs,
    );
    expect(new Set(asked.slice(0, 1100)).size).toBe(1100);
    expect((await store.history.get(syncId))?.confirmation).toMatchObject({
      sent: 1100,
      pending: 1100,
    });
  });

  it('leaves everything as it is while the catalog cannot be asked', async () => {
    const { catalog, logger, run, send, listConfirmations } = await setUp();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('no s3cret here'));
    const syncId = await send(checkout);
    await run();
    expect(await listConfirmations(syncId)).toEqual([{ status: 'pending' }]);
    expect(logger.warn.mock.calls).toEqual([
      [
        'Could not ask the catalog which changes have arrived; retrying in a few seconds: no [redacted] here',
      ],
    ]);
  });

  it('notes what the catalog reports about what it has not taken yet', async () => {
    const { events, run, send, listConfirmations } = await setUp();
    const syncId = await send(checkout);
    const report = (entity: string) =>
      events.publish({
        topic: 'experimental.catalog.errors',
        eventPayload: { entity, errors: [new Error('not with s3cret')] },
      });
    await report('component:default/checkout');
    await report('component:default/of-somebody-else');
    await events.publish({
      topic: 'experimental.catalog.errors',
      eventPayload: 'nonsense',
    });

    const reason =
      'The catalog could not process it: Error: not with [redacted]';
    expect(await listConfirmations(syncId)).toEqual([
      { status: 'pending', reason },
    ]);
    await run();
    expect(await listConfirmations(syncId)).toEqual([
      { status: 'pending', reason, checkedAt: isoTime },
    ]);
  });

  it('bounds reasons, which it cuts only after secrets were removed', async () => {
    const { events, send, listConfirmations } = await setUp();
    const syncId = await send(checkout);
    await events.publish({
      topic: 'experimental.catalog.errors',
      eventPayload: {
        entity: 'component:default/checkout',
        errors: [{ message: `${'x'.repeat(954)} s3cret` }],
      },
    });
    const [confirmation] = await listConfirmations(syncId);
    const { reason } = confirmation!;
    expect(reason).toHaveLength(1000);
    expect(reason).toMatch(/x \[re…$/);
  });

  it('does not disturb the catalog when a report cannot be noted', async () => {
    const { knex, events, logger } = await setUp();
    await knex.schema.dropTable('static_data_sync_changes');
    await events.publish({
      topic: 'experimental.catalog.errors',
      eventPayload: {
        entity: 'component:default/checkout',
        errors: [new Error('nope')],
      },
    });
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^Could not record that the catalog rejected component:default\/checkout: StoreError/,
        ),
      ],
    ]);
  });
});
