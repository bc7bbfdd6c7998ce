import { Entity } from '@backstage/catalog-model';
import { hashEntities } from './hashEntities';

function sourced(entity: Entity) {
  return { entity, entityRef: 'component:default/a', sourceFile: 'a.json' };
}

const BASE: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'a', title: 'A' },
};

describe('hashEntities', () => {
  it('does not depend on the order of keys', async () => {
    const reordered: Entity = {
      metadata: { title: 'A', name: 'a' },
      kind: 'Component',
      apiVersion: 'backstage.io/v1alpha1',
    };
    const [first, second] = await hashEntities(
      [sourced(BASE), sourced(reordered)],
      new AbortController().signal,
    );
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(second.hash).toBe(first.hash);
  });

  it('depends on every value', async () => {
    const changed: Entity = { ...BASE, metadata: { name: 'a', title: 'B' } };
    const [first, second] = await hashEntities(
      [sourced(BASE), sourced(changed)],
      new AbortController().signal,
    );
    expect(second.hash).not.toBe(first.hash);
  });

  it('lets others run in between, and ends when it is aborted', async () => {
    const controller = new AbortController();
    const hashing = hashEntities(
      Array.from({ length: 1000 }, () => sourced(BASE)),
      controller.signal,
    );
    controller.abort(new Error('enough'));
    await expect(hashing).rejects.toThrow('enough');
  });
});
