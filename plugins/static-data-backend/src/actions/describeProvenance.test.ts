import { describeProvenance } from './describeProvenance';

describe('describeProvenance', () => {
  const span = { from: 'a1', to: 'b2' };
  const commits = [{ id: 'c3', author: 'Ada', subject: 'Rename' }];

  it.each([
    [{}, 'It was changed between a1 and b2; by which commits is not known'],
    [
      { commits, commitCount: 1, scope: 'record' as const },
      'Its record was changed by c3 by Ada: Rename',
    ],
    [
      { commits, commitCount: 3, scope: 'file' as const },
      'Its file, but perhaps not its record, was changed between a1 and b2 by c3 by Ada: Rename; and 2 more commits',
    ],
    [
      { commits: [], commitCount: 0, scope: 'record' as const },
      'No commit between a1 and b2 changed its own record: something that it refers to has changed',
    ],
    [
      { commits: [], commitCount: 0, buildFile: 'acme/cart/build.gradle' },
      'What build file acme/cart/build.gradle says about relations has changed',
    ],
  ])('puts %j into words', (known, words) => {
    expect(describeProvenance({ ...span, ...known })).toBe(words);
  });
});
