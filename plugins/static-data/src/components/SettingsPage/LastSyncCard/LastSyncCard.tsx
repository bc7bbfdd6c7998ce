import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHealth,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import {
  formatDateTime,
  formatRelativeTime,
  formatSpan,
} from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { RelativeTime, SectionCard } from '../../common';

/** When the last sync ran, and when the next one is due. */
export function LastSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
  health: SyncHealth;
}) {
  const { latestSync, health } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  // after a failure the catalog is older than the last sync makes believe
  const dataIsOlder =
    health.dataAsOf !== null &&
    latestSync !== null &&
    health.dataAsOf < latestSync.startTime;

  return (
    <SectionCard title={t('lastSync.title')}>
      <Typography variant="h6" component="p">
        {latestSync ? (
          <RelativeTime time={latestSync.startTime} />
        ) : (
          t('lastSync.never')
        )}
      </Typography>
      {dataIsOlder && health.dataAsOf && (
        <Typography variant="body2">
          {t('lastSync.dataAsOf', {
            time: formatRelativeTime(health.dataAsOf),
          })}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        <NextRun nextSync={health.nextSync} />
      </Typography>
      {health.lateBy > 0 && (
        <Typography variant="body2">
          {t('lastSync.overdue', { span: formatSpan(health.lateBy) })}
        </Typography>
      )}
    </SectionCard>
  );
}

function NextRun(props: { nextSync: string | null }) {
  const { nextSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  if (!nextSync) {
    return <>{t('lastSync.noSchedule')}</>;
  }
  const isDue = Date.parse(nextSync) <= Date.now();
  return (
    <time dateTime={nextSync} title={formatDateTime(nextSync)}>
      {isDue
        ? t('lastSync.dueNow')
        : t('lastSync.nextRun', { time: formatRelativeTime(nextSync) })}
    </time>
  );
}
