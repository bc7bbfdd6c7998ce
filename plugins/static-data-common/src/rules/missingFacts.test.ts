import { RepositoryHostType } from '../types';
import { HostFact, listMissingFacts } from './missingFacts';

describe('listMissingFacts', () => {
  it.each<[RepositoryHostType | undefined, RepositoryHostType[], HostFact[]]>([
    ['github', ['github'], []],
    ['gitlab', ['gitlab'], ['manyCommits', 'pushedFiles']],
    ['gitlab', [], ['manyCommits']],
    [
      'github',
      ['azure', 'bitbucketServer'],
      ['pushedFiles', 'defaultBranches', 'newNamesOfApplications', 'links'],
    ],
    ['bitbucketServer', ['github'], ['manyCommits', 'checks']],
    [undefined, [], []],
  ])(
    'knows what is missing of a source on %s with applications on %j',
    (source, applications, facts) => {
      expect(listMissingFacts(source, applications)).toEqual(facts);
    },
  );

  it('says nothing of hosts that only another release knows', () => {
    const other = 'sourcehut' as RepositoryHostType;
    expect(listMissingFacts(other, [other])).toEqual([]);
  });
});
