import { EntityAboutCard } from '@backstage/plugin-catalog';
import { EntityCatalogGraphCard } from '@backstage/plugin-catalog-graph';
import Grid from '@material-ui/core/Grid';
import { PropsWithChildren, ReactNode } from 'react';
import { EntityWarnings } from './EntityWarnings';

/** A card that takes half of the width where there is room for two. */
export const HalfWidth = ({ children }: PropsWithChildren<{}>) => (
  <Grid item xs={12} md={6}>
    {children}
  </Grid>
);

/**
 * The first tab of an entity's page: what is wrong, who it is, what it is related to,
 * and the cards of its kind.
 */
export const Overview = (
  props: PropsWithChildren<{
    /** In place of the card "About". */
    profile?: ReactNode;
  }>,
) => (
  <Grid container spacing={3} alignItems="stretch">
    <EntityWarnings />
    <HalfWidth>{props.profile ?? <EntityAboutCard />}</HalfWidth>
    <HalfWidth>
      <EntityCatalogGraphCard height={400} />
    </HalfWidth>
    {props.children}
  </Grid>
);
