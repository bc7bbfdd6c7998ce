import { isDeepStrictEqual } from 'node:util';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SyncStatus } from '@internal/plugin-static-data-common';
import { getHealth, getJson } from './client';
import { Replica } from './Replica';
import { Site } from './Site';
import { useDatabase } from './SiteDatabase';
import { ExpectedEntities } from './Source';
import { waitFor } from './waitFor';

interface HistoryRow {
  id: string;
  source: string;
  status: SyncStatus;
  isCancelled: boolean;
  startTime: number;
  endTime: number;
}

/**
 * Fails unless every sync that started is in the history exactly once, and nothing else
 * is. Records that were spooled get their time to arrive.
 */
export async function checkHistory(site: Site): Promise<void> {
  const listMissing = async () => {
    const recorded = new Set((await readHistory(site)).map(({ id }) => id));
    return [...site.startedSyncs].filter(id => !recorded.has(id));
  };
  await waitFor(
    'the records of all syncs',
    async () => (await listMissing()).length === 0,
  ).catch(async error => {
    const missing = await listMissing();
    site.tally.countLost(missing);
    throw new Error(`Lost records of ${missing}`, { cause: error });
  });

  const rows = await readHistory(site);
  const invented = rows.filter(({ id }) => !site.startedSyncs.has(id));
  assert(
    invented.length === 0,
    'Records of syncs that never started',
    invented,
  );
  assert(
    new Set(rows.map(({ id }) => id)).size === rows.length,
    'Syncs that are recorded twice',
    rows,
  );
  // A record is in the history for a moment before it is taken out of the spool.
  await waitFor('the spool to be empty', async () => {
    const waiting = await site.listSpooled();
    assert(waiting.length === 0, 'Records that still wait', waiting);
    return true;
  });
}

/** Fails if two syncs of a source overlap, as far as the history knows. */
export async function checkNoOverlap(site: Site): Promise<void> {
  for (const rows of (await readHistories(site)).values()) {
    rows.slice(1).forEach((row, index) => {
      const before = rows[index];
      assert(row.startTime >= before.endTime, 'Syncs overlap', [before, row]);
    });
  }
}

/**
 * Counts the pairs of syncs of different sources that overlap. Fails if there is none, or a process
 * has run more than two at the same time.
 */
export async function checkSideBySide(site: Site): Promise<number> {
  const rows = await readHistory(site);
  const pairs = rows.flatMap((row, index) =>
    rows
      .slice(index + 1)
      .filter(
        later => later.source !== row.source && later.startTime < row.endTime,
      ),
  );
  assert(pairs.length > 0, 'No syncs of different sources overlap', rows);
  assert(site.mostSyncsAtOnce <= 2, 'A process ran too many at the same time', {
    mostSyncsAtOnce: site.mostSyncsAtOnce,
  });
  return pairs.length;
}

/**
 * What the catalog has processed and not shown is found by the task that confirms arrivals. If the
 * process was killed in the middle of that task, the scheduler takes the task for lost, and starts
 * it again, only when its timeout of a minute is over.
 */
const CATALOG_TIMEOUT_MS = 120_000;

/** Fails unless the snapshot and, once it has processed them, the catalog are as the sources. */
export async function checkEntities(
  site: Site,
  replica: Replica,
  timeoutMs = CATALOG_TIMEOUT_MS,
): Promise<void> {
  const expected = site.expected();
  const snapshot = await checkNothingDeleted(site);
  assert(
    isDeepStrictEqual(snapshot, expected),
    'The snapshot is not as the sources',
    describeDifference(snapshot, expected),
  );
  const areAsSources = async () => {
    const entities = await readCatalog(replica);
    const catalog = toDescriptions(entities);
    const isEqual = isDeepStrictEqual(catalog, expected);
    assert(isEqual, 'It has', describeDifference(catalog, expected));
    const oneSided = findOneSidedRelations(entities);
    assert(oneSided.length === 0, 'Relations are shown on one side', oneSided);
    return true;
  };
  await waitFor('the catalog to be as the sources', areAsSources, timeoutMs);
}

/**
 * Fails if the snapshot lacks an entity of the sources.
 *
 * @returns the snapshot
 */
export async function checkNothingDeleted(
  site: Site,
): Promise<ExpectedEntities> {
  const snapshot = await readSnapshot(site);
  const deleted = [...site.expected().keys()].filter(ref => !snapshot.has(ref));
  site.tally.countWrongDeletions(deleted.length);
  assert(deleted.length === 0, 'Entities of the sources are gone', deleted);
  return snapshot;
}

/**
 * Fails unless the health of every source says what its history says.
 *
 * @returns the reasons of all
 */
