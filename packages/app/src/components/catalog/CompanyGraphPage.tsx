import { stringifyEntityRef } from '@backstage/catalog-model';
import { Progress } from '@backstage/core-components';
import { CatalogGraphPage } from '@backstage/plugin-catalog-graph';
import { useDomains } from './useDomains';

/** The graph of the catalog, which begins with the whole company: its domains, and what is in them. */
export const CompanyGraphPage = () => {
  const domains = useDomains();
  return domains ? (
    <CatalogGraphPage
      initialState={{
        rootEntityRefs: domains.map(domain => stringifyEntityRef(domain)),
        selectedKinds: ['domain', 'system', 'component'],
        selectedRelations: ['hasPart', 'partOf'],
        unidirectional: true,
        mergeRelations: true,
        showFilters: false,
      }}
    />
  ) : (
    <Progress />
  );
};
