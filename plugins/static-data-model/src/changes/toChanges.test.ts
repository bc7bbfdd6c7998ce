import { Entity } from '@backstage/catalog-model';
import {
  HashedEntity,
  SnapshotDiff,
  SnapshotEntry,
} from '../diff/diffSnapshot';
import { countTurns } from '../__testUtils__/countTurns';
import { toChanges } from './toChanges';

const { signal } = new AbortController();
const NOTHING: SnapshotDiff = {
  added: [],
  updated: [],
  unchanged: [],
  removed: [],
  retained: [],
};
const NOTHING_HELD = { allowed: [], held: [], reasons: [] };

function component(name: string, title?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, ...(title && { title }) },
  };
}

function hashed(name: string, title?: string): HashedEntity {
  return {
    entity: component(name, title),
    entityRef: `component:default/${name}`,
    hash: 'new hash',
    sourceFile: 'applications.json',
    sourceLine: 7,
  };
}

function entry(name: string): SnapshotEntry {
  return {
    entityRef: `component:default/${name}`,
    kind: 'Component',
    hash: 'old hash',
    sourceFile: 'applications.json',
  };
}

const described = (name: string) => ({
  entityRef: `component:default/${name}`,
  kind: 'Component',
  sourceFile: 'applications.json',
});

describe('toChanges', () => {
  it('says what a sync does with every entity that is not as it was', async () => {
    const changes = await toChanges({
      diff: {
        added: [hashed('added')],
        updated: [{ ...hashed('updated', 'New'), previousHash: 'old hash' }],
        unchanged: [entry('unchanged')],
        removed: [entry('removed'), entry('held')],
        retained: [{ ...entry('retained'), reason: 'unreadable' }],
      },
      verdict: {
        allowed: [entry('removed')],
        held: [{ ...entry('held'), reason: 'too many' }],
        reasons: ['too many'],
      },
      previousVersions: new Map([
        ['component:default/updated', component('updated', 'Old')],
      ]),
      signal,
    });

    expect(changes).toEqual([
      {
        ...described('added'),
        change: 'added',
        sourceLine: 7,
        version: { hash: 'new hash', entity: component('added') },
      },
      {
        ...described('updated'),
        change: 'updated',
        sourceLine: 7,
        previousHash: 'old hash',
        version: { hash: 'new hash', entity: component('updated', 'New') },
        differences: {
          fields: [{ path: '/metadata/title', before: 'Old', after: 'New' }],
          fieldCount: 1,
        },
      },
      {
        ...described('removed'),
        change: 'removed',
        previousHash: 'old hash',
      },
      {
        ...described('retained'),
        change: 'retained',
        reason: 'unreadable',
      },
      { ...described('held'), change: 'held', reason: 'too many' },
    ]);
  });

  it('has no differences of an update whose previous version is not there', async () => {
    const [change] = await toChanges({
      diff: {
        ...NOTHING,
        updated: [{ ...hashed('a'), previousHash: 'old hash' }],
      },
      verdict: NOTHING_HELD,
      previousVersions: new Map(),
      signal,
    });
    expect(change).toMatchObject({
      change: 'updated',
      previousHash: 'old hash',
    });
    expect(change).not.toHaveProperty('differences');
  });

  it.each([
    ['long', 40_000, 'a line of some length'],
    ['short', 4_000, ''],
  ])(
    'leaves the event loop free while it compares %s texts of many lines',
    async (_, lines, line) => {
      const withLines = (version: string): Entity => ({
        ...component('a'),
        spec: { definition: `${line}${version}\n`.repeat(lines) },
      });
      const { result, turns } = await countTurns(() =>
        toChanges({
          diff: {
            ...NOTHING,
            updated: [
              {
                ...hashed('a'),
                entity: withLines('2'),
                previousHash: 'old hash',
              },
            ],
          },
          verdict: NOTHING_HELD,
          previousVersions: new Map([['component:default/a', withLines('1')]]),
          signal,
        }),
      );
      expect(result[0].differences?.fields).toMatchObject([
        { path: '/spec/definition' },
      ]);
      expect(turns).toBeGreaterThan(100);
    },
  );

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(
      toChanges({
        diff: {
          ...NOTHING,
          updated: [{ ...hashed('a'), previousHash: 'old hash' }],
        },
        verdict: NOTHING_HELD,
        previousVersions: new Map(),
        signal: controller.signal,
      }),
    ).rejects.toThrow('enough');
  });
});
