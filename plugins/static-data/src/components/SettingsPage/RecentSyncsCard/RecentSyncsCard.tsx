import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useRecentSyncs } from '../../../hooks';
import { formatCount, formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { RetryAlert, SectionCard, useSyncStatusWords } from '../../common';
import { STRIP_HEIGHT, SyncStrip } from './SyncStrip';

/** How the last syncs went, at a glance. */
export function RecentSyncsCard(props: {
  /** Changes whenever there may be a new sync. */
  refreshKey: string;
}) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { syncs, error, reload } = useRecentSyncs(props.refreshKey);

  return (
    <SectionCard title={t('recentSyncs.title')}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('recentSyncs.loadFailed', { message: error.message })}
        </RetryAlert>
      )}
      {!syncs && !error && (
        <Skeleton
          variant="rect"
          height={STRIP_HEIGHT}
          aria-label={t('recentSyncs.loading')}
        />
      )}
      {syncs?.length === 0 && <Typography>{t('recentSyncs.none')}</Typography>}
      {syncs && syncs.length > 0 && (
        <>
          <Summary syncs={syncs} />
          <SyncStrip syncs={syncs} />
        </>
      )}
    </SectionCard>
  );
}

function Summary(props: { syncs: SyncHistoryRecord[] }) {
  const { syncs } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const statusWords = useSyncStatusWords();
  const longest = formatDuration(
    Math.max(...syncs.map(({ durationMs }) => durationMs)),
  );
  const count = (status: SyncHistoryRecord['status']) =>
    formatCount(syncs.filter(sync => sync.status === status).length);

  return (
    <Typography variant="body2" color="textSecondary" gutterBottom>
      {syncs.length === 1
        ? t('recentSyncs.summaryOne', {
            status: statusWords[syncs[0].status],
            longest,
          })
        : t('recentSyncs.summary', {
            total: formatCount(syncs.length),
            success: count('SUCCESS'),
            partial: count('PARTIAL_SUCCESS'),
            failure: count('FAILURE'),
            longest,
          })}
    </Typography>
  );
}
