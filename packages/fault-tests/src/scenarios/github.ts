import assert from 'node:assert/strict';
import { requestSync, runSync } from '../harness/client';
import {
  checkAll,
  checkHistory,
  checkNothingDeleted,
} from '../harness/oracles';
import { GithubSite, Site } from '../harness/Site';
import { waitFor } from '../harness/waitFor';
import { checkWatched, Watch } from '../harness/Watch';
import { Scenario, ScenarioFamily } from './Scenario';
import { waitForRecord } from './steps';

const ARCHIVE = /\/tarball\//;
const MEGABYTE = 2 ** 20;

/** The source is a repository on GitHub, and something happens to it. */
export const github: ScenarioFamily = {
  databases: ['PostgreSQL'],
  special: {
    onGithub: true,
    staticData: {
      schedule: { frequency: '0 0 1 1 *', initialDelay: '24h', timeout: '20s' },
    },
  },
  scenarios: [
    onGithub(
      'the branch is pushed by force between the look-up and the archive',
      async (site, { server, repository }) => {
        const replica = await site.getReplica();
        const before = await repository.resolve('HEAD');
        await site.source.change();
        const release = server.hold(ARCHIVE);
        const asked = server.requests.length;
        const syncId = await requestSync(replica);
        await waitFor('the archive to be asked for', async () =>
          server.requests.slice(asked).some(({ path }) => ARCHIVE.test(path)),
        );
        site.tally.countFault();
        await repository.reset(before!);
        await site.source.change();
        release();
        await waitForRecord(replica, syncId);
        await checkHistory(site);
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkAll(site, replica);
      },
    ),
    ...(['hang', 'hangInBody'] as const).map(failure =>
      onGithub(
        `the archive does not come in time (${failure})`,
        async (site, { server }) => {
          const replica = await site.getReplica();
          await site.source.change();
          site.tally.countFault();
          server.fail(failure, { path: ARCHIVE });
          const record = await runSync(replica);
          server.fail(undefined);
          assert.equal(record.status, 'FAILURE');
          assert.equal(record.errors?.at(0)?.code, 'TIMEOUT');
          await checkHistory(site);
          assert.equal((await runSync(replica)).status, 'SUCCESS');
          await checkAll(site, replica);
        },
      ),
    ),
    onGithub(
      'the archive is small, and unpacked it has 2 GB',
      async (site, { repository }) => {
        const replica = await site.getReplica();
        site.tally.countFault();
        const before = await repository.resolve('HEAD');
        const contract = JSON.stringify({
          openapi: '3.0.3',
          info: { title: 'Bomb', version: '1.0.0' },
          paths: {},
          'x-more': 'x'.repeat(5 * MEGABYTE - 1024),
        });
        await repository.commit({
          files: Object.fromEntries(
            Array.from({ length: 430 }, (_, index) => [
              `contracts/context/openapi/bomb-${index}/v1.json`,
              contract,
            ]),
          ),
        });
        const watch = Watch.start(replica);
        await runSync(replica);
        const watched = await watch.stop();
        await checkHistory(site);
        await repository.reset(before!);
        await site.source.change();
        assert.equal((await runSync(replica)).status, 'SUCCESS');
        await checkNothingDeleted(site);
        return checkWatched(watched);
      },
    ),
  ],
};

function onGithub(
  name: string,
  run: (site: Site, onGithub: GithubSite) => Promise<string | void>,
): Scenario {
  return { name, run: async site => run(site, site.github!) };
}
