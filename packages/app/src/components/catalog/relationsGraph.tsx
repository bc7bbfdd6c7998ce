import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';

export const relationsGraph = <EntityCatalogGraphCard height={400} />;
