import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createStats, createSync } from '../__testUtils__';
import { groupQuietSyncs } from './quietSyncs';

const NOTHING = createStats({
  entitiesAdded: 0,
  entitiesUpdated: 0,
  entitiesRemoved: 0,
});

function quiet(overrides: Partial<SyncHistoryRecord> = {}) {
  return createSync({ stats: NOTHING, ...overrides });
}

function sizesOf(syncs: SyncHistoryRecord[]) {
  return groupQuietSyncs(syncs).map(group => group.length);
}

describe('groupQuietSyncs', () => {
  it('groups what changed nothing, and leaves all else alone', () => {
    const changed = createSync();
    expect(
      sizesOf([
        quiet(),
        quiet(),
        changed,
        changed,
        quiet(),
        quiet({ syncType: 'PUSH' }),
      ]),
    ).toEqual([2, 1, 1, 2]);
    expect(sizesOf([])).toEqual([]);
  });

  it.each<Partial<SyncHistoryRecord>>([
    { status: 'FAILURE' },
    { status: 'PARTIAL_SUCCESS' },
    { syncType: 'MANUAL' },
    { dryRun: true },
    { drift: { missing: 1, outdated: 0, unexpected: 0 } },
    { unreadable: ['stats'] },
  ])('never hides %j', overrides => {
    expect(sizesOf([quiet(), quiet(overrides), quiet()])).toEqual([1, 1, 1]);
  });
});
