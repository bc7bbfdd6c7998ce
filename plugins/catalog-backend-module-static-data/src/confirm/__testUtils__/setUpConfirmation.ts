import { mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DEFAULT_SOURCE_ID,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { ChangeToRecord, hashEntity } from '@internal/plugin-static-data-model';
import { createStaticDataStore } from '@internal/plugin-static-data-node';
import { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { StaticDataProvider } from '../../apply/StaticDataProvider';
import { createCompletedSync } from '../../record/__testUtils__/createCompletedSync';
import { Redactor } from '../../Redactor';
import { startConfirmation } from '../startConfirmation';
import { sentCheckout } from './checkout';

/** A version of an entity, as it is recorded. */
export function versionOf(entity: Entity) {
  return { hash: hashEntity(entity), entity };
}

/** That a component was added. */
export const checkout: ChangeToRecord = {
  entityRef: 'component:default/checkout',
  kind: 'Component',
  change: 'added',
  sourceFile: 'data/applications.json',
  version: versionOf(sentCheckout()),
};
/** That it has got another title. */
export const renamed: ChangeToRecord = {
  ...checkout,
  change: 'updated',
  previousHash: checkout.version!.hash,
  version: versionOf(sentCheckout({ title: 'Check-out' })),
};

/**
 * Starts the confirmation over a real store and a catalog that shows what it is told to. It looks
 * when `run` is called.
 */
export async function setUpConfirmation(knex: Knex) {
  const all = await createStaticDataStore({ getClient: async () => knex });
  const known = { id: DEFAULT_SOURCE_ID, providerId: DEFAULT_SOURCE_ID };
  const store = all.ofSource(known.id);
  const catalog = catalogServiceMock.mock();
  const shown: Entity[] = [];
  catalog.getEntitiesByRefs.mockImplementation(async ({ entityRefs }) => ({
    items: entityRefs.map(ref =>
      shown.find(entity => stringifyEntityRef(entity) === ref),
    ),
  }));
  const logger = mockServices.logger.mock();
  const events = DefaultEventsService.create({ logger });
  const scheduler = mockServices.scheduler();
  const applyMutation = jest.fn().mockResolvedValue(undefined);
  const provider = new StaticDataProvider(known);
  await provider.connect({ applyMutation, refresh: async () => {} });
  await startConfirmation({
    sources: [{ store, known, provider }],
    confirmations: all.confirmations,
    catalog,
    auth: mockServices.auth(),
    events,
    logger,
    scheduler,
    redactor: new Redactor(['s3cret']),
  });
  async function record(
    facts: Partial<SyncHistoryRecord>,
    changes: ChangeToRecord[],
  ) {
    const id = uuid();
    await store.complete({
      ...createCompletedSync({ id, ...facts }),
      changes,
      applied: {
        buildFiles: [],
        removedBuildFiles: [],
        state: { fullApply: false },
      },
    });
    return id;
  }

  return {
    knex,
    store,
    catalog,
    events,
    logger,
    applyMutation,
    /** What the catalog shows. */
    shown,
    run: () => scheduler.triggerTask('static-data-confirmation'),
    /** Records a sync that sent changes. */
    send: (...changes: ChangeToRecord[]) => record({}, changes),
    /** The same, with facts of the sync. */
    record,
    async listConfirmations(syncId: string) {
      const { changes } = await store.changes.list({ syncId, limit: 500 });
      return changes.map(({ confirmation }) => confirmation);
    },
  };
}
