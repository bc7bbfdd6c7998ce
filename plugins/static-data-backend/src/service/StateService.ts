import { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  StateEntity,
  StatePage,
  SyncHistoryRecord,
  syncIdSchema,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import { StateQuery, StaticDataStore } from '@internal/plugin-static-data-node';
import { findSync } from './lookups';
import { SourceService } from './SourceService';

/** What leads to the state that a sync left behind. */
export interface RestoredState {
  sync: SyncHistoryRecord;
  /** The commit that it read. */
  ref?: string;
  /** Its id where there are no commits: the state is made of the recorded changes. */
  stateOf?: string;
}

/** The states that the catalog has been in, and which of them there is a way back to. */
export class StateService {
  readonly #store: StaticDataStore;
  readonly #sources: SourceService;

  constructor(options: { store: StaticDataStore; sources: SourceService }) {
    this.#store = options.store;
    this.#sources = options.sources;
  }

  /**
   * What leads back to the state that a sync left behind.
   *
   * @param source - whose sync it has to be
   * @throws NotFoundError if there is no such sync
   * @throws InputError if it is one of another source
   * @throws ConflictError if it left no state, or none that can be restored
   */
  async findRestorable(syncId: string, source: string): Promise<RestoredState> {
    const sync = await findSync(this.#store, syncId);
    if (sync.source !== source) {
      throw toOtherSource('syncId', sync, source);
    }
    const { source: place } = this.#sources.getConfig(source);
    const isDirectory = place.type === 'directory';
    // What a dry run has read can be read again where there are commits.
    const result = toSyncResult(sync);
    const nothing =
      (sync.dryRun && isDirectory && 'is a dry run') ||
      (result === 'FAILURE' && 'failed') ||
      (result === 'CANCELLED' && 'was cancelled');
    if (nothing) {
      throw new ConflictError(
        `#${sync.number} ${nothing}, so it left no state behind`,
      );
    }
    if (isDirectory) {
      await this.#assertReachable(sync);
      return { sync, stateOf: sync.id };
    }
    const { repository } = sync.configSnapshot;
    const current = `${place.owner}/${place.name}`;
    if (repository !== current || !sync.revision) {
      throw new ConflictError(
        `#${sync.number} read ${repository}, and the source '${source}' is ${current}`,
      );
    }
    return { sync, ref: sync.revision };
  }

  /** @throws ConflictError if retention has deleted what has happened since a sync */
  async #assertReachable({
    source,
    number,
  }: Pick<SyncHistoryRecord, 'source' | 'number'>): Promise<void> {
    const { trimmedUpTo = 0 } = await this.#store.ofSource(source).state.get();
    if (number <= trimmedUpTo) {
      throw new ConflictError(
        `The recorded changes do not reach back to #${number}: retention has deleted those of syncs up to #${trimmedUpTo}`,
      );
    }
  }

  /**
   * A page of what the catalog had from a source.
   *
   * @param query - `at`: id of a sync, for what it left behind, or a time (ISO 8601)
   * @throws NotFoundError if there is no such source or sync, or nothing was applied by then
   * @throws InputError if the sync is one of another source
   * @throws ConflictError if it is a dry run, or retention has deleted what has happened since
   */
  async list(
    query: Omit<StateQuery, 'at'> & { at?: string; full: boolean },
  ): Promise<
    Pick<StatePage, 'at'> & { entries: StateEntity[]; hasMore: boolean }
  > {
    const { at, full, ...others } = query;
    await this.#sources.openStore(query.source);
    const store = this.#store.ofSource(query.source);
    const sync = await this.#findApplied(query.source, at);
    await this.#assertReachable(sync);
    const { id, number, startTime, revision } = sync;
    const { entries, hasMore } = await store.changes.listState({
      ...others,
      at: { number },
    });
    const versions = full
      ? await store.changes.getVersions(entries.map(({ hash }) => hash))
      : new Map<string, Entity>();
    return {
      at: { id, number, startTime, revision },
      entries: entries.map(({ entityRef, kind, hash }) => {
        const entity = versions.get(hash);
        return {
          entityRef,
          kind,
          hash,
          ...(entity && { entity: { ...entity } }),
        };
      }),
      hasMore,
    };
  }

  /** The sync that left behind what the catalog had then. */
  async #findApplied(source: string, at?: string): Promise<SyncHistoryRecord> {
    const { history } = this.#store.ofSource(source);
    const isSync = at !== undefined && syncIdSchema.safeParse(at).success;
    const sync = isSync ? await findSync(this.#store, at) : undefined;
    if (sync && sync.source !== source) {
      throw toOtherSource('at', sync, source);
    }
    if (sync?.dryRun) {
      throw new ConflictError(
        `#${sync.number} is a dry run, so it left no state behind`,
      );
    }
    const applied = await history.getLastApplied(
      sync ? { number: sync.number } : { time: at },
    );
    if (!applied) {
      throw new NotFoundError(
        `No sync of the source '${source}' had applied anything by then`,
      );
    }
    return applied;
  }
}

function toOtherSource(
  parameter: string,
  sync: SyncHistoryRecord,
  source: string,
): InputError {
  return new InputError(
    `Invalid request: ${parameter}: #${sync.number} is a sync of the source '${sync.source}', not of '${source}'`,
  );
}
