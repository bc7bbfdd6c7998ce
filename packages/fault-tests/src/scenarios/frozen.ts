import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkEntities, checkHistory } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { APPLICATION_NAME, useDatabase } from '../harness/SiteDatabase';
import { waitFor } from '../harness/waitFor';
import { HoldPoint } from '../protocol';
import { Scenario, ScenarioFamily } from './Scenario';
import { startSyncUntil } from './steps';

const POINTS: Array<[string, HoldPoint]> = [
  ['parses', 'lease.heartbeat(PARSE):before'],
  ['applies', 'lease.heartbeat(CATALOG_APPLY):before'],
  ['records', 'complete:before'],
];

/** A process is stopped for longer than its lease, and wakes when another one has gone on. */
export const frozen: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: POINTS.map(
    ([what, point]): Scenario => ({
      name: `stopped before a sync ${what}, and woken when others have synced`,
      async run(site) {
        const [sleeper, other] = await site.getReplicas(2);
        await startSyncUntil(site, sleeper, point);
        await freezeOutsideTransactions(site, sleeper);
        await expireLease(site);
        await site.source.change();
        assert.equal((await runSync(other)).status, 'SUCCESS');
        await checkEntities(site, other);

        const holding = sleeper.holdAt('complete:after');
        sleeper.thaw();
        const { held: ended } = await holding;
        await sleeper.letGo();
        await ended;
        // It has written nothing: no sync has come after it.
        await checkHistory(site);
        await checkEntities(site, other);
        await sleeper.letGo();

        assert.equal((await runSync(sleeper)).status, 'SUCCESS');
        await checkHistory(site);
        await checkEntities(site, other);
      },
    }),
  ),
};

/** How long a statement may take to end after its process was stopped, and a pause between attempts. */
const SETTLE_MS = 1_000;

/** Stopped in a transaction of its catalog, a process would keep the rows locked that others need. */
async function freezeOutsideTransactions(
  site: Site,
  replica: Replica,
): Promise<void> {
  for (;;) {
    replica.freeze();
    const isOutside = await waitFor(
      'the end of all transactions of the catalog',
      () => isCatalogIdle(site),
      SETTLE_MS,
    ).catch(() => false);
    if (isOutside) {
      return;
    }
    replica.thaw();
    await sleep(SETTLE_MS);
  }
}

async function isCatalogIdle(site: Site): Promise<boolean> {
  const busy = await useDatabase(site.database, 'catalog', knex =>
    knex('pg_stat_activity')
      .whereRaw('datname = current_database()')
      .whereNot('application_name', APPLICATION_NAME)
      .whereNot('state', 'idle'),
  );
  return busy.length === 0;
}
