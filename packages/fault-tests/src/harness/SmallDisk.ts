import { execFile } from 'node:child_process';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isError } from '@backstage/errors';

const run = promisify(execFile);

const SIZE = '8m';
const LARGE = Buffer.alloc(256 * 1024);
const SMALL = Buffer.alloc(4 * 1024);

/** A file system that is soon full. */
export class SmallDisk {
  readonly directory: string;

  /** @returns undefined where this is not possible: only root may mount, and not everywhere */
  static async mount(directory: string): Promise<SmallDisk | undefined> {
    await mkdir(directory, { recursive: true });
    try {
      await run('mount', [
        '-t',
        'tmpfs',
        '-o',
        `size=${SIZE}`,
        'tmpfs',
        directory,
      ]);
    } catch {
      return undefined;
    }
    return new SmallDisk(directory);
  }

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Leaves room for nothing. */
  async fill(): Promise<void> {
    const ballast = await open(this.#ballast(), 'w');
    try {
      await appendUntilFull(ballast, LARGE);
      await appendUntilFull(ballast, SMALL);
    } finally {
      await ballast.close();
    }
  }

  async free(): Promise<void> {
    await rm(this.#ballast());
  }

  async unmount(): Promise<void> {
    await run('umount', [this.directory]);
  }

  #ballast(): string {
    return join(this.directory, 'ballast');
  }
}

async function appendUntilFull(
  file: Awaited<ReturnType<typeof open>>,
  chunk: Buffer,
): Promise<void> {
  try {
    for (;;) {
      await file.write(chunk);
    }
  } catch (error) {
    if (!isError(error) || error.code !== 'ENOSPC') {
      throw error;
    }
  }
}
