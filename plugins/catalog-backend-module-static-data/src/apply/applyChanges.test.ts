import { Entity } from '@backstage/catalog-model';
import { applyChanges } from './applyChanges';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'a' },
};

describe('applyChanges', () => {
  it('does not bother the catalog when nothing changed', async () => {
    const applyMutation = jest.fn();
    await applyChanges({ type: 'none' }, applyMutation);
    expect(applyMutation).not.toHaveBeenCalled();
  });

  it('sends everything in a full mutation', async () => {
    const applyMutation = jest.fn();
    await applyChanges({ type: 'full', entities: [ENTITY] }, applyMutation);
    expect(applyMutation).toHaveBeenCalledWith({
      type: 'full',
      entities: [{ entity: ENTITY, locationKey: 'static-data' }],
    });
  });

  it('sends what changed in a delta mutation', async () => {
    const applyMutation = jest.fn();
    await applyChanges(
      {
        type: 'delta',
        upserts: [ENTITY],
        removedRefs: ['component:default/b'],
      },
      applyMutation,
    );
    expect(applyMutation).toHaveBeenCalledWith({
      type: 'delta',
      added: [{ entity: ENTITY, locationKey: 'static-data' }],
      removed: [
        { entityRef: 'component:default/b', locationKey: 'static-data' },
      ],
    });
  });

  it('says what the catalog said when it refuses', async () => {
    const applyMutation = jest.fn().mockRejectedValue(new Error('no space'));
    await expect(
      applyChanges({ type: 'full', entities: [] }, applyMutation),
    ).rejects.toMatchObject({
      finding: {
        severity: 'error',
        phase: 'CATALOG_APPLY',
        code: 'CATALOG',
        message: 'The catalog did not take the changes: no space',
      },
    });
  });
});
