import { Entity } from '@backstage/catalog-model';
import { listFirst, pluralize } from '@internal/plugin-static-data-common';
import { SyncFindingError } from '@internal/plugin-static-data-model';
import { Drift, DriftFinder, NO_DRIFT } from '../apply/DriftFinder';
import { planRepair, Repair } from '../apply/planRepair';
import { refsOf } from '../refsOf';
import { askCatalog } from './askCatalog';
import { SyncWork } from './RunningSync';
import { SyncLog } from './SyncLog';

const MAX_NAMED_REFS = 5;

const TIMEOUT_MS = 60_000;

const NO_CHANGES = { upserted: new Set<string>(), removed: new Set<string>() };

/** Plans in every sync what to do about the catalog where it is not what it should be. */
export class CatalogRepairs {
  readonly #driftFinder: DriftFinder;
  /** Whether this process has looked at what the catalog has. */
  #hasLooked = false;

  constructor(options: ConstructorParameters<typeof DriftFinder>[0]) {
    this.#driftFinder = new DriftFinder(options);
  }

  /**
   * Looks how the catalog differs from the snapshot.
   *
   * @param everything - whether every entity is looked at, because all that the sync does not send
   * will be gone
   * @returns undefined if the catalog cannot be asked
   */
  async look(sync: SyncWork, everything: boolean): Promise<Drift | undefined> {
    const { full, dryRun } = sync.trigger;
    const drift = await askCatalog(sync, {
      timeoutMs: TIMEOUT_MS,
      consequence:
        'Could not check whether the catalog still has all entities; the next sync checks again',
      ask: () =>
        this.#driftFinder.find({
          everything,
          // The catalog may have lost it while this process did not run.
          pendingToo: full === true || !this.#hasLooked,
        }),
    });
    this.#hasLooked ||= drift !== undefined && !dryRun;
    return drift;
  }

  /**
   * What the catalog shows of entities that the snapshot does not have, as it was sent.
   *
   * @throws SyncFindingError if the catalog cannot be asked
   */
  async getVersions(
    sync: SyncWork,
    entityRefs: string[],
  ): Promise<Map<string, Entity>> {
    const versions = await askCatalog(sync, {
      timeoutMs: TIMEOUT_MS,
      consequence:
        'Could not read the entities that the catalog has and the sync store does not know',
      ask: () => this.#driftFinder.getVersions(entityRefs),
    });
    if (!versions) {
      throw new SyncFindingError({
        phase: 'FETCH',
        code: 'CATALOG',
        message: `The catalog has ${pluralize(
          entityRefs.length,
          'entity',
          'entities',
        )} that the sync store does not know, and did not say what they are`,
        hint: 'Check the log of the catalog. Nothing was changed; the next sync tries again.',
      });
    }
    return versions;
  }

  /** Plans what to do about the drift, besides what the sync changes in any case. */
  plan(
    sync: SyncWork,
    drift: Drift = NO_DRIFT,
    changes: Parameters<typeof planRepair>[1] = NO_CHANGES,
  ): Repair {
    const repair = planRepair(drift, changes);
    logDrift(sync.log, drift, repair);
    return repair;
  }

  /** Notes what was sent as removed: see {@link DriftFinder.noteRemoved}. */
  noteRemoved({ unexpected }: Drift = NO_DRIFT, removed: Set<string>): void {
    this.#driftFinder.noteRemoved(
      refsOf(unexpected).filter(ref => removed.has(ref)),
    );
  }
}

function logDrift(log: SyncLog, drift: Drift, repair: Repair): void {
  const tell = (
    level: 'info' | 'warn',
    refs: string[],
    singular: string,
    plural: string,
  ) => {
    if (refs.length > 0) {
      const named = listFirst(refs, MAX_NAMED_REFS);
      log[level](`${pluralize(refs.length, singular, plural)}: ${named}`);
    }
  };
  tell(
    'warn',
    refsOf(drift.missing),
    'entity is missing from the catalog and sent again',
    'entities are missing from the catalog and sent again',
  );
  tell(
    'warn',
    refsOf(drift.outdated),
    'entity is in the catalog in another version and sent again',
    'entities are in the catalog in another version and sent again',
  );
  tell(
    'warn',
    refsOf(drift.unexpected),
    'entity is in the catalog although the sync store does not know of it; it counts as applied',
    'entities are in the catalog although the sync store does not know of them; they count as applied',
  );
  tell(
    'info',
    refsOf(repair.refused),
    'entity that the catalog refused is sent again',
    'entities that the catalog refused are sent again',
  );
}
