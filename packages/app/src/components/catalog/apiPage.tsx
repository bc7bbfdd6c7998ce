import {
  EntityApiDefinitionCard,
  EntityConsumingComponentsCard,
  EntityProvidingComponentsCard,
} from '@backstage/plugin-api-docs';
import { EntityAboutCard, EntityLayout } from '@backstage/plugin-catalog';
import Grid from '@material-ui/core/Grid';
import { EntityWarnings } from './EntityWarnings';
import { relationsGraph } from './relationsGraph';

export const apiPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container spacing={3} alignItems="stretch">
        <EntityWarnings />
        <Grid item xs={12} md={6}>
          <EntityAboutCard />
        </Grid>
        <Grid item xs={12} md={6}>
          {relationsGraph}
        </Grid>
        <Grid item xs={12} lg={6}>
          <EntityProvidingComponentsCard />
        </Grid>
        <Grid item xs={12} lg={6}>
          <EntityConsumingComponentsCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/definition" title="Definition">
      <EntityApiDefinitionCard />
    </EntityLayout.Route>
  </EntityLayout>
);
