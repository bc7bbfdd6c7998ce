import { BuildFileEntry } from '@internal/plugin-static-data-node';
import { BuildFilesReadResult } from '../source/SourceReader';
import {
  found,
  MISSING,
  NETWORK_ERROR,
  NO_FOLDER,
  RATE_LIMIT,
  sourceOf,
  STORED,
  STORED_MISSING,
} from './__testUtils__/builds';
import { checkBuildFiles } from './checkBuildFiles';

describe('checkBuildFiles', () => {
  it.each([
    ['an unchanged file', STORED, { status: 'unchanged' }, []],
    [
      'an unchanged file in a repository that has changed',
      STORED,
      { status: 'unchanged', version: 'two' },
      [{ ...STORED, version: 'two' }],
    ],
    ['a file that is still missing', STORED_MISSING, MISSING, []],
    [
      'a repository that is still missing',
      { ...STORED_MISSING, findings: [NO_FOLDER] },
      { ...MISSING, findings: [NO_FOLDER] },
      [],
    ],
    ['a file that is gone', STORED, MISSING, undefined],
    ['a file that appeared', STORED_MISSING, found(''), undefined],
    ['a file that changed', STORED, found(''), undefined],
    ['a read that failed', STORED, NETWORK_ERROR, undefined],
  ] as const)('judges %s', async (_, stored, answer, expected) => {
    const checked = await checkBuildFiles({
      stored: [stored as BuildFileEntry],
      source: sourceOf(answer as BuildFilesReadResult | Error),
      signal: new AbortController().signal,
    });
    expect(checked.isUnchanged ? checked.entries : undefined).toEqual(expected);
    expect(checked.findings).toEqual([]);
  });

  it('takes a repository that has another name for one that has changed', async () => {
    const renamedTo = { owner: 'acme', name: 'store' };
    const check = async (stored: BuildFileEntry) =>
      (
        await checkBuildFiles({
          stored: [stored],
          source: sourceOf({ status: 'unchanged', renamedTo }),
          signal: new AbortController().signal,
        })
      ).isUnchanged;
    expect(await check(STORED)).toBe(false);
    expect(await check({ ...STORED, renamedTo: 'acme/store' })).toBe(true);
  });

  it('says once which build files a host would not let be checked', async () => {
    const source = sourceOf({ status: 'unchanged' });
    source.readBuildFiles
      .mockResolvedValueOnce({ status: 'unchanged', version: 'two' })
      .mockRejectedValue(RATE_LIMIT);
    const checked = await checkBuildFiles({
      stored: ['a', 'b', 'c'].map(repository => ({ ...STORED, repository })),
      source,
      signal: new AbortController().signal,
    });
    expect(checked).toEqual({
      isUnchanged: true,
      reads: new Map([['a', { status: 'unchanged', version: 'two' }]]),
      entries: [
        { ...STORED, repository: 'a', version: 'two' },
        { ...STORED, repository: 'b', failure: RATE_LIMIT.finding },
        { ...STORED, repository: 'c', failure: RATE_LIMIT.finding },
      ],
      findings: [
        {
          ...RATE_LIMIT.finding,
          message:
            'Could not check the build files of 2 repositories for changes. The first was refused because: github.com takes no more requests before noon',
        },
      ],
      resumeAt: 'b',
    });
  });
});
