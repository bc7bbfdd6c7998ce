import { readChangedBuildFiles, VersionedFiles } from './readChangedBuildFiles';

const ADDRESS = { owner: 'acme', name: 'cart' };

/** A repository with one build file, in which nothing has changed. */
function filesOf(content: string): VersionedFiles {
  return {
    versions: new Map([['', 'v1']]),
    areUnchanged: async () => true,
    list: async () => new Map([['build.gradle', 'id']]),
    read: async () => content,
  };
}

describe('readChangedBuildFiles', () => {
  const read = (previous?: string) =>
    readChangedBuildFiles(ADDRESS, previous, () => filesOf('openapi {}'));

  it('reads nothing again that is as it was', async () => {
    const first = await read();
    expect(first).toMatchObject({
      status: 'read',
      files: [{ path: 'build.gradle', content: 'openapi {}' }],
    });
    await expect(read(first!.version)).resolves.toEqual({
      status: 'unchanged',
    });
  });

  it.each([
    'no JSON',
    '',
    '{"cut',
    'null',
    '5',
    '"text"',
    '[null]',
    '{}',
    '{"place":{"path":""},"folders":{},"ids":{},"build":{}}',
    '{"place":{"path":""},"folders":{},"ids":{},"scripts":{"a":[null]}}',
  ])(
    'reads as for the first time after a version that says %j',
    async damaged => {
      await expect(read(damaged)).resolves.toEqual(await read());
    },
  );
});
