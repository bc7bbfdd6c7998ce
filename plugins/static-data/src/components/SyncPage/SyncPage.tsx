import { Header, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { SyncPageBody } from './SyncPageBody';

/** The whole page of one sync, for apps that do not draw the header of a page themselves. */
export const SyncPage = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <Page themeId="tool">
      <Header
        title={t('syncPage.title')}
        type={t('page.documentTitle')}
        typeLink={toDashboard()}
      />
      <SyncPageBody />
    </Page>
  );
};
