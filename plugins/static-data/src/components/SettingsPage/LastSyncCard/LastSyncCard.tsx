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
import { RelativeTime, SectionCard, StatusLabel } from '../../common';

/** When the last sync ran, how old the data is, and when the next sync is due. */
export function LastSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
  health: SyncHealth;
}) {
  const { latestSync, health } = props;
  const { dataAsOf, nextSync, lateBy } = health;
  const { t } = useTranslationRef(staticDataTranslationRef);
  // after a failure the catalog is older than the last sync makes believe
  const dataIsOlder =
    dataAsOf !== null && latestSync !== null && dataAsOf < latestSync.startTime;
  const dataAge = dataAsOf && (
    <>
      {t('lastSync.dataAsOf')} <RelativeTime time={dataAsOf} />
    </>
  );

  return (
    <SectionCard title={t('lastSync.title')}>
      <Typography variant="h6" component="p">
        {latestSync ? (
          <RelativeTime time={latestSync.startTime} />
        ) : (
          t('lastSync.never')
        )}
      </Typography>
      {dataAge && (
        <Typography variant="body2" component="div">
          {dataIsOlder ? (
            <StatusLabel tone="warning">{dataAge}</StatusLabel>
          ) : (
            dataAge
          )}
        </Typography>
      )}
      <Typography variant="body2" color="textSecondary">
        <NextRun nextSync={nextSync} />
      </Typography>
      {lateBy > 0 && (
        <Typography variant="body2" component="div">
          <StatusLabel tone="warning">
            {t('lastSync.overdue', { span: formatSpan(lateBy) })}
          </StatusLabel>
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
