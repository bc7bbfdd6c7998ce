import {
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { findP95 } from '../../lib/timeline';
import { SectionCard } from '../common/layout';
import { RetryAlert } from '../common/loading';
import { Timeline, TIMELINE_HEIGHT } from './Timeline';
import { useHistoryFilters } from './useHistoryFilters';

const SHOWN_SYNCS = 100;

/** The latest syncs on an axis of time, from which readers choose what the history shows. */
export function RecentSyncsCard(props: {
  runningSync: RunningSync | null;
  /** Changes whenever there may be a new sync. */
  refreshKey: string;
}) {
  const { t, describeError } = useStaticDataTranslation();
  const { filters, setFilters } = useHistoryFilters();
  const { value, error, reload } = useLoader(
    api => api.getSyncHistory({ dryRun: false, limit: SHOWN_SYNCS }),
    [],
    { refreshKey: props.refreshKey },
  );
  const syncs = value?.history;

  return (
    <SectionCard title={t('recentSyncs.title')}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('recentSyncs.loadFailed', { message: describeError(error) })}
        </RetryAlert>
      )}
      {!syncs && !error && (
        <Skeleton
          variant="rect"
          height={TIMELINE_HEIGHT}
          aria-label={t('recentSyncs.loading')}
        />
      )}
      {syncs?.length === 0 && <Typography>{t('recentSyncs.none')}</Typography>}
      {syncs && syncs.length > 0 && (
        <>
          <Summary syncs={syncs} />
          <Timeline
            syncs={syncs}
            running={props.runningSync ?? undefined}
            chosen={filters}
            onChoose={setFilters}
          />
        </>
      )}
    </SectionCard>
  );
}

function Summary(props: { syncs: SyncHistoryRecord[] }) {
  const { syncs } = props;
  const { t, formatDuration, formatCount } = useStaticDataTranslation();
  const longest = formatDuration(
    Math.max(...syncs.map(({ durationMs }) => durationMs)),
  );
  const count = (status: SyncHistoryRecord['status']) =>
    formatCount(syncs.filter(sync => sync.status === status).length);

  return (
    <Typography variant="body2" color="textSecondary" gutterBottom>
      {syncs.length === 1
        ? t('recentSyncs.summaryOne', {
            status: t(`status.${syncs[0].status}`),
            longest,
          })
        : t('recentSyncs.summary', {
            total: formatCount(syncs.length),
            success: count('SUCCESS'),
            partial: count('PARTIAL_SUCCESS'),
            failure: count('FAILURE'),
            p95: formatDuration(findP95(syncs)),
            longest,
          })}
    </Typography>
  );
}
