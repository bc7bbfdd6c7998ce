import assert from 'node:assert/strict';
import { runSync } from '../harness/client';
import { expireLease } from '../harness/lease';
import { checkEntities, checkHistory } from '../harness/oracles';
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
        sleeper.freeze();
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
