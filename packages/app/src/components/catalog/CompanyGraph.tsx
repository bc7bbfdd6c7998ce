import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  Content,
  Progress,
  ResponseErrorPanel,
} from '@backstage/core-components';
import { CatalogGraphPage } from '@backstage/plugin-catalog-graph';
import { cloneElement, ComponentProps, ReactElement } from 'react';
import { useDomains } from './useDomains';

/**
 * Makes the graph begin with the whole company: its domains, and what is in them. The page is given
 * as a child, because Backstage finds pages only among the elements of the app.
 */
export const CompanyGraph = (props: {
  children: ReactElement<ComponentProps<typeof CatalogGraphPage>>;
}) => {
  const { domains, error } = useDomains();
  if (error) {
    return (
      <Content>
        <ResponseErrorPanel error={error} />
      </Content>
    );
  }
  return domains ? (
    cloneElement(props.children, {
      initialState: {
        rootEntityRefs: domains.map(domain => stringifyEntityRef(domain)),
        selectedKinds: ['domain', 'system', 'component'],
        selectedRelations: ['hasPart', 'partOf'],
        unidirectional: true,
        mergeRelations: true,
        showFilters: false,
      },
    })
  ) : (
    <Progress />
  );
};
