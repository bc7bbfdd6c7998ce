import { DatabaseService } from '@backstage/backend-plugin-api';
import { DEFAULT_SOURCE_ID } from '@internal/plugin-static-data-common';
import {
  createStaticDataStore,
  SourceStore,
  StaticDataStore,
} from '../StaticDataStore';

/** The store of one source, and what there is of all sources besides. */
export async function createTestStore(
  database: DatabaseService,
): Promise<StaticDataStore & SourceStore> {
  const store = await createStaticDataStore(database);
  return { ...store, ...store.ofSource(DEFAULT_SOURCE_ID) };
}
