import { rm } from 'node:fs/promises';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { NOTHING_CHANGED } from './__testUtils__/architecture';
import {
  createDirectoryArchitecture,
  startArchitecture,
} from './__testUtils__/startArchitecture';

jest.setTimeout(120_000);

const HINT = { hint: expect.stringMatching(/\w/) };
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('an accident in the directory', () => {
  const directory = createMockDirectory();
  let product: Awaited<ReturnType<typeof startArchitecture>>;

  beforeAll(async () => {
    product = await startArchitecture({
      ...createDirectoryArchitecture(directory),
      databases,
      databaseId: 'SQLITE_3',
    });
  });

  it.each([
    ['it is not there', () => directory.remove(), 'NOT_FOUND'],
    [
      'it is empty, as when nothing is mounted there',
      () => directory.clear(),
      'EMPTY_SOURCE',
    ],
  ])('fails the sync: %s', async (_, lose, code) => {
    lose();
    expect(await product.refresh()).toMatchObject({
      status: 'FAILURE',
      errors: [{ phase: 'FETCH', code, ...HINT }],
      stats: NOTHING_CHANGED,
    });
    await product.expectIntact();

    await product.expectHealed();
  });

  it('takes no relation to APIs: the folder of the build files is gone', async () => {
    await rm(directory.resolve('repositories'), { recursive: true });
    expect(await product.refresh()).toMatchObject({
      status: 'PARTIAL_SUCCESS',
      errorCount: 1,
      stats: NOTHING_CHANGED,
    });
    await product.expectIntact();

    await product.expectHealed();
  });
});
