import knexFactory from 'knex';
import {
  APPLICATIONS,
  Application,
  editApplication,
  SQUADS,
} from './architecture';
import { GithubArchitecture } from './GithubArchitecture';
import { Product } from './Product';

const HOUR_MS = 60 * 60 * 1000;
const OLDEST_MS = 29 * 24 * HOUR_MS;

/** Commits as a team makes them in a month, each to the description of an application. */
const COMMITS: Array<
  [author: string, id: string, change: Partial<Application>]
> = [
  [
    'Ana Ruiz',
    'ledger-service',
    { description: 'Keeps the books: accounts, postings and their proofs.' },
  ],
  [
    'Jonas Keller',
    'order-service',
    { description: 'Takes, validates and tracks orders, from all channels.' },
  ],
  [
    'Priya Nair',
    'refund-service',
    { description: 'Gives money back, once and only once, within a day.' },
  ],
  [
    'Tom Okafor',
    'quote-service',
    { description: 'Answers what something costs right now.' },
  ],
  [
    'Ana Ruiz',
    'payment-gateway',
    { tags: ['java', 'spring-boot', 'pci', 'critical'] },
  ],
  [
    'Mei Lindqvist',
    'wealth-web',
    { description: 'What customers see of their wealth.' },
  ],
];

/**
 * Syncs commit after commit, with failures in between as they happen, and then moves the
 * syncs back in time, so that they are spread over a month as if they had been due. The last one is
 * of now.
 */
export async function liveThroughMonth(
  architecture: GithubArchitecture,
  product: Product,
): Promise<void> {
  for (let round = 0; round < 9; round++) {
    const [author, id, change] = COMMITS[round % COMMITS.length];
    await architecture.edit(
      APPLICATIONS,
      `Describe ${id} anew`,
      editApplication(id, change),
      author,
    );
    await product.sync();
    await product.sync();
    if (round === 3) {
      architecture.server.fail('serverError');
      await product.sync();
      architecture.server.fail(undefined);
    }
    if (round === 6) {
      await architecture.leaveConflict(SQUADS, 'Tom Okafor');
      await product.sync();
      await architecture.restore();
    }
    await product.sync();
    await product.sync();
  }
  await product.stop();
  await spreadSyncs(product.databasePath);
  await product.start();
  await product.sync();
}

async function spreadSyncs(databasePath: string): Promise<void> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: databasePath },
    useNullAsDefault: true,
  });
  const syncs: Array<{ id: string; duration_ms: number }> = await knex(
    'static_data_sync_history',
  )
    .select('id', 'duration_ms')
    .orderBy('start_time', 'desc');
  for (const [index, { id, duration_ms: durationMs }] of syncs.entries()) {
    // more of them lately
    const share = index / (syncs.length - 1);
    const start = Date.now() - HOUR_MS - OLDEST_MS * share ** 2;
    await knex('static_data_sync_history')
      .where({ id })
      .update({
        start_time: new Date(start).toISOString(),
        end_time: new Date(start + durationMs).toISOString(),
        sync_type: 'SCHEDULED',
        triggered_by: null,
      });
  }
  await knex.destroy();
}
