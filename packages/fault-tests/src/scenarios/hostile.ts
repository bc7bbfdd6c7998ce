import assert from 'node:assert/strict';
import { getJson, runSync } from '../harness/client';
import {
  checkAll,
  checkEntities,
  checkHistory,
  checkNothingDeleted,
} from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { checkWatched, Watch } from '../harness/Watch';
import { HOSTILE_INPUTS, HostileInput } from '../hostile/inputs';
import { Scenario, ScenarioFamily } from './Scenario';

/** The most that one commit may make of an answer, in characters. */
const MAX_ANSWER_LENGTH = 4_000_000;

/** Somebody commits what should bring Backstage down. */
export const hostile: ScenarioFamily = {
  databases: ['PostgreSQL'],
  // The guard would hold the removal of what was hostile.
  special: { staticData: { safety: { minRemovals: 1000 } } },
  scenarios: [
    ...HOSTILE_INPUTS.map(
      (input): Scenario => ({
        name: `the source has ${input.name}`,
        run: site => runHostile(site, input),
      }),
    ),
    {
      name: 'the source has nothing hostile any more',
      async run(site) {
        const replica = await site.getReplica();
        await site.source.restore();
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
      },
    },
  ],
};

async function runHostile(site: Site, input: HostileInput): Promise<string> {
  const replica = await site.getReplica();
  if (site.startedSyncs.size === 1) {
    // For the first entities of a process, the catalog compiles its schemas.
    await checkEntities(site, replica);
  }
  site.tally.countFault();
  if (input.prepare) {
    await input.prepare(site.source);
    await runSync(replica);
  }
  await input.put(site.source);

  const watch = Watch.start(replica);
  const { id } = await runSync(replica);
  // An unchanged source, or one that failed, costs again what it cost.
  await runSync(replica);
  const watched = await watch.stop();

  await checkHistory(site);
  await checkNothingDeleted(site);
  await checkAnswers(replica, id, input.secrets ?? []);
  assert.equal(replica.rawLine, undefined, 'A line of the log is not plain');
  const measured = checkWatched(watched);

  await site.source.restore();
  assert.equal((await runSync(replica)).status, 'SUCCESS');
  await checkNothingDeleted(site);
  return measured;
}

/** What can be asked of a sync stays of a size that can be shown, and tells no secret. */
async function checkAnswers(
  replica: Replica,
  syncId: string,
  secrets: string[],
): Promise<void> {
  const sync = `/api/static-data/sync-history/${syncId}`;
  for (const path of [
    sync,
    `${sync}/findings?limit=500`,
    `${sync}/logs`,
    '/api/static-data/settings',
    '/api/static-data/health',
  ]) {
    const text = JSON.stringify(await getJson(replica, path));
    assert.ok(
      text.length <= MAX_ANSWER_LENGTH,
      `${path} answers with ${text.length} characters`,
    );
    checkNoSecret(path, text, secrets);
  }
  checkNoSecret('The log', replica.output(), secrets);
}

function checkNoSecret(where: string, text: string, secrets: string[]): void {
  const found = secrets.find(secret => text.includes(secret));
  assert.equal(found, undefined, `${where} tells a secret`);
}
