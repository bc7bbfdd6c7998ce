import { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_SOURCE_FILE } from '@internal/plugin-static-data-model';
import { StaticDataStore } from '@internal/plugin-static-data-node';

/** Every entity that comes from the source has this annotation, and no other has. */
const FROM_SOURCE = {
  [`metadata.annotations.${ANNOTATION_SOURCE_FILE}`]: CATALOG_FILTER_EXISTS,
};

const REF_FIELDS = ['kind', 'metadata.name', 'metadata.namespace'];

const PAGE_SIZE = 1000;

/**
 * Finds the entities that were sent to the catalog and that it does not have any more: because its
 * database was emptied or restored, or because somebody deleted them there.
 *
 * As long as nothing is missing, this is one request for counts. Entities are missing if the
 * catalog has fewer of a kind than the snapshot, less those that it has never shown because it has
 * yet to process them or has refused them.
 *
 * @param options.expected - entities of the snapshot by kind
 * @returns entity refs; if any are missing, then with those that were refused
 */
export async function findMissing(options: {
  catalog: CatalogService;
  auth: AuthService;
  store: StaticDataStore;
  expected: Map<string, number>;
}): Promise<string[]> {
  const { catalog, auth, store, expected } = options;
  if (expected.size === 0) {
    return [];
  }
  const credentials = await auth.getOwnServiceCredentials();
  const { facets } = await catalog.getEntityFacets(
    { filter: FROM_SOURCE, facets: ['kind'] },
    { credentials },
  );
  const shown = new Map(
    facets.kind.map(({ value, count }) => [value.toLowerCase(), count]),
  );
  const lacking = new Map(
    [...expected].map(([kind, count]) => [
      kind,
      count - (shown.get(kind.toLowerCase()) ?? 0),
    ]),
  );
  const isAnythingMissing = () =>
    [...lacking.values()].some(count => count > 0);
  if (!isAnythingMissing()) {
    return [];
  }
  const unconfirmed = await store.confirmations.listUnconfirmed();
  for (let start = 0; start < unconfirmed.length; start += PAGE_SIZE) {
    const batch = unconfirmed.slice(start, start + PAGE_SIZE);
    const { items } = await catalog.getEntitiesByRefs(
      {
        entityRefs: batch.map(({ entityRef }) => entityRef),
        // What has one of these refs, but comes from elsewhere, is why ours was refused.
        filter: FROM_SOURCE,
        fields: REF_FIELDS,
      },
      { credentials },
    );
    batch
      .filter((_, index) => !items[index])
      .forEach(({ kind }) => lacking.set(kind, (lacking.get(kind) ?? 0) - 1));
  }
  if (!isAnythingMissing()) {
    return [];
  }

  const shownRefs = new Set<string>();
  const pages = catalog.streamEntities(
    {
      filter: FROM_SOURCE,
      fields: REF_FIELDS,
      pageSize: PAGE_SIZE,
    },
    { credentials },
  );
  for await (const page of pages) {
    page.forEach(entity => shownRefs.add(stringifyEntityRef(entity)));
  }
  const snapshot = await store.snapshot.list();
  const missing = snapshot
    .map(({ entityRef }) => entityRef)
    .filter(entityRef => !shownRefs.has(entityRef));
  // While the catalog is still processing, it shows more now than when it counted.
  const unconfirmedRefs = new Set(unconfirmed.map(e => e.entityRef));
  return missing.every(ref => unconfirmedRefs.has(ref)) ? [] : missing;
}