export async function checkHealth(
  site: Site,
  replica: Replica,
): Promise<string[]> {
  const histories = await readHistories(site);
  const allReasons: string[] = [];
  for (const source of site.sourceIds) {
    const history = histories.get(source) ?? [];
    const health = await getHealth(replica, source);
    const { status, consecutiveFailures, uptime, reasons } = health;
    assert(
      isDeepStrictEqual(
        { status, consecutiveFailures, uptime },
        judge(history, reasons.some(isAboutCatalog)),
      ),
      `The health of the source '${source}' does not tell the truth`,
      { health, history },
    );
    allReasons.push(...reasons);
  }
  return allReasons;
}

/** Everything that has to hold after syncs that applied the present sources. */
export async function checkAll(
  site: Site,
  replica: Replica,
  timeoutMs = CATALOG_TIMEOUT_MS,
): Promise<void> {
  await checkHistory(site);
  await checkNoOverlap(site);
  await checkEntities(site, replica, timeoutMs);
  await waitFor(
    'the health to know that the catalog has everything',
    async () => !(await checkHealth(site, replica)).some(isAboutCatalog),
    timeoutMs,
  );
}

/** Whether a reason of the health is that the catalog has lost or refuses entities. */
function isAboutCatalog(reason: string): boolean {
  return /missing from the catalog|^The catalog refuses/.test(reason);
}

/** The history of each source, oldest first. */
async function readHistories(site: Site): Promise<Map<string, HistoryRow[]>> {
  const histories = new Map<string, HistoryRow[]>();
  for (const row of await readHistory(site)) {
    histories.set(row.source, [...(histories.get(row.source) ?? []), row]);
  }
  return histories;
}

/** The history of all sources, oldest first. */
export async function readHistory(site: Site): Promise<HistoryRow[]> {
  const rows = await useDatabase(site.database, 'static-data', knex =>
    knex('static_data_sync_history')
      .select(
        'id',
        'source_id',
        'status',
        'cancelled_by',
        'start_time',
        'end_time',
      )
      .orderBy(['start_time', 'id']),
  );
  return rows.map(row => ({
    id: row.id,
    source: row.source_id,
    status: row.status,
    isCancelled: row.cancelled_by !== null,
    startTime: new Date(row.start_time).getTime(),
    endTime: new Date(row.end_time).getTime(),
  }));
}

/** What was last sent to the catalog. */
export async function readSnapshot(site: Site): Promise<ExpectedEntities> {
  const rows = await useDatabase(site.database, 'static-data', knex =>
    knex('static_data_snapshot as snapshot')
      .leftJoin('static_data_entity_versions as version', {
        'version.hash': 'snapshot.hash',
      })
      .select('version.entity'),
  );
  return toDescriptions(rows.map(({ entity }) => JSON.parse(entity)));
}

async function readCatalog(replica: Replica): Promise<Entity[]> {
  return getJson<Entity[]>(replica, '/api/catalog/entities');
}

/** Relations that are shown on one side only: the catalog has not shown the other one anew. */
function findOneSidedRelations(entities: Entity[]): string[] {
  const sides = new Set(
    entities.flatMap(entity =>
      (entity.relations ?? []).map(
        ({ targetRef }) => `${stringifyEntityRef(entity)} -> ${targetRef}`,
      ),
    ),
  );
  return [...sides].filter(
    side => !sides.has(side.split(' -> ').reverse().join(' -> ')),
  );
}

function toDescriptions(entities: Entity[]): ExpectedEntities {
  return new Map(
    entities.map(entity => [
      stringifyEntityRef(entity),
      entity.metadata.description ?? '',
    ]),
  );
}

function describeDifference(
  actual: ExpectedEntities,
  expected: ExpectedEntities,
): string[] {
  const refs = new Set([...actual.keys(), ...expected.keys()]);
  return [...refs]
    .filter(ref => actual.get(ref) !== expected.get(ref))
    .map(ref => `${ref}: '${actual.get(ref)}', not '${expected.get(ref)}'`);
}

/** The documented rules of health, as far as they can apply here, written once more. */
function judge(all: HistoryRow[], isCatalogIncomplete: boolean) {
  const rows = all.filter(({ isCancelled }) => !isCancelled);
  const failures = rows.filter(({ status }) => status === 'FAILURE').length;
  const uptime =
    rows.length === 0 ? 100 : ((rows.length - failures) / rows.length) * 100;
  const lastOther = rows.findLastIndex(({ status }) => status !== 'FAILURE');
  const consecutiveFailures = rows.length - 1 - lastOther;
  const isDegraded =
    consecutiveFailures >= 1 ||
    uptime < 95 ||
    isCatalogIncomplete ||
    rows.at(-1)?.status === 'PARTIAL_SUCCESS';
  const isUnhealthy = consecutiveFailures >= 3 || uptime < 80;
  const status = isUnhealthy
    ? 'UNHEALTHY'
    : (isDegraded && 'DEGRADED') ||
      (rows.length === 0 && 'UNKNOWN') ||
      'HEALTHY';
  return { status, consecutiveFailures, uptime };
}

function assert(holds: boolean, message: string, evidence: unknown): void {
  if (!holds) {
    throw new Error(`${message}: ${JSON.stringify(evidence, undefined, 1)}`);
  }
}
