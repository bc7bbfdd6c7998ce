import assert from 'node:assert/strict';
import {
  WebhookDelivery,
  WebhookTestResult,
} from '@internal/plugin-static-data-common';
import { getJson, runSync } from '../harness/client';
import { HostileReceiver } from '../harness/HostileReceiver';
import { checkAll, checkEntities } from '../harness/oracles';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { waitFor } from '../harness/waitFor';
import { checkWatched, Watch } from '../harness/Watch';
import { ScenarioFamily } from './Scenario';

const SYNCS = 3;

/** One for each sync, and for the one before. */
const MESSAGES = SYNCS + 1;
const NAME = 'hooks.example.com';
const SECRET = 'a secret of the fault tests, in plain text';

/** Webhooks tell those of syncs who wish the product ill. */
export const webhooks: ScenarioFamily = {
  databases: ['PostgreSQL'],
  scenarios: [{ name: 'hostile receivers of webhooks', run: runHostile }],
};

async function runHostile(site: Site): Promise<string> {
  const receiver = await HostileReceiver.start();
  const told = (id: string) => ({
    id,
    url: receiver.url(id),
    secret: SECRET,
    events: ['sync.completed'],
  });
  try {
    const replica = await site.startReplica({
      rebindingName: NAME,
      staticData: {
        webhooks: [
          ...['redirect', 'endless', 'accept'].map(told),
          {
            ...told('rebound'),
            url: receiver.url('rebound', NAME),
            events: ['sync.cancelled'],
          },
        ],
      },
    });
    await runSync(replica);
    // For the first entities of a process, the catalog compiles its schemas.
    await checkEntities(site, replica);
    const watch = Watch.start(replica);
    for (let sync = 0; sync < SYNCS; sync++) {
      site.tally.countFault();
      await site.source.change();
      assert.equal((await runSync(replica)).status, 'SUCCESS');
    }
    // Nobody is held up by the others.
    for (const id of ['redirect', 'endless', 'accept']) {
      await waitFor(
        `the messages to '${id}'`,
        async () => receiver.count(id) >= MESSAGES,
      );
    }
    await waitFor(
      'the end of what never ends',
      async () => receiver.listeners === 0,
    );
    assert.equal(receiver.count('redirected'), 0);
    const refused = await waitFor('what came of the redirects', async () => {
      const deliveries = await listDeliveries(replica, 'redirect');
      return deliveries.every(({ statusCode }) => statusCode) && deliveries;
    });
    assert.equal(refused.length, MESSAGES);
    for (const { statusCode, state } of refused) {
      assert.equal(statusCode, 307);
      assert.equal(state, 'pending');
    }

    // By either address, and by the other one when it is connected to.
    const first = await testWebhook(replica, 'rebound');
    const second = await testWebhook(replica, 'rebound');
    assert.deepEqual([first.state, second.state], ['dead', 'dead']);
    assert.match(String(second.error), /address of a private network/);
    assert.equal(receiver.count('rebound'), 0);

    const watched = await watch.stop();
    await checkAll(site, replica);
    return checkWatched(watched);
  } finally {
    await receiver.stop();
  }
}

async function listDeliveries(
  replica: Replica,
  webhook: string,
): Promise<WebhookDelivery[]> {
  const { deliveries } = await getJson<{ deliveries: WebhookDelivery[] }>(
    replica,
    `/api/static-data/webhooks/deliveries?webhook=${webhook}&state=pending,delivered,dead`,
  );
  return deliveries;
}

/** Sends a message, and gives what became of it. */
async function testWebhook(
  replica: Replica,
  webhook: string,
): Promise<WebhookDelivery> {
  const response = await replica.request(
    `/api/static-data/webhooks/${webhook}/test`,
    { method: 'POST' },
  );
  assert.equal(response.status, 200);
  const { delivery } = (await response.json()) as WebhookTestResult;
  return delivery;
}
