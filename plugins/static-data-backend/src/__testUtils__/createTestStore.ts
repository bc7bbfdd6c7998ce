import { TestDatabases } from '@backstage/backend-test-utils';
import {
  createStaticDataStore,
  SourceStore,
  StaticDataStore,
} from '@internal/plugin-static-data-node';

/** What is stored of the source `default`, for tests that have only this one. */
export interface TestStore extends SourceStore {
  outbox: StaticDataStore['outbox'];
  ofSource: StaticDataStore['ofSource'];
  trimHistory: StaticDataStore['trimHistory'];
  /** For what is tested. */
  all: StaticDataStore;
}

/** A store in a database of its own. */
export async function createTestStore(
  knex: Awaited<ReturnType<TestDatabases['init']>>,
): Promise<TestStore> {
  const all = await createStaticDataStore({ getClient: async () => knex });
  const { outbox, ofSource, trimHistory } = all;
  return { ...ofSource('default'), outbox, ofSource, trimHistory, all };
}
