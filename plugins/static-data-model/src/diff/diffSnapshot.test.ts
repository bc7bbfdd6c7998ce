import crypto from 'node:crypto';
import { Entity } from '@backstage/catalog-model';
import { UnreadableInput } from '../files/SourceFile';
import {
  diffSnapshot,
  HashedEntity,
  hashEntities,
  hashEntity,
  SnapshotEntry,
} from './diffSnapshot';

// A large entity is hashed in a thread, which a busy machine takes many seconds to start.
jest.setTimeout(60_000);

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

  it('hashes what is large in another thread', async () => {
    const large = { ...BASE, spec: { definition: 'a"\n'.repeat(20_000) } };
    const expected = hashEntity(large);
    const hash = jest.spyOn(crypto, 'hash');
    const [hashed] = await hashEntities(
      [sourced(large)],
      new AbortController().signal,
    );
    expect(hash).not.toHaveBeenCalled();
    hashEntity(BASE);
    expect(hash).toHaveBeenCalledTimes(1);
    hash.mockRestore();
    expect(hashed.hash).toBe(expected);
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

const APPLICATIONS = 'data/applications.json';
const SQUADS = 'data/squads.json';

function entry(
  entityRef: string,
  overrides: Partial<SnapshotEntry> = {},
): SnapshotEntry {
  return {
    entityRef,
    kind: 'Component',
    hash: 'same',
    sourceFile: APPLICATIONS,
    ...overrides,
  };
}

function current(entityRef: string, hash = 'same'): HashedEntity {
  const [kind, name] = entityRef.split(':default/');
  return {
    entityRef,
    hash,
    sourceFile: APPLICATIONS,
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: { name },
    },
  };
}

const refs = (entries: { entityRef: string }[]) =>
  entries.map(({ entityRef }) => entityRef);

function compare(
  previous: SnapshotEntry[],
  entities: HashedEntity[],
  unreadable: UnreadableInput[],
) {
  const { signal } = new AbortController();
  return diffSnapshot(previous, entities, unreadable, signal);
}

describe('diffSnapshot', () => {
  it('tells added, updated, unchanged and removed entities apart', async () => {
    const diff = await compare(
      [
        entry('component:default/same'),
        entry('component:default/other'),
        entry('component:default/gone'),
      ],
      [
        current('component:default/same'),
        current('component:default/other', 'different'),
        current('component:default/new'),
      ],
      [],
    );

    expect(refs(diff.added)).toEqual(['component:default/new']);
    expect(refs(diff.updated)).toEqual(['component:default/other']);
    expect(refs(diff.unchanged)).toEqual(['component:default/same']);
    expect(refs(diff.removed)).toEqual(['component:default/gone']);
    expect(diff.retained).toEqual([]);
  });

  it('knows the version that an updated entity takes the place of', async () => {
    const { updated } = await compare(
      [entry('component:default/a', { hash: 'old' })],
      [current('component:default/a', 'new')],
      [],
    );
    expect(updated).toEqual([
      { ...current('component:default/a', 'new'), previousHash: 'old' },
    ]);
  });

  it('adds everything to an empty snapshot', async () => {
    const diff = await compare([], [current('component:default/a')], []);
    expect(refs(diff.added)).toEqual(['component:default/a']);
  });

  it('retains all entities of a file that could not be read', async () => {
    const diff = await compare(
      [
        entry('component:default/a'),
        entry('group:default/squad', { kind: 'Group', sourceFile: SQUADS }),
      ],
      [],
      [{ file: APPLICATIONS }],
    );

    expect(refs(diff.retained)).toEqual(['component:default/a']);
    expect(refs(diff.removed)).toEqual(['group:default/squad']);
  });

  it('retains the entity of a record that could not be read, not its neighbours', async () => {
    const diff = await compare(
      [entry('component:default/broken'), entry('component:default/gone')],
      [],
      [
        {
          file: APPLICATIONS,
          entityRef: 'component:default/broken',
          reason: 'no name',
        },
        { file: 'other.json', reason: 'gone' },
      ],
    );

    expect(refs(diff.retained)).toEqual(['component:default/broken']);
    expect(diff.retained[0].reason).toBe('no name');
    expect(refs(diff.removed)).toEqual(['component:default/gone']);
  });

  it('retains the entities of a file that is no longer part of the source while one of their kind cannot be read', async () => {
    const diff = await compare(
      [
        entry('group:default/a', { kind: 'Group', sourceFile: 'old.json' }),
        entry('component:default/a', { sourceFile: 'old.json' }),
        entry('group:default/b', { kind: 'Group', sourceFile: 'other.json' }),
      ],
      [{ ...current('group:default/c'), sourceFile: 'other.json' }],
      [{ file: SQUADS, entityKinds: ['Group'], reason: 'no id' }],
    );

    expect(diff.retained).toMatchObject([
      { entityRef: 'group:default/a', reason: 'no id' },
    ]);
    expect(refs(diff.removed)).toEqual([
      'component:default/a',
      'group:default/b',
    ]);
  });

  it('takes an entity from its new place although its old file could not be read', async () => {
    const diff = await compare(
      [entry('component:default/moved', { sourceFile: 'old.json' })],
      [current('component:default/moved', 'different')],
      [{ file: 'old.json' }],
    );

    expect(refs(diff.updated)).toEqual(['component:default/moved']);
    expect(diff.retained).toEqual([]);
  });
});
