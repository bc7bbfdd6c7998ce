import { PullRequest } from '@internal/plugin-static-data-common';

/** An open pull request whose check has passed. */
export function createPullRequest(
  overrides: Partial<PullRequest> = {},
): PullRequest {
  return {
    source: 'default',
    number: 12,
    title: 'Add the wish list',
    author: 'octocat',
    url: 'https://github.com/acme/architecture/pull/12',
    state: 'open',
    head: '4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291',
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: '2026-05-04T12:30:00.000Z',
    verdict: 'passed',
    syncId: 'preview',
    changes: { added: 2, updated: 1, removed: 0, held: 0 },
    ...overrides,
  };
}
