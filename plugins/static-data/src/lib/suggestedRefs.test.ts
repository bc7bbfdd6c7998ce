import { createPullRequest } from '../__testUtils__';
import { toSuggestedRefs } from './suggestedRefs';

const configuration = { branch: 'main', hostType: 'gitlab' } as const;

describe('toSuggestedRefs', () => {
  it('has the synchronised branch, and those of pull requests', () => {
    expect(toSuggestedRefs(configuration, [createPullRequest({})])).toEqual([
      { ref: 'main' },
      { ref: 'wishlist', label: '!12 Add the wish list' },
    ]);
  });

  it('has the commit of a fork, whose branch is elsewhere', () => {
    const [, { ref }] = toSuggestedRefs(configuration, [
      createPullRequest({ isFork: true, headRef: 'main' }),
    ]);
    expect(ref).toBe('4f2a9c8d1b7e6f5a4c3b2a1908f7e6d5c4b3a291');
  });

  it('has no branch twice', () => {
    const both = [createPullRequest({}), createPullRequest({ number: 13 })];
    expect(toSuggestedRefs(configuration, both)).toHaveLength(2);
  });
});
