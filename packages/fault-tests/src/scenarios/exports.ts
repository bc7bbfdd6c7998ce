import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { getJson } from '../harness/client';
import { readMemoryMegabytes } from '../harness/memory';
import { checkAll } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { useDatabase } from '../harness/SiteDatabase';
import { waitFor } from '../harness/waitFor';
import { ScenarioFamily } from './Scenario';

const ROWS = 100_000;
const TABLE = 'static_data_sync_history';
const ID_PREFIX = '00000000-0000-7000-8000-';
const EXPORT = '/api/static-data/sync-history/export';

/** More than the pool has connections. */
const ABORTED = 15;

/** What the answer may have in buffers, and what the garbage collector has not yet looked at. */
const MAX_GROWTH_MEGABYTES = 250;

/** Somebody exports a long history, and does not read it. */
export const exports: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: { staticData: { history: { maxRecords: 2 * ROWS } } },
  scenarios: [
    {
      name: `an export of ${ROWS} syncs is read slowly`,
      async run(site) {
        const replica = await startWithHistory(site);
        const before = await readMemoryMegabytes(replica.pid);
        let most = before;
        const response = await openExport(replica);
        let lines = 0;
        for await (const chunk of response) {
          lines += String(chunk).split('\n').length - 1;
          if (lines < ROWS / 2) {
            await sleep(5);
          }
          most = Math.max(most, await readMemoryMegabytes(replica.pid));
        }
        // With the header, and the syncs of the site.
        assert.ok(lines > ROWS, `It has ${lines} lines`);
        assert.ok(
          most - before <= MAX_GROWTH_MEGABYTES,
          `It took ${most - before} MB more, ${most} MB in all`,
        );
        return `${most - before} MB more`;
      },
    },
    {
      name: `${ABORTED} exports are aborted`,
      async run(site) {
        const replica = await startWithHistory(site);
        for (let count = 0; count < ABORTED; count++) {
          site.tally.countFault();
          const response = await openExport(replica);
          await once(response, 'readable');
          response.destroy();
        }
        await getJson(replica, '/api/static-data/sync-history?limit=1');
        await waitFor('all connections to be given back', async () => {
          const busy = await useDatabase(site.database, 'static-data', knex =>
            knex('pg_stat_activity')
              .whereRaw('datname = current_database()')
              .whereRaw('pid <> pg_backend_pid()')
              .whereNot({ state: 'idle' }),
          );
          return busy.length === 0;
        });
        await forgetHistory(site);
        await checkAll(site, replica);
      },
    },
  ],
};

async function startWithHistory(site: Site): Promise<Replica> {
  const replica = await site.getReplica();
  await forgetHistory(site);
  await useDatabase(site.database, 'static-data', async knex => {
    const [row] = await knex(TABLE).limit(1);
    const columns = Object.keys(row).filter(
      column => !['id', 'number', 'start_time'].includes(column),
    );
    await knex.raw(
      `insert into ?? (id, number, start_time, ${columns.map(() => '??')})
       select ? || lpad(cast(i as text), 12, '0'), number + i,
         start_time - i * interval '1 second', ${columns.map(() => '??')}
       from ??, generate_series(1, ?) as i where id = ?`,
      [TABLE, ...columns, ID_PREFIX, ...columns, TABLE, ROWS, row.id],
    );
  });
  return replica;
}

async function forgetHistory(site: Site): Promise<void> {
  await useDatabase(site.database, 'static-data', knex =>
    knex(TABLE).where('id', 'like', `${ID_PREFIX}%`).delete(),
  );
}

async function openExport(replica: Replica): Promise<IncomingMessage> {
  const request = get(`${replica.url}${EXPORT}`, { headers: replica.headers });
  const [response] = await once(request, 'response');
  assert.equal(response.statusCode, 200);
  return response;
}
