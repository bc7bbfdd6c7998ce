import {
  RepositoryAddress,
  untilAborted,
} from '@internal/plugin-static-data-model';
import { Redactor } from '../../Redactor';
import {
  createNameCheck,
  explainMissing,
  missingRepository,
} from '../buildFileFailures';
import {
  BUILD_FILES_TIMEOUT_MS,
  readChangedBuildFiles,
} from '../readChangedBuildFiles';
import { nameOf } from '../repositoryUrls';
import { RepositoryTurns } from '../RepositoryTurns';
import {
  BuildFilesReadResult,
  HostBuildFilesReader,
  HostBuildFilesReadOptions,
} from '../SourceReader';
import { isForbidden, toHostFailure } from '../toHostFailure';
import { HostAdapter } from './HostAdapter';
import { HostedRepositoryFiles } from './HostedRepositoryFiles';

/** Reads the build files of application repositories on one host, repository by repository. */
export class HostedBuildFilesReader implements HostBuildFilesReader {
  constructor(
    private readonly adapter: HostAdapter,
    /** Those of the host, whichever source asks it. */
    private readonly turns: RepositoryTurns,
    private readonly redactor: Redactor,
  ) {}

  async readBuildFiles(
    address: RepositoryAddress,
    options: HostBuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const { host, type } = this.adapter;
    const rateLimit = this.adapter.rateLimitOf(address);
    const repository = `${nameOf(address)} on ${host}`;
    try {
      return await rateLimit.run(options, () =>
        this.turns.run(rateLimit, () => this.#read(address, options)),
      );
    } catch (error) {
      throw isForbidden(error)
        ? missingRepository(repository)
        : toHostFailure(error, {
            subject: `the build files of ${repository}`,
            signal: options.signal,
            redactor: this.redactor,
            credentialsKey: `integrations.${type}`,
          });
    }
  }

  async #read(
    repository: RepositoryAddress,
    options: HostBuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const signal = AbortSignal.any([
      options.signal,
      AbortSignal.timeout(BUILD_FILES_TIMEOUT_MS),
    ]);
    return untilAborted(signal, async () => {
      const result = await readChangedBuildFiles(
        repository,
        options.previous,
        (ref, known) =>
          new HostedRepositoryFiles(this.adapter, {
            ...options,
            repository,
            ref,
            known,
            checkName: createNameCheck(
              repository,
              this.adapter.host,
              options.isAllowed,
            ),
            signal,
          }),
      );
      if (result) {
        return result;
      }
      const found = await this.adapter.look(repository, signal);
      return explainMissing(repository, {
        host: this.adapter.host,
        isVisible: found !== undefined,
        hadFiles: options.hadFiles,
      });
    });
  }
}
