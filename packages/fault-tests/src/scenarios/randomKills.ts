import { setTimeout as sleep } from 'node:timers/promises';
import { runSync } from '../harness/client';
import { createRandom } from '../harness/createRandom';
import { expireLeaseUnlessHeldBy } from '../harness/lease';
import { Replica } from '../harness/Replica';
import { Site } from '../harness/Site';
import { REPLICAS } from '../options';

/**
 * Has all replicas asked for syncs of all sources again and again, and kills one of them from time to
 * time.
 *
 * @returns the replicas at the end
 */
export async function runWithRandomKills(
  site: Site,
  options: {
    /** Starts no more when there were so many. */
    syncs: number;
    /** In each round. */
    killProbability: number;
    /** The share of the sources that change in each round. */
    changed?: number;
    /** When a replica is killed at the latest, after the requests. */
    killWithinMs?: number;
    timeoutMs?: number;
  },
): Promise<Replica[]> {
  const { syncs, killProbability, timeoutMs } = options;
  const { changed = 1, killWithinMs = 200 } = options;
  const seed = Number(process.env.FAULT_TESTS_SEED ?? Date.now() % 100_000);
  console.log(`        FAULT_TESTS_SEED=${seed}`);
  const random = createRandom(seed);
  let all = await site.getReplicas(REPLICAS);
  while (site.startedSyncs.size < syncs) {
    const changing = site.sources.filter(() => random() < changed);
    await Promise.all(changing.map(({ source }) => source.change()));
    const requests = all.flatMap(replica =>
      site.sourceIds.map(source => ({
        replica,
        sync: runSync(replica, { source, timeoutMs }),
      })),
    );
    const ended = Promise.allSettled(requests.map(({ sync }) => sync));
    let victim: Replica | undefined;
    if (random() < killProbability) {
      victim = all[Math.floor(random() * all.length)];
      await sleep(random() * killWithinMs);
      await victim.kill();
      await expireLeaseUnlessHeldBy(
        site,
        all.filter(replica => replica !== victim),
      );
      all = await site.getReplicas(REPLICAS);
    }
    await ended;
    // Whoever did not ask the victim has an answer.
    for (const { replica, sync } of requests) {
      if (replica !== victim) {
        await sync;
      }
    }
  }
  return all;
}
