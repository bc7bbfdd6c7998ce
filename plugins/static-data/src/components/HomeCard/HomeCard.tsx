import { InfoCard } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { HomeCardContent } from './HomeCardContent';

/** Whether the catalog can be trusted, for home pages. */
export const HomeCard = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <InfoCard
      title={t('page.documentTitle')}
      deepLink={{ title: t('homeCard.open'), link: toDashboard() }}
    >
      <HomeCardContent />
    </InfoCard>
  );
};
