import { InfoCard, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { useEntityHistory } from '../../hooks';
import { entitySyncHistoryExternalRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { RetryAlert } from '../common';
import { LatestChange } from './LatestChange';
import { RecentChanges } from './RecentChanges';

/** As many as a card has room for. */
const SHOWN_CHANGES = 5;

/** Which sync changed an entity last, from where, and which did before. */
export const EntitySyncHistoryCard = () => {
  const { entity } = useEntity();
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toAll = useRouteRef(entitySyncHistoryExternalRouteRef);
  const { items, loading, error, loadMore } = useEntityHistory(entity, {
    limit: SHOWN_CHANGES,
    sentOnly: true,
  });
  // a dry run did not change anything
  const [latest, ...others] = items.filter(({ dryRun }) => !dryRun);

  return (
    <InfoCard
      title={t('entityCard.title')}
      variant="gridItem"
      deepLink={
        latest && toAll
          ? { title: t('entityCard.showAll'), link: toAll() }
          : undefined
      }
    >
      {error && (
        <RetryAlert onRetry={loadMore}>
          {t('changeList.loadFailed', { message: error.message })}
        </RetryAlert>
      )}
      {loading && !latest && <Progress aria-label={t('changeList.loading')} />}
      {!loading && !error && !latest && (
        <Typography color="textSecondary">{t('entityCard.none')}</Typography>
      )}
      {latest && <LatestChange entry={latest} />}
      {others.length > 0 && <RecentChanges entries={others} />}
    </InfoCard>
  );
};
