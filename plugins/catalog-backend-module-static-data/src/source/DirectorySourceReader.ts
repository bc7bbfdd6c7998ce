import { createHash } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  SourceFilesConfig,
  StaticDataConfig,
} from '@internal/plugin-static-data-node';
import pLimit from 'p-limit';
import { SyncStepError } from '../findings';
import { ListedFile, listDirectory, resolveInside } from './listDirectory';
import { readDirectoryFile } from './readDirectoryFile';
import { assertRepositoryName, nameOf } from './repositoryAddress';
import { buildFileTooLarge, emptySource } from './sourceFailures';
import { BUILD_FILE_NAMES, compareByPath } from './sourcePaths';
import {
  ApplicationRepository,
  BuildFileReadResult,
  SOURCE_LIMITS,
  SourceFile,
  SourceReader,
  SourceReadResult,
} from './SourceReader';
import { directoryNotFound, toDirectoryFailure } from './toDirectoryFailure';

/** Files read at the same time. */
const CONCURRENCY = 16;

/**
 * Options of {@link DirectorySourceReader}.
 */
export interface DirectorySourceReaderOptions {
  source: Extract<StaticDataConfig['source'], { type: 'directory' }>;
  files: SourceFilesConfig;
  logger: LoggerService;
  limits?: typeof SOURCE_LIMITS;
}

/**
 * Reads a directory on the machine of the backend. The build files of the
 * applications are below `repositories/<owner>/<name>` in it.
 */
export class DirectorySourceReader implements SourceReader {
  readonly #directory: string;
  readonly #files: SourceFilesConfig;
  readonly #logger: LoggerService;
  readonly #limits: typeof SOURCE_LIMITS;

  constructor(options: DirectorySourceReaderOptions) {
    this.#directory = options.source.path;
    this.#files = options.files;
    this.#logger = options.logger;
    this.#limits = options.limits ?? SOURCE_LIMITS;
  }

  async read(options: {
    revision?: string;
    ref?: string;
    signal: AbortSignal;
  }): Promise<SourceReadResult> {
    const { ref, signal } = options;
    if (ref !== undefined) {
      throw refNotPossible(ref, this.#directory);
    }
    try {
      signal.throwIfAborted();
      const root = await this.#resolveRoot();
      const listed = await listDirectory(root, this.#files, {
        maxFiles: this.#limits.maxFiles,
        signal,
      });
      if (listed.every(file => file.realPath === undefined)) {
        throw emptySource(this.#directory);
      }
      const files = await this.#readFiles(listed, signal);
      const revision = revisionOf(files);
      return revision === options.revision
        ? { status: 'unchanged', revision }
        : { status: 'read', revision, files };
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, undefined, signal);
    }
  }

  async readBuildFile(
    repository: ApplicationRepository,
    options: {
      previous?: { path: string; etag?: string };
      signal: AbortSignal;
    },
  ): Promise<BuildFileReadResult> {
    const { previous, signal } = options;
    assertRepositoryName(repository);
    try {
      const file = await this.#findBuildFile(repository, signal);
      if (!file) {
        return { status: 'missing' };
      }
      const etag = hashOf(file.content);
      return previous?.path === file.path && previous.etag === etag
        ? { status: 'unchanged', etag }
        : {
            status: 'found',
            path: file.path,
            content: file.content.toString('utf8'),
            etag,
          };
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, undefined, signal);
    }
  }

  locationOf(path: string): string {
    return `file:${join(this.#directory, path)}`;
  }

  async #resolveRoot(): Promise<string> {
    const root = await realpath(this.#directory);
    if (!(await stat(root)).isDirectory()) {
      throw directoryNotFound(this.#directory, 'is not a directory');
    }
    return root;
  }

  async #readFiles(
    listed: ListedFile[],
    signal: AbortSignal,
  ): Promise<SourceFile[]> {
    const limit = pLimit(CONCURRENCY);
    try {
      const files = await Promise.all(
        listed.map(file => limit(() => this.#readFile(file, signal))),
      );
      return files.sort(compareByPath);
    } catch (error) {
      limit.clearQueue();
      throw error;
    }
  }

  async #readFile(file: ListedFile, signal: AbortSignal): Promise<SourceFile> {
    const { path, realPath } = file;
    if (realPath === undefined) {
      this.#logger.warn(
        `${path} is a symbolic link that is broken or leads out of ${
          this.#directory
        }: it is not followed, and reads as an empty file`,
      );
      return { path, content: Buffer.alloc(0), size: 0, tooLarge: false };
    }
    try {
      signal.throwIfAborted();
      return await readDirectoryFile(
        { path, realPath },
        this.#limits.maxFileSize,
        signal,
      );
    } catch (error) {
      throw toDirectoryFailure(error, this.#directory, path, signal);
    }
  }

  async #findBuildFile(
    repository: ApplicationRepository,
    signal: AbortSignal,
  ): Promise<{ path: string; content: Buffer } | undefined> {
    signal.throwIfAborted();
    const root = await this.#resolveRoot();
    const folder = `repositories/${nameOf(repository)}`;
    for (const name of BUILD_FILE_NAMES) {
      const path = `${folder}/${name}`;
      const target = await resolveInside(root, path, signal);
      if (target.kind === 'notFollowed') {
        throw linkNotFollowed(path, name);
      }
      if (target.kind === 'file') {
        const file = await this.#readFile(
          { path, realPath: target.realPath },
          signal,
        );
        if (file.tooLarge) {
          throw buildFileTooLarge(
            name,
            nameOf(repository),
            this.#limits.maxFileSize,
          );
        }
        return { path: name, content: file.content };
      }
    }
    // A directory that is gone must not look like one without build files.
    await this.#resolveRoot();
    return undefined;
  }
}

function hashOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function revisionOf(files: SourceFile[]): string {
  const revision = createHash('sha256');
  for (const { path, size, content } of files) {
    revision.update(`${path}\0${size}\0${hashOf(content)}\n`);
  }
  return `sha256:${revision.digest('hex')}`;
}

function refNotPossible(ref: string, directory: string): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'NOT_FOUND',
    message: `There is no ${ref} in ${directory}: a directory has no branches, tags or commits.`,
    hint: `Leave the ref out, or synchronise from a repository with 'staticData.github'.`,
  });
}

function linkNotFollowed(path: string, file: string): SyncStepError {
  return new SyncStepError({
    phase: 'FETCH',
    code: 'NOT_FOUND',
    message: `${path} is a symbolic link that is broken or leads out of the source: it is not followed.`,
    hint: 'Put the file itself there.',
    file,
  });
}
