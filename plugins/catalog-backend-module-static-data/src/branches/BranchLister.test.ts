import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { BranchPage } from '../source/branches';
import { abortFailure, fetchFailure } from '../source/sourceFailures';
import { BranchLister } from './BranchLister';

const PAGE: BranchPage = { names: ['main', 'feature/x'], isComplete: true };

describe('BranchLister', () => {
  const listBranches = jest.fn<
    Promise<BranchPage>,
    [string | undefined, AbortSignal]
  >();
  const logger = mockServices.logger.mock();
  const createLister = () =>
    new BranchLister({
      readers: new Map([
        ['shop', { listBranches }],
        ['folder', {}],
      ]),
      logger,
      timeoutMs: 50,
    });

  beforeEach(() => {
    jest.resetAllMocks();
    listBranches.mockResolvedValue(PAGE);
  });
  afterEach(() => jest.restoreAllMocks());

  it('lists the branches of a source that contain a text', async () => {
    await expect(createLister().list('shop', 'x')).resolves.toEqual({
      branches: PAGE.names,
      isComplete: true,
    });
    expect(listBranches.mock.calls).toEqual([['x', expect.anything()]]);
  });

  it('asks once for the same, for half a minute', async () => {
    const clock = jest.spyOn(performance, 'now').mockReturnValue(1);
    const waitUntil = async (time: number) => {
      clock.mockReturnValue(time);
      // The cache looks at the clock once in a millisecond.
      await sleep(10);
    };
    const lister = createLister();
    await Promise.all([lister.list('shop'), lister.list('shop')]);
    await waitUntil(29_000);
    await lister.list('shop');
    expect(listBranches).toHaveBeenCalledTimes(1);

    await lister.list('shop', 'x');
    expect(listBranches).toHaveBeenCalledTimes(2);

    await waitUntil(31_000);
    await lister.list('shop');
    expect(listBranches).toHaveBeenCalledTimes(3);
  });

  it('says why there is no list, and spares a host that fails', async () => {
    listBranches.mockRejectedValue(
      fetchFailure({ code: 'AUTH', message: 'Not allowed', hint: 'Log in.' }),
    );
    const lister = createLister();
    for (const _ of [1, 2]) {
      await expect(lister.list('shop')).resolves.toEqual({
        branches: [],
        isComplete: false,
        problem: 'Not allowed',
      });
    }
    expect(listBranches).toHaveBeenCalledTimes(1);
    expect(logger.warn.mock.calls).toEqual([
      [`Could not list the branches of the source 'shop': Not allowed`],
    ]);
  });

  it('does not wait for a host that hangs', async () => {
    listBranches.mockImplementation(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(abortFailure('the branches', signal)),
          );
        }),
    );
    await expect(createLister().list('shop')).resolves.toMatchObject({
      problem: 'The host did not answer within 0.05 seconds',
    });
  });

  it('knows what has no branches, and what is no source', async () => {
    await expect(createLister().list('folder')).resolves.toMatchObject({
      branches: [],
      problem: 'A directory has no branches',
    });
    await expect(createLister().list('gone')).resolves.toBeUndefined();
  });
});
