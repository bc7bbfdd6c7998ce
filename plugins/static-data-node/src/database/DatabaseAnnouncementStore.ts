import { SyncHealthStatus } from '@internal/plugin-static-data-common';
import { Knex } from 'knex';
import { AnnouncementStore, MessageToDeliver } from '../store';
import { insertMessages } from './insertMessages';
import {
  ANNOUNCED_HEALTH_TABLE,
  AnnouncedHealthRow,
  UNANNOUNCED_SYNCS_TABLE,
  UnannouncedSyncRow,
} from './tables';

/** What webhooks are still to be told of, in a database. */
export class DatabaseAnnouncementStore implements AnnouncementStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async listSyncs(limit: number): Promise<string[]> {
    return this.#knex<UnannouncedSyncRow>(UNANNOUNCED_SYNCS_TABLE)
      .orderBy(['recorded_at', 'sync_id'])
      .limit(limit)
      .pluck('sync_id');
  }

  async announceSync(
    syncId: string,
    messages: MessageToDeliver[],
  ): Promise<void> {
    await this.#knex.transaction(async tx => {
      await insertMessages(tx, messages);
      await tx<UnannouncedSyncRow>(UNANNOUNCED_SYNCS_TABLE)
        .where({ sync_id: syncId })
        .delete();
    });
  }

  async getHealth(): Promise<SyncHealthStatus | undefined> {
    const row = await this.#knex<AnnouncedHealthRow>(
      ANNOUNCED_HEALTH_TABLE,
    ).first('status');
    return row?.status;
  }

  async announceHealth(change: {
    previous: SyncHealthStatus | undefined;
    status: SyncHealthStatus;
    messages: MessageToDeliver[];
  }): Promise<boolean> {
    return this.#knex.transaction(async tx => {
      const isTurn = await replaceHealth(tx, change);
      if (isTurn) {
        await insertMessages(tx, change.messages);
      }
      return isTurn;
    });
  }
}

/** Compares and sets, so that of several processes one tells of a change. */
async function replaceHealth(
  tx: Knex.Transaction,
  change: { previous: SyncHealthStatus | undefined; status: SyncHealthStatus },
): Promise<boolean> {
  const { previous, status } = change;
  const rows = tx<AnnouncedHealthRow>(ANNOUNCED_HEALTH_TABLE);
  if (previous === undefined) {
    const inserted = await rows
      .insert({ id: 1, status })
      .onConflict('id')
      .ignore()
      .returning('id');
    return inserted.length > 0;
  }
  const updated = await rows.where({ status: previous }).update({ status });
  return updated > 0;
}
