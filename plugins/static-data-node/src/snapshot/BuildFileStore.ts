import { Knex } from 'knex';
import { inBatches, insertRows } from '../database/batches';
import { columnsOf, RowIn, toStorableText } from '../database/columns';

const BUILD_FILES_TABLE = 'static_data_build_files';

/**
 * A build file as it was last read.
 *
 * @public
 */
export interface BuildFileEntry {
  /** `owner/name`, with `#ref` if the application names one. */
  repository: string;
  /** Path of the build file in its repository; empty if the repository has none. */
  path: string;
  /** What the host returned to ask later whether the file has changed. */
  etag?: string;
  providesApis: string[];
  consumesApis: string[];
}

const COLUMNS = columnsOf<BuildFileEntry>()({
  repository: 'text',
  path: 'text',
  etag: 'text',
  providesApis: 'json',
  consumesApis: 'json',
});

type BuildFileRow = RowIn<typeof COLUMNS>;

/**
 * What was read from the build files of the applications.
 *
 * @public
 */
export class BuildFileStore {
  constructor(private readonly knex: Knex) {}

  /** All of them, in no particular order. */
  async list(): Promise<BuildFileEntry[]> {
    const rows = await this.knex<BuildFileRow>(BUILD_FILES_TABLE);
    return rows.map(row => COLUMNS.fromRow(row));
  }
}

/** Stores build files that a sync has read, and deletes those of some repositories. */
export async function updateBuildFiles(
  tx: Knex.Transaction,
  entries: BuildFileEntry[],
  removedRepositories: string[],
): Promise<void> {
  await inBatches(removedRepositories.map(toStorableText), batch =>
    tx<BuildFileRow>(BUILD_FILES_TABLE).whereIn('repository', batch).delete(),
  );
  await insertRows(
    tx,
    BUILD_FILES_TABLE,
    entries.map(entry => COLUMNS.toRow(entry)),
    `(repository) do update set
       path = excluded.path,
       etag = excluded.etag,
       provides_apis = excluded.provides_apis,
       consumes_apis = excluded.consumes_apis`,
  );
}
