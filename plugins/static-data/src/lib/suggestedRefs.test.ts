import {
  SyncHistoryRecord,
  SyncStatus,
} from '@internal/plugin-static-data-common';
import { createPullRequest, createSync } from '../__testUtils__';
import { toSuggestedRefs } from './suggestedRefs';

const configuration = { branch: 'main', hostType: 'gitlab' } as const;

function createPreview(
  branch: string,
  status: SyncStatus = 'SUCCESS',
): SyncHistoryRecord {
  const { configSnapshot } = createSync();
  return createSync({
    status,
    dryRun: true,
    configSnapshot: { ...configSnapshot, branch },
  });
}

describe('toSuggestedRefs', () => {
  it('has the synchronised branch, and those of pull requests', () => {
    expect(
      toSuggestedRefs(configuration, {
        pullRequests: [createPullRequest({})],
        dryRuns: [],
      }),
    ).toEqual([
      { ref: 'main' },
      { ref: 'wishlist', label: '!12 Add the wish list' },
    ]);
  });

  it('has what was previewed before, if it could be', () => {
    expect(
      toSuggestedRefs(configuration, {
        pullRequests: [],
        dryRuns: [
          createPreview('refunds'),
          createPreview('refnuds', 'FAILURE'),
          createPreview('v1.2.0', 'PARTIAL_SUCCESS'),
        ],
      }),
    ).toEqual([{ ref: 'main' }, { ref: 'refunds' }, { ref: 'v1.2.0' }]);
  });

  it('has the commit of a fork, whose branch is elsewhere', () => {
    const [, { ref }] = toSuggestedRefs(configuration, {
      pullRequests: [createPullRequest({ isFork: true, headRef: 'main' })],
      dryRuns: [],
    });
    expect(ref).toBe('4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291');
  });

  it('has no branch twice', () => {
    const known = {
      pullRequests: [createPullRequest({}), createPullRequest({ number: 13 })],
      dryRuns: [createPreview('wishlist'), createPreview('main')],
    };
    expect(toSuggestedRefs(configuration, known)).toHaveLength(2);
  });
});
