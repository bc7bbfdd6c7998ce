import { Content, Header, Page, Progress } from '@backstage/core-components';
import { useApp, useRouteRef } from '@backstage/core-plugin-api';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { compareRouteRef, rootRouteRef, syncRouteRef } from '../routes';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { KeyboardAids } from './common/KeyboardAids';

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

/** The pages without headers. */
export const StaticDataBodyRouter = () => {
  const { t } = useStaticDataTranslation();
  const progress = (
    <Content>
      <Progress aria-label={t('page.loadingPage')} />
    </Content>
  );
  return (
    <KeyboardAids>
      <Suspense fallback={progress}>
        <Routes>
          <Route path="/" element={<SettingsPage />} />
          <Route path={syncRouteRef.path} element={<SyncPage />} />
          <Route path={compareRouteRef.path} element={<ComparePage />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </KeyboardAids>
  );
};

/** The app's own page for addresses that lead nowhere. */
function NotFound() {
  const { NotFoundErrorPage } = useApp().getComponents();
  return <NotFoundErrorPage />;
}

/** The pages with headers, for apps that do not render page headers. */
export const StaticDataRouter = () => {
  const { t } = useStaticDataTranslation();
  return (
    <Page themeId="tool">
      <Routes>
        <Route
          path="/"
          element={
            <Header
              title={t('page.title')}
              pageTitleOverride={t('page.documentTitle')}
              subtitle={t('page.subtitle')}
            />
          }
        />
        <Route
          path={syncRouteRef.path}
          element={<SubPageHeader title={t('syncPage.title')} />}
        />
        <Route
          path={compareRouteRef.path}
          element={<SubPageHeader title={t('comparePage.title')} />}
        />
      </Routes>
      <StaticDataBodyRouter />
    </Page>
  );
};

/** The header of a page below the dashboard. */
function SubPageHeader(props: { title: string }) {
  const { t } = useStaticDataTranslation();
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <Header
      title={props.title}
      type={t('page.documentTitle')}
      typeLink={toDashboard()}
    />
  );
}
