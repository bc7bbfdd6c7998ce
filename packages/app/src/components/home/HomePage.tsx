import { Content, Header, Page } from '@backstage/core-components';
import { HomePageSearchBar } from '@backstage/plugin-search';
import { StaticDataHomeCard } from '@internal/plugin-static-data';
import Grid from '@material-ui/core/Grid';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { DomainsCard } from './DomainsCard';

/** Where a visit begins: what there is, and whether it can be trusted. */
export const HomePage = () => {
  const organization =
    useApi(configApiRef).getOptionalString('organization.name');
  return (
    <Page themeId="home">
      <Header title={organization ?? 'Home'} pageTitleOverride="Home" />
      <Content>
        <Grid container spacing={3}>
          <Grid item xs={12}>
            <HomePageSearchBar placeholder="Search the catalog" />
          </Grid>
          <Grid item xs={12} md={6}>
            <StaticDataHomeCard />
          </Grid>
          <Grid item xs={12} md={6}>
            <DomainsCard />
          </Grid>
        </Grid>
      </Content>
    </Page>
  );
};
