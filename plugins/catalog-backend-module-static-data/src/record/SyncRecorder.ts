import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  CompletedSync,
  StaticDataStore,
} from '@internal/plugin-static-data-node';
import { SyncSpool } from './SyncSpool';

/**
 * Sees to it that what a sync leaves behind gets into the database: at once, or, while the
 * database cannot take it, by way of the spool. Its lease stays until then.
 */
export class SyncRecorder {
  readonly #store: StaticDataStore;
  readonly #spool: SyncSpool;
  readonly #logger: LoggerService;
  readonly #onRecorded: (record: CompletedSync['record']) => Promise<void>;
  /** What could not even be spooled. */
  readonly #unspooled = new Map<string, CompletedSync>();
  #storeId?: string;
  #lastProblem?: string;
  #replaying?: Promise<void>;

  constructor(options: {
    store: StaticDataStore;
    spool: SyncSpool;
    logger: LoggerService;
    /** Called for every record that got into the database; must not throw. */
    onRecorded: (record: CompletedSync['record']) => Promise<void>;
  }) {
    this.#store = options.store;
    this.#spool = options.spool;
    this.#logger = options.logger;
    this.#onRecorded = options.onRecorded;
  }

  /** Writes what a sync leaves behind, or keeps it for {@link SyncRecorder.replay}. */
  async record(sync: CompletedSync): Promise<void> {
    try {
      await this.#write(sync);
    } catch (error) {
      this.#logError(
        `Sync ${sync.record.id} could not be recorded, and is kept until it can be`,
        error,
      );
      await this.#keep(sync);
    }
  }

  /** Writes what could not be written before, as far as the database takes it. */
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
      for (const syncId of await this.#spool.list(storeId)) {
        const sync = await this.#readSpooled(storeId, syncId);
        if (sync) {
          await this.#write(sync);
          await this.#spool.remove(storeId, syncId);
          this.#logger.info(`Sync ${syncId} is recorded now`);
        }
      }
      this.#lastProblem = undefined;
    } catch (error) {
      this.#warnOnce(`Syncs wait to be recorded: ${error}`);
    }
  }

  async #write(sync: CompletedSync): Promise<void> {
    const { record } = sync;
    await this.#store.complete(sync);
    if (record.syncType !== 'SCHEDULED') {
      // An interrupted sync may not have taken the request that it answered out of the queue.
      await this.#store.refreshRequests.remove(record.id);
    }
    // Last, because the lease is what tells of the sync until its record is written.
    await this.#store.lease.release(record.id);
    await this.#onRecorded(record);
  }

  async #keep(sync: CompletedSync): Promise<void> {
    const { id } = sync.record;
    try {
      await this.#spool.write(await this.#getStoreId(), sync);
    } catch (error) {
      this.#logError(
        `Sync ${id} could not be spooled either, and is kept in memory`,
        error,
      );
      this.#unspooled.set(id, sync);
    }
  }

  async #readSpooled(
    storeId: string,
    syncId: string,
  ): Promise<CompletedSync | undefined> {
    try {
      return await this.#spool.read(storeId, syncId);
    } catch (error) {
      if (isError(error) && error.code === 'ENOENT') {
        // Another process that shares the folder was quicker.
        return undefined;
      }
      const path = await this.#spool.putAside(storeId, syncId);
      this.#logError(
        `The spooled record of sync ${syncId} cannot be read, and is put aside as ${path}`,
        error,
      );
      return undefined;
    }
  }

  #logError(message: string, error: unknown): void {
    this.#logger.error(
      message,
      error instanceof Error ? error : new Error(String(error)),
    );
  }

  /** Replays are frequent, and the database may be away for hours. */
  #warnOnce(problem: string): void {
    if (problem !== this.#lastProblem) {
      this.#logger.warn(problem);
      this.#lastProblem = problem;
    }
  }

  /** Asked once while the database answers, to be known when it does not. */
  async #getStoreId(): Promise<string> {
    this.#storeId ??= await this.#store.state.getStoreId();
    return this.#storeId;
  }
}
