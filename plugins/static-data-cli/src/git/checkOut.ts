import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { escapeControls } from '@internal/plugin-static-data-common';
import { CommandError } from '../CommandError';

const run = promisify(execFile);

/** Git sets them for hooks, and they would count for more than the folder that it is called in. */
const OF_HOOKS = [
  'GIT_DIR',
  'GIT_COMMON_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
];

/** A folder as it is in a commit. */
export interface CheckedOut {
  /** Id of the commit. */
  commit: string;
  /** Where the folder is, as long as the work takes; undefined if the commit does not have it. */
  path: string | undefined;
}

/**
 * Works with a folder of a Git repository as it is in a commit. Neither the working tree nor the index
 * are touched, nor anything is fetched.
 *
 * @param directory - the folder in the working tree
 * @param ref - branch, tag or commit
 */
export async function withCheckout<Result>(
  directory: string,
  ref: string,
  work: (checkedOut: CheckedOut) => Promise<Result>,
): Promise<Result> {
  const interrupted = new AbortController();
  let temporary = '';
  // Before the folder is there, as the process may be ended at once.
  const stopWaiting = onTermination(() => {
    interrupted.abort();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  });
  temporary = createFolder();
  try {
    const git = createGit(
      directory,
      join(temporary, 'index'),
      interrupted.signal,
    );
    const described = await git(
      ['rev-parse', '--is-inside-work-tree', '--show-prefix'],
      `${directory} is not in a Git repository`,
    );
    const [isInside, prefix] = described.split('\n');
    if (isInside !== 'true') {
      throw new CommandError(
        `${directory} is not in a working tree of Git, with the files that are compared`,
      );
    }
    const commit = await git(
      ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`],
      `There is no ${ref} in the Git repository: fetch it first`,
    );
    await git(['read-tree', commit]);
    // Of the folder that it is called in, and with the paths from the root.
    const files = join(temporary, 'files');
    await git(['checkout-index', '--all', `--prefix=${files}/`]);
    const path = join(files, prefix);
    return await work({ commit, path: existsSync(path) ? path : undefined });
  } finally {
    stopWaiting();
    await rm(temporary, { recursive: true, force: true });
  }
}

function createFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'static-data-'));
  } catch (error) {
    throw new CommandError(
      `The files of a commit need a temporary folder: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}

/**
 * Does something before the process is ended from outside.
 *
 * @returns takes it back
 */
function onTermination(work: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listener = (received: NodeJS.Signals) => {
    work();
    signals.forEach(signal => process.off(signal, listener));
    process.kill(process.pid, received);
  };
  signals.forEach(signal => process.on(signal, listener));
  return () => signals.forEach(signal => process.off(signal, listener));
}

/** @param index - file that is the index in place of that of the user */
function createGit(directory: string, index: string, signal: AbortSignal) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !OF_HOOKS.includes(name)),
  );
  return async (args: string[], problem?: string): Promise<string> => {
    try {
      const { stdout } = await run(
        'git',
        [
          ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'],
          ...args,
        ],
        {
          cwd: directory,
          env: {
            ...env,
            GIT_INDEX_FILE: index,
            GIT_OPTIONAL_LOCKS: '0',
            // Nothing is fetched: neither what a partial clone lacks, nor large files.
            GIT_NO_LAZY_FETCH: '1',
            GIT_LFS_SKIP_SMUDGE: '1',
            GIT_TERMINAL_PROMPT: '0',
            LC_ALL: 'C',
          },
          maxBuffer: 64 * 1024 * 1024,
          signal,
        },
      );
      return stdout.replace(/\n$/, '');
    } catch (error) {
      const { code, stderr } = error as { code?: unknown; stderr?: string };
      if (code === 'ENOENT') {
        throw new CommandError('Git is not installed', { cause: error });
      }
      const said = escapeControls(stderr?.trim() || (error as Error).message);
      throw new CommandError(
        problem ? `${problem} (${said})` : `Git failed: ${said}`,
        { cause: error },
      );
    }
  };
}
