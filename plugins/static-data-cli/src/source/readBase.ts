import {
  ContractDocumentCache,
  HashedEntity,
  hashEntities,
  SnapshotEntry,
  SyncFindingError,
  toSnapshotEntry,
} from '@internal/plugin-static-data-model';
import { AppliedSource } from '@internal/plugin-catalog-backend-module-static-data/directory';
import { withCheckout } from '../git/checkOut';
import { LoadedConfig } from './loadConfig';
import { hasRepositories, readCheckout } from './readCheckout';

/** A commit, as if a sync had applied it. */
export interface BaseSource {
  commit: string;
  entities: HashedEntity[];
  applied: AppliedSource & { entities: SnapshotEntry[] };
  /** Whether the build files that it has, if any, are among what was applied. */
  hasBuildFiles: boolean;
  /** Why it has nothing to compare with. */
  problem?: string;
}

/**
 * Reads the folder as it is in a commit.
 *
 * @param ref - branch, tag or commit
 * @param options.hasBuildFiles - whether build files are wanted
 * @param options.contractCache - is filled
 */
export async function readBase(
  directory: string,
  ref: string,
  config: LoadedConfig,
  options: { hasBuildFiles: boolean; contractCache: ContractDocumentCache },
): Promise<BaseSource> {
  return withCheckout(directory, ref, async ({ commit, path }) => {
    const without = (problem: string): BaseSource => ({
      commit,
      entities: [],
      applied: { entities: [], buildFiles: [] },
      hasBuildFiles: options.hasBuildFiles,
      problem,
    });
    if (path === undefined) {
      return without('the folder is not there');
    }
    try {
      const hasBuildFiles =
        options.hasBuildFiles && (await hasRepositories(path));
      const { contractCache } = options;
      const checkout = await readCheckout(path, config, {
        hasBuildFiles,
        contractCache,
      });
      const { entities: made } = await checkout.transform({
        heldRefs: new Set(),
        catalogRefs: new Set(),
      });
      const entities = await hashEntities(made, new AbortController().signal);
      const { buildFiles } = checkout;
      return {
        commit,
        entities,
        applied: { entities: entities.map(toSnapshotEntry), buildFiles },
        hasBuildFiles,
      };
    } catch (error) {
      if (error instanceof SyncFindingError) {
        // Where Git has written it for the moment says nothing to anybody.
        return without(error.message.replaceAll(path, ref));
      }
      throw error;
    }
  });
}
