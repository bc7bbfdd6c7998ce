import { buildFileTooLarge } from '../source/sourceFailures';
import { BuildFilesReadResult, SourceReader } from '../source/SourceReader';
import {
  application,
  BUILD_FILE,
  found,
  MISSING,
  NETWORK_ERROR,
  readWith,
  sourceOf,
  STORED,
} from './__testUtils__/builds';
import { checkBuildFiles } from './checkBuildFiles';

describe('readBuildFiles, of a host that answers many repositories together', () => {
  const applications = Array.from({ length: 250 }, (_, index) =>
    application(`app-${index}`, `acme/app-${index}`),
  );

  /** Notes how many reads there are at the same time, by whether they are limited in size. */
  function createSource(read: (maxTotalSize?: number) => BuildFilesReadResult) {
    const most = { limited: 0, unlimited: 0 };
    const running = { limited: 0, unlimited: 0 };
    const source = {
      ...sourceOf(MISSING),
      repositoriesPerRequest: 100,
      readBuildFiles: jest.fn<
        Promise<BuildFilesReadResult>,
        Parameters<SourceReader['readBuildFiles']>
      >(async (_, { maxTotalSize }) => {
        const kind = maxTotalSize === undefined ? 'unlimited' : 'limited';
        running[kind] += 1;
        most[kind] = Math.max(most[kind], running[kind]);
        await new Promise(resolve => setImmediate(resolve));
        running[kind] -= 1;
        return read(maxTotalSize);
      }),
    };
    return { source, most };
  }

  it('asks for as many together', async () => {
    const { source, most } = createSource(() => found(BUILD_FILE));
    const { result } = await readWith({ applications, source });
    expect(result.references.size).toBe(250);
    expect(source.readBuildFiles).toHaveBeenCalledTimes(250);
    expect(most).toEqual({ limited: 200, unlimited: 0 });
  });

  it('reads those with large build files after the others, a few at a time', async () => {
    const { source, most } = createSource(maxTotalSize => {
      if (maxTotalSize !== undefined) {
        throw buildFileTooLarge('build.gradle');
      }
      return found(BUILD_FILE);
    });
    const { result, findings } = await readWith({ applications, source });
    expect(result.references.size).toBe(250);
    expect(result.timings).toHaveLength(250);
    expect(findings).toEqual([]);
    expect(most.unlimited).toBeLessThanOrEqual(8);
  });

  it('asks for nothing again that was read while it was checked', async () => {
    const source = createSource(() => found(BUILD_FILE)).source;
    const stored = ['a', 'b', 'c'].map(name => ({
      ...STORED,
      repository: `acme/${name}`,
      address: { owner: 'acme', name },
    }));
    source.readBuildFiles
      .mockResolvedValueOnce({ status: 'unchanged' })
      .mockResolvedValueOnce(found('avro {}', 'two'))
      .mockRejectedValueOnce(NETWORK_ERROR);
    const check = await checkBuildFiles({
      stored,
      source,
      signal: new AbortController().signal,
    });
    expect(check.isUnchanged).toBe(false);
    source.readBuildFiles.mockClear();

    const { result } = await readWith({
      applications: ['a', 'b', 'c', 'new'].map(name =>
        application(name, `acme/${name}`),
      ),
      stored,
      checked: check.reads,
      source,
    });
    expect(source.readBuildFiles.mock.calls.map(([{ name }]) => name)).toEqual([
      'new',
      'c',
    ]);
    expect(result.entries.map(({ repository }) => repository)).toEqual([
      'acme/b',
      'acme/c',
      'acme/new',
    ]);
  });
});
