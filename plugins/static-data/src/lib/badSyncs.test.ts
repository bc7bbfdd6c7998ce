import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { createSync } from '../__testUtils__';
import { findFirstWithErrors, findLatestOutcome } from './badSyncs';

const KINDS: Record<string, Partial<SyncHistoryRecord>> = {
  success: { status: 'SUCCESS' },
  held: { status: 'PARTIAL_SUCCESS', errorCount: 0 },
  partial: { status: 'PARTIAL_SUCCESS', errorCount: 1 },
  failure: { status: 'FAILURE', errorCount: 1 },
  cancelled: { status: 'FAILURE', errorCount: 1, cancelledBy: 'user:x/y' },
};

/** Syncs of these kinds, the newest first, numbered down to 1. */
function createSyncs(...kinds: Array<keyof typeof KINDS>): SyncHistoryRecord[] {
  return kinds.map((kind, index) =>
    createSync({ number: kinds.length - index, ...KINDS[kind] }),
  );
}

describe('findLatestOutcome', () => {
  it('passes over what somebody cancelled', () => {
    expect(
      findLatestOutcome(
        createSyncs('cancelled', 'cancelled', 'failure', 'success'),
      ),
    ).toMatchObject({ number: 2 });
    expect(findLatestOutcome(createSyncs('cancelled'))).toBeUndefined();
  });
});

describe('findFirstWithErrors', () => {
  it.each([
    ['one', ['partial', 'success'], 2],
    ['the first of several', ['partial', 'partial', 'partial', 'success'], 2],
    [
      'one before a failure, which blames nobody for it',
      ['partial', 'failure', 'partial', 'failure', 'success'],
      3,
    ],
    ['one after a cancelled one', ['cancelled', 'partial', 'success'], 2],
    ['none before a sync that only held removals', ['partial', 'held'], 2],
  ])('finds %s', (_, kinds, number) => {
    expect(findFirstWithErrors(createSyncs(...kinds))).toMatchObject({
      sync: { number },
      isCertain: true,
    });
  });

  it('does not know what was before', () => {
    expect(
      findFirstWithErrors(createSyncs('partial', 'partial', 'failure')),
    ).toMatchObject({ sync: { number: 2 }, isCertain: false });
  });

  it.each([
    ['there are no errors', ['success', 'partial']],
    ['nothing was ever applied', ['failure', 'failure']],
    ['there are no syncs', []],
  ])('finds nothing if %s', (_, kinds) => {
    expect(findFirstWithErrors(createSyncs(...kinds))).toBeUndefined();
  });
});
