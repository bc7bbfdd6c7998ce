import { setTimeout } from 'node:timers/promises';
import { Entity } from '@backstage/catalog-model';
import { DeferredEntity } from '@backstage/plugin-catalog-node';
import { StaticDataProvider } from './StaticDataProvider';

jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: jest.fn(),
}));

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'a' },
};

const SENT: Entity = {
  ...ENTITY,
  metadata: {
    name: 'a',
    annotations: {
      'static-data/source': 'default',
      'static-data/provider': 'static-data',
      'static-data/checksum': '1a',
      'static-data/version': expect.stringMatching(
        /^component:default\/a@1a[0-9a-f]{62}$/,
      ),
    },
  },
};

const api = (name: string, length: number): Entity => ({
  ...ENTITY,
  kind: 'API',
  metadata: { name },
  spec: { definition: 'd'.repeat(length) },
});

const DEFAULT = { id: 'default', providerId: 'default' };

describe('StaticDataProvider', () => {
  const pause = jest.mocked(setTimeout);
  const connection = { applyMutation: jest.fn(), refresh: jest.fn() };
  let provider: StaticDataProvider;

  beforeEach(async () => {
    jest.resetAllMocks();
    provider = new StaticDataProvider(DEFAULT);
    await provider.connect(connection);
  });

  it('keeps its name: the catalog deletes all entities of a provider whose name disappears', () => {
    expect(provider.getProviderName()).toBe('static-data');
    const others = { id: 'core', providerId: 'payments' };
    expect(new StaticDataProvider(others).getProviderName()).toBe(
      'static-data:payments',
    );
  });

  it('can send once the catalog has connected it', async () => {
    expect(provider.isConnected()).toBe(true);

    const unconnected = new StaticDataProvider(DEFAULT);
    expect(unconnected.isConnected()).toBe(false);
    await expect(
      unconnected.apply({ type: 'full', entities: [] }),
    ).rejects.toThrow('not connected the provider yet');
  });

  it('does not bother the catalog when nothing changed', async () => {
    await provider.apply({ type: 'delta', upserts: [], removedRefs: [] });
    expect(connection.applyMutation).not.toHaveBeenCalled();
  });

  it('sends everything in a full mutation', async () => {
    await provider.apply({ type: 'full', entities: [ENTITY] });
    expect(connection.applyMutation).toHaveBeenCalledWith({
      type: 'full',
      entities: [{ entity: SENT, locationKey: 'static-data' }],
    });
  });

  it('sends what changed in a delta mutation', async () => {
    await provider.apply({
      type: 'delta',
      upserts: [ENTITY],
      removedRefs: ['component:default/b'],
    });
    expect(connection.applyMutation).toHaveBeenCalledWith({
      type: 'delta',
      added: [{ entity: SENT, locationKey: 'static-data' }],
      removed: [
        { entityRef: 'component:default/b', locationKey: 'static-data' },
      ],
    });
  });

  it('sends long definitions in several mutations, with a second between them in which the catalog processes some', async () => {
    await provider.apply({
      type: 'delta',
      upserts: [
        api('a', 5e6),
        ENTITY,
        api('b', 3e6),
        api('c', 5e6),
        api('d', 9e6),
        api('e', 1),
      ],
      removedRefs: ['component:default/b'],
    });
    expect(
      connection.applyMutation.mock.calls.map(([{ added, removed }]) => ({
        added: added.map(({ entity }: DeferredEntity) => entity.metadata.name),
        removed: removed.length,
      })),
    ).toEqual([
      { added: ['a', 'a', 'b'], removed: 1 },
      { added: ['c'], removed: 0 },
      { added: ['d'], removed: 0 },
      { added: ['e'], removed: 0 },
    ]);
    expect(pause.mock.calls.map(([milliseconds]) => milliseconds)).toEqual([
      1000, 1000, 1000,
    ]);
  });

  it('sends no more of a change once it is aborted in such a pause', async () => {
    const controller = new AbortController();
    pause.mockImplementation(async (_milliseconds, _value, options) => {
      controller.abort();
      options?.signal?.throwIfAborted();
    });
    await expect(
      provider.apply(
        {
          type: 'delta',
          upserts: [api('a', 5e6), api('b', 5e6)],
          removedRefs: [],
        },
        { signal: controller.signal },
      ),
    ).rejects.toThrow();
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
  });

  it('removes entities before it adds them where the catalog is to start over with them', async () => {
    await provider.apply(
      { type: 'delta', upserts: [ENTITY], removedRefs: [] },
      { removeFirst: ['component:default/a', 'component:default/b'] },
    );
    expect(connection.applyMutation.mock.calls).toEqual([
      [
        {
          type: 'delta',
          added: [],
          removed: ['component:default/a', 'component:default/b'].map(
            entityRef => ({ entityRef, locationKey: 'static-data' }),
          ),
        },
      ],
      [
        {
          type: 'delta',
          added: [{ entity: SENT, locationKey: 'static-data' }],
          removed: [],
        },
      ],
    ]);
  });

  it('says why a statement of the catalog failed, without the statement', async () => {
    connection.applyMutation.mockRejectedValue(
      Object.assign(
        new Error(
          `delete from "refresh_state" where "id" in (${'$1, '.repeat(
            2000,
          )}$2) - deadlock detected`,
        ),
        { code: '40P01' },
      ),
    );
    await expect(
      provider.apply({ type: 'full', entities: [] }),
    ).rejects.toMatchObject({
      finding: {
        message: 'The catalog did not accept the changes: deadlock detected',
      },
    });
  });

  it('sends a change again that a deadlock has kept the catalog from', async () => {
    const deadlock = Object.assign(
      new Error('insert … - current transaction is aborted'),
      { code: '25P02' },
    );
    connection.applyMutation.mockRejectedValueOnce(deadlock);
    await provider.apply({ type: 'full', entities: [ENTITY] });
    expect(connection.applyMutation).toHaveBeenCalledTimes(2);
    expect(connection.applyMutation.mock.calls[1]).toEqual(
      connection.applyMutation.mock.calls[0],
    );
  });

  it('sends nothing again once it is aborted', async () => {
    const controller = new AbortController();
    connection.applyMutation.mockImplementation(async () => {
      controller.abort();
      throw Object.assign(new Error('aborted'), { code: '25P02' });
    });
    await expect(
      provider.apply(
        { type: 'full', entities: [ENTITY] },
        { signal: controller.signal },
      ),
    ).rejects.toThrow();
    expect(connection.applyMutation).toHaveBeenCalledTimes(1);
  });

  it('says what the catalog said when it refuses', async () => {
    connection.applyMutation.mockRejectedValue(new Error('no space'));
    await expect(
      provider.apply({ type: 'full', entities: [] }),
    ).rejects.toMatchObject({
      finding: {
        severity: 'error',
        phase: 'CATALOG_APPLY',
        code: 'CATALOG',
        message: 'The catalog did not accept the changes: no space',
      },
    });
  });
});
