import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';

export const relationsGraph = (
  <EntityCatalogGraphCard variant="gridItem" height={400} />
);
