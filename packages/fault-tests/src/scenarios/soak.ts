import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { useDatabase } from '../harness/SiteDatabase';
import { SOAK_SYNCS } from '../options';
import { ScenarioFamily } from './Scenario';

/** By then caches are filled and code is compiled. */
const WARM_UP_SYNCS = Math.ceil(SOAK_SYNCS / 4);

const MAX_HEAP_GROWTH_MEGABYTES = 10;

/** Those of connections and timers come and go. */
const MAX_HANDLE_GROWTH = 10;

/** Many syncs, one after the other, in one process. */
export const soak: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [
    {
      name: `a soak of ${SOAK_SYNCS} syncs`,
      async run(site) {
        const replica = await site.getReplica();
        await runSyncs(site, replica, WARM_UP_SYNCS);
        const before = await measure(site, replica);
        await runSyncs(site, replica, SOAK_SYNCS - WARM_UP_SYNCS);
        const after = await measure(site, replica);
        const measured = `${toText(before)} before, ${toText(after)} after`;
        assert.ok(
          after.heapMegabytes - before.heapMegabytes <=
            MAX_HEAP_GROWTH_MEGABYTES &&
            after.handles - before.handles <= MAX_HANDLE_GROWTH &&
            after.connections - before.connections <= MAX_HANDLE_GROWTH,
          `It grows: ${measured}`,
        );
        await checkAll(site, replica);
        return measured;
      },
    },
  ],
};

async function runSyncs(
  site: Site,
  replica: Replica,
  count: number,
): Promise<void> {
  for (let done = 0; done < count; done++) {
    // Not always: an unchanged source goes another way.
    if (done % 5 > 0) {
      await site.source.change();
    }
    assert.equal((await runSync(replica)).status, 'SUCCESS');
  }
}

async function measure(site: Site, replica: Replica) {
  return {
    ...(await replica.measure()),
    connections:
      site.database.kind === 'SQLite' ? 0 : await countConnections(site),
  };
}

async function countConnections(site: Site): Promise<number> {
  const found = await useDatabase(site.database, 'static-data', knex =>
    knex('pg_stat_activity').where({ backend_type: 'client backend' }),
  );
  return found.length;
}

function toText(measured: Awaited<ReturnType<typeof measure>>): string {
  const { heapMegabytes, handles, connections } = measured;
  return `${heapMegabytes} MB, ${handles} handles, ${connections} connections`;
}
