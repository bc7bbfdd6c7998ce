import { RepositoryAddress } from '@internal/plugin-static-data-model';
import { Redactor } from '../../Redactor';
import { missingRepository } from '../buildFileFailures';
import { nameOf } from '../repositoryUrls';
import {
  BuildFilesReadResult,
  HostBuildFilesReader,
  HostBuildFilesReadOptions,
} from '../SourceReader';
import { isForbidden, toHostFailure } from '../toHostFailure';
import { GithubHost, readGithubBuildFiles } from './readGithubBuildFiles';

/** Reads the build files of application repositories on one GitHub through its API. */
export class GithubBuildFilesReader implements HostBuildFilesReader {
  constructor(
    private readonly host: GithubHost,
    private readonly options: { redactor: Redactor; credentialsKey: string },
  ) {}

  async readBuildFiles(
    address: RepositoryAddress,
    options: HostBuildFilesReadOptions,
  ): Promise<BuildFilesReadResult> {
    const { api } = this.host;
    const { signal } = options;
    const repository = `${nameOf(address)} on ${api.host}`;
    try {
      return await api
        .rateLimitOf(address)
        .run(options, () => readGithubBuildFiles(this.host, address, options));
    } catch (error) {
      throw isForbidden(error)
        ? missingRepository(repository)
        : toHostFailure(error, {
            ...this.options,
            subject: `the build files of ${repository}`,
            signal,
          });
    }
  }
}
