import { Content, Header, Page, Progress } from '@backstage/core-components';
import { useApp, useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Grid from '@material-ui/core/Grid';
import { makeStyles } from '@material-ui/core/styles';
import { ComponentProps, ComponentType } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import useTitle from 'react-use/esm/useTitle';
import {
  compareRouteRef,
  rootRouteRef,
  sourceRouteRef,
  stateRouteRef,
  syncRouteRef,
} from '../routes';
import { useLazyCode } from '../hooks/useLazyCode';
import { SourcesProvider, useSources } from '../hooks/useSources';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { LazyCode, lazyCode } from '../lib/lazyCode';
import { CodeAlert } from './common/CodeAlert';
import { CompareLink } from './ComparePage/CompareLink';
import { KeyboardAids } from './common/KeyboardAids';
import { useIsNarrow } from './common/layout';
import { NO_SUBTITLE, PageTitle, PageTitleContext } from './common/PageTitle';
import { useDirectionStyles } from './common/styles';

// Lazy, so that a link to one page does not download the others.
const settingsPage = lazyCode<ComponentType>(() =>
  import('./SettingsPage/SettingsPage').then(m => m.SettingsPage),
);
const overviewPage = lazyCode(() =>
  import('./OverviewPage/OverviewPage').then(m => m.OverviewPage),
);
const sourcePage = lazyCode(() =>
  import('./OverviewPage/SourcePage').then(m => m.SourcePage),
);
const syncPage = lazyCode(() =>
  import('./SyncPage/SyncPage').then(m => m.SyncPage),
);
const comparePage = lazyCode(() =>
  import('./ComparePage/ComparePage').then(m => m.ComparePage),
);
const statePage = lazyCode(() =>
  import('./StatePage/StatePage').then(m => m.StatePage),
);

const useStyles = makeStyles(theme => ({
  root: { display: 'contents' },
  // as the title
  headerAction: { color: theme.page.fontColor, whiteSpace: 'nowrap' },
}));

/** The pages; the app decides how their titles are shown. */
const Pages = () => {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
  return (
    <div className={`${classes.root} ${direction.root}`}>
      <KeyboardAids>
        <SourcesProvider>
          <Routes>
            <Route path="/" element={<RootPage />} />
            <Route
              path={sourceRouteRef.path}
              element={
                <LazyPage page={sourcePage} title={t('sources.source')} />
              }
            />
            <Route
              path={syncRouteRef.path}
              element={<LazyPage page={syncPage} title={t('syncPage.title')} />}
            />
            <Route
              path={stateRouteRef.path}
              element={
                <LazyPage page={statePage} title={t('statePage.title')} />
              }
            />
            <Route
              path={compareRouteRef.path}
              element={
                <PageTitle title={t('comparePage.title')}>
                  <LazyPage page={comparePage} />
                </PageTitle>
              }
            />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </SourcesProvider>
      </KeyboardAids>
    </div>
  );
};

/**
 * All sources, or the dashboard of the only one. As long as it may be the one or the other, nothing asks for a
 * dashboard, which the backend would refuse where there are several sources.
 */
function RootPage() {
  const { t } = useStaticDataTranslation();
  const { hasSeveral } = useSources();
  return (
    <PageTitle
      isRoot
      title={t('page.title')}
      documentTitle={t('page.documentTitle')}
      subtitle={hasSeveral ? t('sources.subtitle') : t('page.subtitle')}
    >
      {hasSeveral === undefined ? (
        <OneOrSeveral />
      ) : (
        <LazyPage page={hasSeveral ? overviewPage : settingsPage} />
      )}
    </PageTitle>
  );
}

/** Until it is known which of the pages it is, loads the code of the one that most installations show. */
function OneOrSeveral() {
  useLazyCode(settingsPage);
  return <PageProgress />;
}

function LazyPage(props: {
  page: LazyCode<ComponentType>;
  /** Of a page that has a title of its own, until it is there. */
  title?: string;
}) {
  const { page, title } = props;
  const { value: Loaded, error, reload } = useLazyCode(page);
  if (Loaded) {
    return <Loaded />;
  }
  const content = error ? (
    <Content>
      <CodeAlert error={error} onRetry={reload} />
    </Content>
  ) : (
    <PageProgress />
  );
  return title ? (
    <PageTitle title={title} subtitle={NO_SUBTITLE}>
      {content}
    </PageTitle>
  ) : (
    content
  );
}

function PageProgress() {
  const { t } = useStaticDataTranslation();
  return (
    <Content>
      <Progress aria-label={t('page.loadingPage')} />
    </Content>
  );
}

/** The app's own page for addresses that lead nowhere. */
function NotFound() {
  const { NotFoundErrorPage } = useApp().getComponents();
  return <NotFoundErrorPage />;
}

/** The pages with headers, for apps that do not render page headers. */
export const StaticDataRouter = () => (
  <Page themeId="tool">
    <PageTitleContext.Provider value={TitleInHeader}>
      <Pages />
    </PageTitleContext.Provider>
  </Page>
);

function TitleInHeader(props: ComponentProps<typeof PageTitle>) {
  const { title, subtitle, documentTitle, isRoot, parent, children } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const toDashboard = useRouteRef(rootRouteRef);
  const toCompare = useRouteRef(compareRouteRef);
  const { pathname } = useLocation();
  const isNarrow = useIsNarrow();
  return (
    <>
      <Header
        title={title}
        // a telephone has better use for the room
        subtitle={isRoot && isNarrow ? undefined : subtitle}
        pageTitleOverride={documentTitle}
        {...(!isRoot && {
          type: parent?.title ?? t('page.documentTitle'),
          typeLink: parent?.to ?? toDashboard(),
        })}
      >
        {pathname !== toCompare() && (
          <Grid item className={classes.headerAction}>
            <CompareLink />
          </Grid>
        )}
      </Header>
      {children}
    </>
  );
}

/** The pages without headers, for apps that render page headers with breadcrumbs. */
export const StaticDataBodyRouter = () => (
  <PageTitleContext.Provider value={TitleInBreadcrumbs}>
    <Pages />
  </PageTitleContext.Provider>
);

function TitleInBreadcrumbs(props: ComponentProps<typeof PageTitle>) {
  return props.isRoot ? props.children : <TitleOfPart {...props} />;
}

function TitleOfPart(props: ComponentProps<typeof PageTitle>) {
  const { title, documentTitle = title, parent, children } = props;
  const { pathname } = useLocation();
  // Only where there is no header, which sets it as well: where two do, the counter of
  // @backstage/plugin-notifications 0.6.0 follows now the one and now the other, and never ends
  // (https://github.com/backstage/backstage/pull/24879).
  useTitle(documentTitle, { restoreOnUnmount: true });
  const part = (
    <BreadcrumbEntry entry={{ label: title, href: pathname }}>
      {children}
    </BreadcrumbEntry>
  );
  return parent ? (
    <BreadcrumbEntry entry={{ label: parent.title, href: parent.to }}>
      {part}
    </BreadcrumbEntry>
  ) : (
    part
  );
}
