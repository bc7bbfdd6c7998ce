import { Knex } from 'knex';
import { BuildFileEntry, BuildFileStore } from '../store';
import { parseJson, toStorableText } from './columns';
import { inBatches } from './inBatches';
import { insertRows } from './insertRows';
import { BUILD_FILES_TABLE, BuildFileRow } from './tables';

/** What was read from the build files of the applications, in a database. */
export class DatabaseBuildFileStore implements BuildFileStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(): Promise<BuildFileEntry[]> {
    const rows = await this.#knex<BuildFileRow>(BUILD_FILES_TABLE);
    return rows.map(row => ({
      repository: row.repository,
      path: row.path,
      etag: row.etag ?? undefined,
      providesApis: parseJson<string[]>(row.provides_apis),
      consumesApis: parseJson<string[]>(row.consumes_apis),
    }));
  }

  /** Changes the build files in a transaction. */
  async change(
    tx: Knex.Transaction,
    changes: { entries: BuildFileEntry[]; removedRepositories: string[] },
  ): Promise<void> {
    await inBatches(changes.removedRepositories.map(toStorableText), batch =>
      tx<BuildFileRow>(BUILD_FILES_TABLE).whereIn('repository', batch).delete(),
    );
    await insertRows(
      tx,
      BUILD_FILES_TABLE,
      changes.entries.map(toBuildFileRow),
      `(repository) do update set
         path = excluded.path,
         etag = excluded.etag,
         provides_apis = excluded.provides_apis,
         consumes_apis = excluded.consumes_apis`,
    );
  }
}

function toBuildFileRow(entry: BuildFileEntry): BuildFileRow {
  return {
    repository: entry.repository,
    path: entry.path,
    etag: entry.etag ?? null,
    provides_apis: JSON.stringify(entry.providesApis),
    consumes_apis: JSON.stringify(entry.consumesApis),
  };
}
