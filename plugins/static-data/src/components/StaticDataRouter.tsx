import { Progress } from '@backstage/core-components';
import { ComponentType, lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { compareRouteRef, syncRouteRef } from '../routes';
import { useStaticDataTranslation } from '../translation';

const dashboard = () => import('./SettingsPage/SettingsPage');
const sync = () => import('./SyncPage/SyncPage');
const compare = () => import('./ComparePage/ComparePage');

// Lazy, so that a link to one page does not download the others.
const pages = {
  Dashboard: lazy(async () =>
    toDefault((await dashboard()).StaticDataSettingsPage),
  ),
  Sync: lazy(async () => toDefault((await sync()).SyncPage)),
  Compare: lazy(async () => toDefault((await compare()).ComparePage)),
};
const bodies = {
  Dashboard: lazy(async () => toDefault((await dashboard()).SettingsPageBody)),
  Sync: lazy(async () => toDefault((await sync()).SyncPageBody)),
  Compare: lazy(async () => toDefault((await compare()).ComparePageBody)),
};

function toDefault(component: ComponentType<{}>) {
  return { default: component };
}

/** Pages with their own headers, for apps that do not render page headers. */
export const StaticDataRouter = () => <PageRoutes {...pages} />;

/** Pages without their headers. */
export const StaticDataBodyRouter = () => <PageRoutes {...bodies} />;

function PageRoutes(props: Record<keyof typeof pages, ComponentType<{}>>) {
  const { Dashboard, Sync, Compare } = props;
  const { t } = useStaticDataTranslation();
  return (
    <Suspense fallback={<Progress aria-label={t('page.loadingPage')} />}>
      <Routes>
        <Route path="/" element={<Dashboard />} />
        <Route path={syncRouteRef.path} element={<Sync />} />
        <Route path={compareRouteRef.path} element={<Compare />} />
      </Routes>
    </Suspense>
  );
}
