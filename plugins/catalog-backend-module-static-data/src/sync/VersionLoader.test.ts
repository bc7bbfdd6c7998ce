import { Entity } from '@backstage/catalog-model';
import { HashedEntity } from '@internal/plugin-static-data-model';
import { VersionLoader } from './VersionLoader';

function hashed(name: string, definition?: string): HashedEntity {
  return {
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name },
      spec: { definition },
    },
    entityRef: `api:default/${name}`,
    hash: 'hash',
    sourceFile: 'v1.yaml',
  };
}

/** Asks for all versions in their order. */
async function loadAll(entries: HashedEntity[]) {
  const byRef = new Map<string, Entity>(
    entries.map(({ entityRef, entity }) => [entityRef, entity]),
  );
  const sizes: number[] = [];
  const loader = new VersionLoader(entries, async batch => {
    sizes.push(batch.length);
    return new Map(
      batch.map(({ entityRef }) => [entityRef, byRef.get(entityRef)!]),
    );
  });
  for (const { entityRef, entity } of entries) {
    expect(await loader.get(entityRef)).toBe(entity);
  }
  return { loader, sizes };
}

describe('VersionLoader', () => {
  it('loads small versions many at a time', async () => {
    const entries = Array.from({ length: 600 }, (_, i) => hashed(`a${i}`));
    expect((await loadAll(entries)).sizes).toEqual([250, 250, 100]);
  });

  it('loads large versions a few at a time', async () => {
    const definition = 'a'.repeat(5 * 1024 * 1024);
    const entries = Array.from({ length: 7 }, (_, i) =>
      hashed(`a${i}`, definition),
    );
    expect((await loadAll(entries)).sizes).toEqual([3, 3, 1]);
  });

  it('loads nothing for an entity that it does not know', async () => {
    const { loader, sizes } = await loadAll([hashed('a')]);
    expect(await loader.get('api:default/b')).toBeUndefined();
    expect(sizes).toEqual([1]);
  });
});
