import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, toError } from '@backstage/errors';
import { CompletedSync, SourceStore } from '@internal/plugin-static-data-node';
import { SyncSpool } from './SyncSpool';

interface SyncRecorderOptions {
  store: SourceStore;
  spool: SyncSpool;
  logger: LoggerService;
  /** Called for every record that was written to the database; must not throw. */
  onRecorded: (record: CompletedSync['record']) => Promise<void>;
}

/**
 * Writes completed syncs to the database: at once or, while the database is away, by way of the
 * spool. The lease of a sync stays until it is written.
 */
export class SyncRecorder {
  readonly #options: SyncRecorderOptions;
  /** Syncs that could not even be spooled. */
  readonly #unspooled = new Map<string, CompletedSync>();
  #storeId?: string;
  #lastProblem?: string;
  #replaying?: Promise<void>;

  constructor(options: SyncRecorderOptions) {
    this.#options = options;
  }

  /** Writes a completed sync, or keeps it for {@link SyncRecorder.replay}. */
  async record(sync: CompletedSync): Promise<void> {
    try {
      await this.#write(sync);
    } catch (error) {
      this.#loggerOf(sync.record.id).error(
        `Could not record sync ${sync.record.id}; keeping it until the database accepts it`,
        toError(error),
      );
      await this.#keep(sync);
    }
  }

  /** Writes the syncs that could not be written before, as far as the database accepts them. */
  async replay(): Promise<void> {
    this.#replaying ??= this.#replay().finally(() => {
      this.#replaying = undefined;
    });
    await this.#replaying;
  }

  async #replay(): Promise<void> {
    try {
      for (const sync of [...this.#unspooled.values()]) {
        await this.#write(sync);
        this.#unspooled.delete(sync.record.id);
      }
      const storeId = await this.#getStoreId();
      for (const syncId of await this.#options.spool.list(storeId)) {
        const sync = await this.#readSpooled(storeId, syncId);
        if (sync) {
          await this.#write(sync);
          await this.#options.spool.remove(storeId, syncId);
          this.#loggerOf(syncId).info(
            `Recorded sync ${syncId}, which had been kept while the database was away`,
          );
        }
      }
      this.#lastProblem = undefined;
    } catch (error) {
      const problem = `Completed syncs are still waiting to be recorded; retrying in a few seconds: ${error}`;
      // Once per problem: replays are frequent, and the database may be away for hours.
      if (problem !== this.#lastProblem) {
        this.#options.logger.warn(problem);
        this.#lastProblem = problem;
      }
    }
  }

  async #write(sync: CompletedSync): Promise<void> {
    const { record } = sync;
    const { store } = this.#options;
    await store.complete(sync);
    // A sync that was interrupted may not have removed the request that it answered.
    await store.refreshRequests.remove(record.id);
    // Last, because until its record is written only the lease knows of the sync.
    await store.lease.release(record.id);
    await this.#options.onRecorded(record);
  }

  async #keep(sync: CompletedSync): Promise<void> {
    const { id } = sync.record;
    try {
      await this.#options.spool.write(await this.#getStoreId(), sync);
    } catch (error) {
      this.#loggerOf(id).error(
        `Could not write sync ${id} to the spool folder either; keeping it in memory, where it is lost if the process ends`,
        toError(error),
      );
      this.#unspooled.set(id, sync);
    }
  }

  async #readSpooled(
    storeId: string,
    syncId: string,
  ): Promise<CompletedSync | undefined> {
    try {
      return await this.#options.spool.read(storeId, syncId);
    } catch (error) {
      if (isError(error) && error.code === 'ENOENT') {
        // Another process that shares the folder has just written it.
        return undefined;
      }
      const path = await this.#options.spool.putAside(storeId, syncId);
      this.#loggerOf(syncId).error(
        `Could not read the spooled sync ${syncId}; renamed the file to ${path}`,
        toError(error),
      );
      return undefined;
    }
  }

  #loggerOf(syncId: string): LoggerService {
    return this.#options.logger.child({ syncId });
  }

  /** Remembered for the time when the database does not respond. */
  async #getStoreId(): Promise<string> {
    this.#storeId ??= await this.#options.store.state.getStoreId();
    return this.#storeId;
  }
}
