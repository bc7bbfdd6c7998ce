import { Content, Header, Page, Progress } from '@backstage/core-components';
import { useApp, useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Grid from '@material-ui/core/Grid';
import { makeStyles } from '@material-ui/core/styles';
import { ComponentProps, lazy, ReactNode, Suspense } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import useTitle from 'react-use/esm/useTitle';
import {
  compareRouteRef,
  rootRouteRef,
  sourceRouteRef,
  stateRouteRef,
  syncRouteRef,
} from '../routes';
import { SourcesProvider, useSources } from '../hooks/useSources';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { CompareLink } from './ComparePage/CompareLink';
import { KeyboardAids } from './common/KeyboardAids';
import { useIsNarrow } from './common/layout';
import { NO_SUBTITLE, PageTitle, PageTitleContext } from './common/PageTitle';
import { useDirectionStyles } from './common/styles';

// Lazy, so that a link to one page does not download the others.
const SettingsPage = lazy(() =>
  import('./SettingsPage/SettingsPage').then(m => ({
    default: m.SettingsPage,
  })),
);
const OverviewPage = lazy(() =>
  import('./OverviewPage/OverviewPage').then(m => ({
    default: m.OverviewPage,
  })),
);
const SourcePage = lazy(() =>
  import('./OverviewPage/SourcePage').then(m => ({ default: m.SourcePage })),
);
const SyncPage = lazy(() =>
  import('./SyncPage/SyncPage').then(m => ({ default: m.SyncPage })),
);
const ComparePage = lazy(() =>
  import('./ComparePage/ComparePage').then(m => ({ default: m.ComparePage })),
);

const StatePage = lazy(() =>
  import('./StatePage/StatePage').then(m => ({ default: m.StatePage })),
);

const useStyles = makeStyles(theme => ({
  root: { display: 'contents' },
  // as the title
  headerAction: { color: theme.page.fontColor },
}));

/** The pages; the app decides how their titles are shown. */
const Pages = () => {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
  const progress = (
    <Content>
      <Progress aria-label={t('page.loadingPage')} />
    </Content>
  );
  return (
    <div className={`${classes.root} ${direction.root}`}>
      <KeyboardAids>
        <SourcesProvider>
          <Routes>
            <Route path="/" element={<RootPage fallback={progress} />} />
            <Route
              path={sourceRouteRef.path}
              element={
                <Suspense
                  fallback={
                    <PageTitle
                      title={t('sources.source')}
                      subtitle={NO_SUBTITLE}
                    >
                      {progress}
                    </PageTitle>
                  }
                >
                  <SourcePage />
                </Suspense>
              }
            />
            <Route
              path={syncRouteRef.path}
              element={
                <Suspense
                  fallback={
                    <PageTitle
                      title={t('syncPage.title')}
                      subtitle={NO_SUBTITLE}
                    >
                      {progress}
                    </PageTitle>
                  }
                >
                  <SyncPage />
                </Suspense>
              }
            />
            <Route
              path={stateRouteRef.path}
              element={
                <Suspense
                  fallback={
                    <PageTitle
                      title={t('statePage.title')}
                      subtitle={NO_SUBTITLE}
                    >
                      {progress}
                    </PageTitle>
                  }
                >
                  <StatePage />
                </Suspense>
              }
            />
            <Route
              path={compareRouteRef.path}
              element={
                <PageTitle title={t('comparePage.title')}>
                  <Suspense fallback={progress}>
                    <ComparePage />
                  </Suspense>
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
function RootPage(props: { fallback: ReactNode }) {
  const { t } = useStaticDataTranslation();
  const { hasSeveral } = useSources();
  return (
    <PageTitle
      isRoot
      title={t('page.title')}
      documentTitle={t('page.documentTitle')}
      subtitle={hasSeveral ? t('sources.subtitle') : t('page.subtitle')}
    >
      <Suspense fallback={props.fallback}>
        {hasSeveral === undefined && props.fallback}
        {hasSeveral && <OverviewPage />}
        {hasSeveral === false && <SettingsPage />}
      </Suspense>
    </PageTitle>
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
