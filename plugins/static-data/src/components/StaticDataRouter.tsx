import { Content, Header, Page, Progress } from '@backstage/core-components';
import { useApp, useRouteRef } from '@backstage/core-plugin-api';
import { BreadcrumbEntry } from '@backstage/frontend-plugin-api';
import Grid from '@material-ui/core/Grid';
import { makeStyles } from '@material-ui/core/styles';
import { ComponentProps, lazy, Suspense } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import useTitle from 'react-use/esm/useTitle';
import { compareRouteRef, rootRouteRef, syncRouteRef } from '../routes';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { CompareLink } from './ComparePage/CompareLink';
import { KeyboardAids } from './common/KeyboardAids';
import { NO_SUBTITLE, PageTitle, PageTitleContext } from './common/PageTitle';

// Lazy, so that a link to one page does not download the others.
const SettingsPage = lazy(() =>
  import('./SettingsPage/SettingsPage').then(m => ({
    default: m.SettingsPage,
  })),
);
const SyncPage = lazy(() =>
  import('./SyncPage/SyncPage').then(m => ({ default: m.SyncPage })),
);
const ComparePage = lazy(() =>
  import('./ComparePage/ComparePage').then(m => ({ default: m.ComparePage })),
);

const useStyles = makeStyles({
  root: {
    display: 'contents',
    '[dir="rtl"] &': {
      textAlign: 'match-parent',
      // Each text has the direction of its own language: what comes from the source need not be in
      // that of the reader.
      '& *': { unicodeBidi: 'plaintext' },
    },
  },
});

/** The pages; the app decides how their titles are shown. */
const Pages = () => {
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const progress = (
    <Content>
      <Progress aria-label={t('page.loadingPage')} />
    </Content>
  );
  return (
    <div className={classes.root}>
      <KeyboardAids>
        <Routes>
          <Route
            path="/"
            element={
              <PageTitle
                isRoot
                title={t('page.title')}
                documentTitle={t('page.documentTitle')}
                subtitle={t('page.subtitle')}
              >
                <Suspense fallback={progress}>
                  <SettingsPage />
                </Suspense>
              </PageTitle>
            }
          />
          <Route
            path={syncRouteRef.path}
            element={
              <Suspense
                fallback={
                  <PageTitle title={t('syncPage.title')} subtitle={NO_SUBTITLE}>
                    {progress}
                  </PageTitle>
                }
              >
                <SyncPage />
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
      </KeyboardAids>
    </div>
  );
};

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
  const { title, subtitle, documentTitle, isRoot, children } = props;
  const { t } = useStaticDataTranslation();
  const toDashboard = useRouteRef(rootRouteRef);
  const toCompare = useRouteRef(compareRouteRef);
  const { pathname } = useLocation();
  return (
    <>
      <Header
        title={title}
        subtitle={subtitle}
        pageTitleOverride={documentTitle}
        {...(!isRoot && {
          type: t('page.documentTitle'),
          typeLink: toDashboard(),
        })}
      >
        {pathname !== toCompare() && (
          <Grid item>
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
  const { title, documentTitle = title, children } = props;
  const { pathname } = useLocation();
  // Only where there is no header, which sets it as well: where two do, the counter of
  // @backstage/plugin-notifications 0.6.0 follows now the one and now the other, and never ends
  // (https://github.com/backstage/backstage/pull/24879).
  useTitle(documentTitle, { restoreOnUnmount: true });
  return (
    <BreadcrumbEntry entry={{ label: title, href: pathname }}>
      {children}
    </BreadcrumbEntry>
  );
}
