import { mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileStamp, toFileStamp } from './readDirectoryFile';

describe('readFileStamp', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-stamp-'));
    file = join(folder, 'file');
    await writeFile(file, 'abc');
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });

  afterEach(async () => {
    jest.useRealTimers();
    await rm(folder, { recursive: true });
  });

  /** File systems take their times from the real clock. */
  function waitSeconds(seconds: number): void {
    jest.setSystemTime(Date.now() + seconds * 1000);
  }

  it('does not trust a file that has just been written', async () => {
    await expect(readFileStamp(file)).resolves.toBeUndefined();
    waitSeconds(10);
    await expect(readFileStamp(file)).resolves.toEqual(expect.any(String));
  });

  it('stays the same while a file is only read', async () => {
    waitSeconds(10);
    const stamp = await readFileStamp(file);
    waitSeconds(10);
    await expect(readFileStamp(file)).resolves.toBe(stamp);
  });

  it('changes with a write of the same length that sets the time back', async () => {
    waitSeconds(10);
    const stamp = await readFileStamp(file);
    const { atime, mtime } = await stat(file);
    await writeFile(file, 'xyz');
    await utimes(file, atime, mtime);

    await expect(readFileStamp(file)).resolves.not.toBe(stamp);
  });

  it('changes when another file takes the place', async () => {
    const other = join(folder, 'other');
    await writeFile(other, 'abc');
    waitSeconds(10);
    const stamp = await readFileStamp(file);
    await rename(other, file);

    await expect(readFileStamp(file)).resolves.not.toBe(stamp);
  });

  it('tells when a folder gets another file', async () => {
    waitSeconds(10);
    const stamp = await readFileStamp(folder);
    await writeFile(join(folder, 'other'), '');

    await expect(readFileStamp(folder)).resolves.not.toBe(stamp);
  });

  it('is undefined where there is nothing', async () => {
    await expect(readFileStamp(join(folder, 'nothing'))).resolves.toBe(
      undefined,
    );
  });

  it('is made of what was asked for before', async () => {
    waitSeconds(10);
    const stats = await stat(file, { bigint: true });
    expect(toFileStamp(stats)).toBe(await readFileStamp(file));
  });
});
