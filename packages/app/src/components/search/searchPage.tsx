import { Content, Header, Page } from '@backstage/core-components';
import { CatalogSearchResultListItem } from '@backstage/plugin-catalog';
import {
  SearchBar,
  SearchPagination,
  SearchResult,
} from '@backstage/plugin-search-react';
import Grid from '@material-ui/core/Grid';

export const searchPage = (
  <Page themeId="home">
    <Header title="Search" />
    <Content>
      <Grid container direction="column">
        <Grid item>
          <SearchBar />
        </Grid>
        <Grid item>
          <SearchPagination />
          <SearchResult>
            <CatalogSearchResultListItem />
          </SearchResult>
        </Grid>
      </Grid>
    </Content>
  </Page>
);
