import { DatabaseName } from '../backend/databases';
import { SyncCase } from './types';

/** Ours against plain: the ratio that is to be reached at most. */
export const TIME_TARGETS: Record<
  SyncCase,
  { ratio: number; fromEntities: number }
> = {
  'first sync': { ratio: 1.2, fromEntities: 0 },
  'unchanged commit': { ratio: 0.05, fromEntities: 0 },
  '1 % changed': { ratio: 0.2, fromEntities: 10_000 },
};

/** Ours against plain: the ratio of the largest resident set sizes. */
export const MEMORY_TARGET = 1.3;

/** For how many milliseconds our own code may block the event loop, by database. */
export const BLOCK_TARGETS_MS: Record<DatabaseName, number> = {
  // The statements of SQLite run in the process itself.
  SQLite: 250,
  PostgreSQL: 50,
};

/** With how many entities that holds. */
export const BLOCK_TARGET_ENTITIES = 10_000;
