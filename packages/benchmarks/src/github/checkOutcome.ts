import { SyncHistoryRecord } from '@internal/plugin-static-data-common';

/** Squad, system and API of the source, besides the applications. */
export const OTHER_ENTITIES = 3;

/** What a sync must have come to, or its requests and its time say nothing. */
export interface ExpectedOutcome {
  /** Entities that are new or another. */
  changed: number;
  /** Applications whose build file consumes an API, because it was changed. */
  consumers: number;
  /** Whether the server may have refused requests. */
  mayBeRefused?: boolean;
}

/**
 * Checks that a sync has found everything, and that no request was refused where none may be.
 *
 * @param applications - how many the source has, each of which provides an API
 * @throws Error that says what is wrong
 */
export function checkOutcome(
  { status, stats }: Pick<SyncHistoryRecord, 'status' | 'stats'>,
  refused: number,
  { applications, ...expected }: ExpectedOutcome & { applications: number },
): void {
  const { totalProvidesApis, totalConsumesApis } = stats.apiRelationships;
  const actual = {
    status,
    entities: stats.totalEntities,
    changed: stats.entitiesAdded + stats.entitiesUpdated,
    providers: totalProvidesApis,
    consumers: totalConsumesApis,
    refused: expected.mayBeRefused ? 0 : refused,
  };
  const wanted: typeof actual = {
    status: 'SUCCESS',
    entities: applications + OTHER_ENTITIES,
    changed: expected.changed,
    providers: applications,
    consumers: expected.consumers,
    refused: 0,
  };
  const [was, shouldBe] = [actual, wanted].map(it => JSON.stringify(it));
  if (was !== shouldBe) {
    throw new Error(`The sync came to ${was} in place of ${shouldBe}`);
  }
}
