import { PullRequest } from '@internal/plugin-static-data-common';
import { toSuggestedRefs } from './suggestedRefs';

const configuration = { branch: 'main', hostType: 'gitlab' } as const;

function pullRequest(overrides: Partial<PullRequest>): PullRequest {
  return {
    source: 'default',
    number: 12,
    title: 'Add the wish list',
    url: 'https://gitlab.example.com/acme/architecture/-/merge_requests/12',
    state: 'open',
    head: '4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291',
    headRef: 'wishlist',
    target: 'main',
    isFork: false,
    updatedAt: '2026-05-04T12:30:00.000Z',
    verdict: 'passed',
    ...overrides,
  };
}

describe('toSuggestedRefs', () => {
  it('has the synchronised branch, and those of pull requests', () => {
    expect(toSuggestedRefs(configuration, [pullRequest({})])).toEqual([
      { ref: 'main' },
      { ref: 'wishlist', label: '!12 Add the wish list' },
    ]);
  });

  it('has the commit of a fork, whose branch is elsewhere', () => {
    const [, { ref }] = toSuggestedRefs(configuration, [
      pullRequest({ isFork: true, headRef: 'main' }),
    ]);
    expect(ref).toBe('4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291');
  });

  it('has no branch twice', () => {
    const both = [pullRequest({}), pullRequest({ number: 13 })];
    expect(toSuggestedRefs(configuration, both)).toHaveLength(2);
  });
});
