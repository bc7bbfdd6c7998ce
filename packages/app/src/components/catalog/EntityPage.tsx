import {
  EntityApiDefinitionCard,
  EntityConsumedApisCard,
  EntityConsumingComponentsCard,
  EntityHasApisCard,
  EntityProvidedApisCard,
  EntityProvidingComponentsCard,
} from '@backstage/plugin-api-docs';
import {
  EntityHasComponentsCard,
  EntityHasSystemsCard,
  EntityLayout,
  EntityLinksCard,
  EntitySwitch,
  isKind,
} from '@backstage/plugin-catalog';
import {
  EntityGroupProfileCard,
  EntityMembersListCard,
  EntityOwnershipCard,
  EntityUserProfileCard,
} from '@backstage/plugin-org';
import {
  EntityScorecardCard,
  EntitySyncHistoryCard,
  EntitySyncHistoryContent,
} from '@internal/plugin-static-data';
import Grid from '@material-ui/core/Grid';
import { ReactElement } from 'react';
import { HalfWidth, Overview } from './Overview';

/** Last on the overview, for kinds that are synchronised. */
const syncHistoryCard = (
  <HalfWidth>
    <EntitySyncHistoryCard />
  </HalfWidth>
);

const syncHistoryTab = (
  <EntityLayout.Route path="/sync-history" title="Sync history">
    <EntitySyncHistoryContent />
  </EntityLayout.Route>
);

const componentPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview>
        <HalfWidth>
          <EntityLinksCard />
        </HalfWidth>
        {syncHistoryCard}
      </Overview>
    </EntityLayout.Route>
    <EntityLayout.Route path="/api" title="API">
      <Grid container spacing={3} alignItems="stretch">
        <HalfWidth>
          <EntityProvidedApisCard />
        </HalfWidth>
        <HalfWidth>
          <EntityConsumedApisCard />
        </HalfWidth>
      </Grid>
    </EntityLayout.Route>
    {syncHistoryTab}
  </EntityLayout>
);

const apiPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Overview>
        <HalfWidth>
          <EntityProvidingComponentsCard />
        </HalfWidth>
        <HalfWidth>
          <EntityConsumingComponentsCard />
        </HalfWidth>
        {syncHistoryCard}
      </Overview>
    </EntityLayout.Route>
    <EntityLayout.Route path="/definition" title="Definition">
      <EntityApiDefinitionCard />
    </EntityLayout.Route>
    {syncHistoryTab}
  </EntityLayout>
);

/** A page with nothing but an overview, and the sync history for kinds that are synchronised. */
const overviewPage = (overview: ReactElement, isSynchronised = true) => (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      {overview}
    </EntityLayout.Route>
    {isSynchronised ? syncHistoryTab : null}
  </EntityLayout>
);

const groupPage = overviewPage(
  <Overview profile={<EntityGroupProfileCard />}>
    <HalfWidth>
      <EntityOwnershipCard />
    </HalfWidth>
    <HalfWidth>
      <EntityMembersListCard />
    </HalfWidth>
    <HalfWidth>
      <EntityScorecardCard />
    </HalfWidth>
    {syncHistoryCard}
  </Overview>,
);

const userPage = overviewPage(
  <Overview profile={<EntityUserProfileCard />}>
    <HalfWidth>
      <EntityOwnershipCard />
    </HalfWidth>
  </Overview>,
  false,
);

const systemPage = overviewPage(
  <Overview>
    <HalfWidth>
      <EntityHasComponentsCard />
    </HalfWidth>
    <HalfWidth>
      <EntityHasApisCard />
    </HalfWidth>
    {syncHistoryCard}
  </Overview>,
);

const domainPage = overviewPage(
  <Overview>
    <HalfWidth>
      <EntityHasSystemsCard />
    </HalfWidth>
    {syncHistoryCard}
  </Overview>,
);

const resourcePage = overviewPage(<Overview>{syncHistoryCard}</Overview>);

/** The page of an entity, by its kind. */
export const entityPage = (
  <EntitySwitch>
    <EntitySwitch.Case if={isKind('component')} children={componentPage} />
    <EntitySwitch.Case if={isKind('api')} children={apiPage} />
    <EntitySwitch.Case if={isKind('group')} children={groupPage} />
    <EntitySwitch.Case if={isKind('user')} children={userPage} />
    <EntitySwitch.Case if={isKind('system')} children={systemPage} />
    <EntitySwitch.Case if={isKind('domain')} children={domainPage} />
    <EntitySwitch.Case if={isKind('resource')} children={resourcePage} />
    <EntitySwitch.Case>{overviewPage(<Overview />, false)}</EntitySwitch.Case>
  </EntitySwitch>
);
