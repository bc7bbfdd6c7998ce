import { Header, Page } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { ComparePageBody } from './ComparePageBody';

/** The whole page that compares syncs, for apps that do not draw the header of a page themselves. */
export const ComparePage = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <Page themeId="tool">
      <Header
        title={t('comparePage.title')}
        type={t('page.documentTitle')}
        typeLink={toDashboard()}
      />
      <ComparePageBody />
    </Page>
  );
};
