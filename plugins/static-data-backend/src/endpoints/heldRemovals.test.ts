import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { createAppliedSync } from '../__testUtils__/createCompletedSync';
import { startStaticData } from '../__testUtils__/startStaticData';

jest.setTimeout(60_000);

const HELD = '/api/static-data/held-removals';
const APPROVE = `${HELD}/approve`;

describe('held removals', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  const refs = ['api:default/orders', 'api:default/search'];

  const sync = createAppliedSync({
    record: {
      startTime: '2026-01-05T00:00:00.000Z',
      status: 'PARTIAL_SUCCESS',
    },
    heldRemovals: refs.map(entityRef => ({
      entityRef,
      kind: 'API',
      sourceFile: 'contracts/x.yaml',
      reason: '2 of 4 APIs would go',
      dependents: [
        {
          entityRef: 'component:default/checkout',
          field: 'spec.consumesApis',
          owner: 'group:default/shop',
        },
      ],
      dependentCount: 1,
    })),
  });

  async function startWithHeldRemovals(
    databaseId: Parameters<typeof databases.init>[0],
    denied?: string[],
  ) {
    const started = await startStaticData({
      knex: await databases.init(databaseId),
      denied,
    });
    await started.store.complete(sync);
    return started;
  }

  it('are none as long as nothing is held', async () => {
    const { api } = await startStaticData({
      knex: await databases.init('SQLITE_3'),
    });

    const { status, body } = await api.get(HELD);

    expect(status).toBe(200);
    expect(body).toEqual({ heldRemovals: [] });
  });

  it.each(databases.eachSupportedId())(
    'tell who depends on them, and are approved, %p',
    async databaseId => {
      const { api } = await startWithHeldRemovals(databaseId);
      const held = {
        entityRef: 'api:default/search',
        source: 'default',
        kind: 'API',
        sourceFile: 'contracts/x.yaml',
        reason: '2 of 4 APIs would go',
        heldSince: '2026-01-05T00:00:00.000Z',
        heldBySyncId: sync.record.id,
        dependents: [
          {
            entityRef: 'component:default/checkout',
            field: 'spec.consumesApis',
            owner: 'group:default/shop',
          },
        ],
        dependentCount: 1,
      };

      const { status, body } = await api
        .post(APPROVE)
        .set('authorization', mockCredentials.user.header('user:default/ada'))
        .send({ entityRefs: ['API:default/Search', 'api:default/search'] });

      expect(status).toBe(200);
      expect(body).toEqual({
        message: '1 removal is approved: the next sync carries it out',
        approved: ['api:default/search'],
        approvedBy: 'user:default/ada',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect((await api.get(HELD)).body.heldRemovals).toEqual([
        { ...held, entityRef: 'api:default/orders' },
        {
          ...held,
          approvedBy: 'user:default/ada',
          approvedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      ]);
    },
  );

  it('are all approved at once', async () => {
    const { api } = await startWithHeldRemovals('SQLITE_3');

    const { body } = await api.post(APPROVE).send({ entityRefs: refs });

    expect(body).toMatchObject({
      message: '2 removals are approved: the next sync carries them out',
      approved: refs,
    });
  });

  it.each(databases.eachSupportedId())(
    'stay held when something is approved that is not, %p',
    async databaseId => {
      const { api, store } = await startWithHeldRemovals(databaseId);
      const unknownRefs = [1, 2, 3, 4, 5, 6, 7].map(n => `api:default/${n}`);

      const { status, body } = await api
        .post(APPROVE)
        .send({ entityRefs: [...refs, ...unknownRefs] });

      expect(status).toBe(400);
      expect(body.error).toEqual({
        name: 'InputError',
        message:
          'Invalid request: entityRefs: api:default/1, api:default/2, api:default/3, api:default/4, api:default/5 and 2 more have no held removal; nothing was approved',
      });
      const approvals = (await store.heldRemovals.list()).map(
        ({ approvedBy }) => approvedBy,
      );
      expect(approvals).toEqual([undefined, undefined]);
    },
  );

  it('are not approved where no sync follows, as their source has left', async () => {
    const { api, store, audited } = await startWithHeldRemovals('SQLITE_3');
    const ofLegacy = createAppliedSync({
      record: { source: 'legacy', startTime: '2026-01-05T00:00:00.000Z' },
      heldRemovals: [
        { ...sync.applied!.heldRemovals![0], entityRef: 'api:default/terms' },
      ],
    });
    await store.all.ofSource('legacy').complete(ofLegacy);

    const { status, body } = await api
      .post(APPROVE)
      .send({ entityRefs: [...refs, 'api:default/terms'] });

    expect(status).toBe(409);
    expect(body.error.message).toBe(
      "The source 'legacy' has left the configuration, so no sync would carry it out: release its entities, or add the source to the configuration again",
    );
    const held = await store.all.heldRemovals.list();
    expect(held.filter(({ approvedBy }) => approvedBy)).toEqual([]);
    expect(audited).toMatchObject([{ outcome: 'fail' }]);
  });

  it('are approved on the record', async () => {
    const { api, auditor, audited } = await startWithHeldRemovals('SQLITE_3');

    await api.post(APPROVE).send({ entityRefs: refs });

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'held-removals-approve',
        severityLevel: 'high',
      }),
    );
    expect(audited).toEqual([
      {
        outcome: 'success',
        details: { meta: { sources: ['default'], count: 2, entityRefs: refs } },
      },
    ]);
  });

  it('are not approved by just anyone, and the attempt is on the record', async () => {
    const { api, store, audited } = await startWithHeldRemovals('SQLITE_3', [
      'staticData.sync.override',
    ]);

    const { status } = await api.post(APPROVE).send({ entityRefs: refs });

    expect(status).toBe(403);
    expect((await store.heldRemovals.list())[0].approvedBy).toBeUndefined();
    expect(audited).toEqual([
      {
        outcome: 'fail',
        details: {
          error: expect.objectContaining({ name: 'NotAllowedError' }),
        },
      },
    ]);
  });

  it.each([
    [{}, 'entityRefs: must be a list of 1 to 10000 entity refs'],
    [
      { entityRefs: [] },
      'entityRefs: must be a list of 1 to 10000 entity refs',
    ],
    [{ entityRefs: refs, all: true }, `unknown parameter 'all'`],
    [refs, 'the body must be a JSON object'],
  ])('are not approved by the body %j', async (sent, message) => {
    const { api } = await startWithHeldRemovals('SQLITE_3');

    const { status, body } = await api.post(APPROVE).send(sent);

    expect(status).toBe(400);
    expect(body.error.message).toBe(`Invalid request: ${message}`);
  });

  it('are not approved by a body of more than a megabyte', async () => {
    const { api } = await startWithHeldRemovals('SQLITE_3');
    const entityRefs = Array.from({ length: 9000 }, () => 'x'.repeat(120));

    const { status } = await api.post(APPROVE).send({ entityRefs });

    expect(status).toBe(413);
  });
});
