import { SyncFinding, Unreadable } from '@internal/plugin-static-data-common';
import {
  ApiReference,
  RepositoryAddress,
} from '@internal/plugin-static-data-model';
import { Knex } from 'knex';
import { inBatches, insertRows, readInPages } from '../database/batches';
import { columnsOf, RowIn, toStorableText } from '../database/columns';
import { FINDING } from '../database/examples';
import { UnreadableRows } from '../database/UnreadableRows';

const BUILD_FILES_TABLE = 'static_data_build_files';

/**
 * The build files of one address as they were last read: more than one if Gradle's settings include
 * projects.
 *
 * @public
 */
export interface BuildFileEntry extends Unreadable {
  /** The address as text. */
  repository: string;
  address: RepositoryAddress;
  /** Paths of the build files in the repository; none if it has none there. */
  paths: string[];
  /** With it the reader of the source can tell later whether anything has changed. */
  version?: string;
  providesApis: ApiReference[];
  consumesApis: ApiReference[];
  /** What is wrong in the build files. */
  findings: SyncFinding[];
  /** Why the last read failed, if it did; everything else is of the one before. */
  failure?: SyncFinding;
  /** Whether its turn to be read has never come, as a sync had no time left or a host takes no more requests. */
  isUnread?: boolean;
  /** What the host calls the repository by now, if that is not what the address does; as `listOf` has it. */
  renamedTo?: string;
}

/** What a row is called by health. */
const ROW = 'build files of';

const REFERENCE: ApiReference = { reference: '', file: '', line: 0 };

const COLUMNS = columnsOf<BuildFileEntry>()({
  repository: 'text',
  address: { json: { owner: '', name: '' } },
  paths: { json: [''] },
  version: 'text',
  providesApis: { json: [REFERENCE] },
  consumesApis: { json: [REFERENCE] },
  findings: { json: [FINDING] },
  failure: { optional: { json: FINDING } },
  isUnread: { optional: 'boolean' },
  renamedTo: 'text',
});

type BuildFileRow = RowIn<typeof COLUMNS> & { source_id: string };

/**
 * What was read from the build files of the applications of one source.
 *
 * @public
 */
export class BuildFileStore {
  constructor(
    private readonly knex: Knex,
    private readonly sourceId: string,
    private readonly unreadable = new UnreadableRows(),
  ) {}

  /** All of them, in no particular order. */
  async list(): Promise<BuildFileEntry[]> {
    this.unreadable.forget(ROW);
    return readInPages(
      () => this.#rows(),
      'repository',
      (row: BuildFileRow) =>
        this.unreadable.note(ROW, row.repository, COLUMNS.fromRow(row)),
    );
  }

  /**
   * Those in a repository, by its name or the one that it has by now.
   *
   * @param name - `owner/name`, with the host before it if that is not the host of the source; in any
   * case
   */
  async listOf(name: string): Promise<BuildFileEntry[]> {
    const key = toStorableText(name.toLowerCase());
    const start = escapePattern(key);
    const rows = await this.#rows().where(named =>
      named
        .whereRaw('lower(repository) = ?', [key])
        .orWhereRaw('lower(renamed_to) = ?', [key])
        .orWhereRaw(`lower(repository) like ? escape '\\'`, [`${start}/%`])
        .orWhereRaw(`lower(repository) like ? escape '\\'`, [`${start}#%`]),
    );
    return rows.map(row => COLUMNS.fromRow(row));
  }

  /**
   * The hosts that have the repositories of any of them.
   *
   * @param hosts - the names of all but that of the source
   * @returns undefined for the host of the source
   */
  async listHosts(hosts: string[]): Promise<Array<string | undefined>> {
    const choices = hosts.map(
      () => `when repository like ? escape '\\' then ?`,
    );
    const rows: Array<{ host: string }> = await this.#rows().distinct(
      this.knex.raw(
        `case ${choices.join(' ')} else '' end as host`,
        hosts.flatMap(host => [`${escapePattern(host)}/%`, host]),
      ),
    );
    return rows.map(({ host }) => host || undefined);
  }

  #rows() {
    return this.knex<BuildFileRow>(BUILD_FILES_TABLE).where({
      source_id: this.sourceId,
    });
  }
}

/** For `like`, with a backslash as the escape character. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** Stores build files that a sync has read, and deletes those of some repositories. */
export async function updateBuildFiles(
  tx: Knex.Transaction,
  sourceId: string,
  entries: BuildFileEntry[],
  removedRepositories: string[],
): Promise<void> {
  await inBatches(removedRepositories.map(toStorableText), batch =>
    tx<BuildFileRow>(BUILD_FILES_TABLE)
      .where({ source_id: sourceId })
      .whereIn('repository', batch)
      .delete(),
  );
  await insertRows(
    tx,
    BUILD_FILES_TABLE,
    toRows(sourceId, entries),
    `(source_id, repository) do update set
       address = excluded.address,
       paths = excluded.paths,
       version = excluded.version,
       provides_apis = excluded.provides_apis,
       consumes_apis = excluded.consumes_apis,
       findings = excluded.findings,
       failure = excluded.failure,
       is_unread = excluded.is_unread,
       renamed_to = excluded.renamed_to`,
  );
}

/** One at a time: the references of a build may be many. */
function* toRows(sourceId: string, entries: BuildFileEntry[]) {
  for (const entry of entries) {
    yield { ...COLUMNS.toRow(entry), source_id: sourceId };
  }
}
