import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/** A kind of which the catalog shows entities as an earlier sync read them. */
export interface StaleKind {
  kind: string;
  /** How many of the entities are old. */
  retained: number;
  total: number;
  /** The latest sync that read all of them; undefined if that is longer ago. */
  readBy?: SyncHistoryRecord;
}

/** @param syncs - newest first, without dry runs */
export function listStaleKinds(syncs: SyncHistoryRecord[]): StaleKind[] {
  const applied = syncs.filter(({ status }) => status !== 'FAILURE');
  const isStale = (sync: SyncHistoryRecord, kind: string) =>
    (sync.stats.byType[kind]?.retained ?? 0) > 0;
  const [latest] = applied;
  return Object.entries(latest?.stats.byType ?? {})
    .filter(([kind]) => isStale(latest, kind))
    .map(([kind, { retained, total }]) => ({
      kind,
      retained,
      total,
      readBy: applied.find(sync => !isStale(sync, kind)),
    }));
}
