import { Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHealthStatus,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useSyncSettings } from '../../hooks';
import { formatTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import {
  Fact,
  FactList,
  RelativeTime,
  RetryAlert,
  StatusLabel,
  SyncLink,
  SyncStatusLabel,
} from '../common';

const TONES = {
  HEALTHY: 'ok',
  DEGRADED: 'warning',
  UNHEALTHY: 'error',
} as const;

/** Health and last sync, kept up to date. */
export const HomeCardContent = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { settings, loadedAt, error, reload } = useSyncSettings({
    period: '24h',
    refreshPending: false,
  });
  return (
    <>
      {error && (
        <RetryAlert onRetry={reload}>
          {loadedAt
            ? t('error.stale', {
                time: formatTime(loadedAt),
                message: error.message,
              })
            : t('error.loadFailed')}
        </RetryAlert>
      )}
      {!settings && !error && <Progress aria-label={t('page.loading')} />}
      {settings && <HealthFacts settings={settings} />}
    </>
  );
};

function HealthFacts(props: { settings: SyncSettings }) {
  const { health, latestSync } = props.settings;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const words: Record<SyncHealthStatus, string> = {
    HEALTHY: t('status.healthy'),
    DEGRADED: t('status.degraded'),
    UNHEALTHY: t('status.unhealthy'),
  };
  return (
    <>
      <Typography variant="h6" component="div">
        <StatusLabel tone={TONES[health.status]}>
          {words[health.status]}
        </StatusLabel>
      </Typography>
      {health.reasons.map(reason => (
        <Typography key={reason} variant="body2">
          {reason}
        </Typography>
      ))}
      <FactList>
        <Fact label={t('homeCard.lastSync')}>
          {latestSync ? (
            <>
              <SyncStatusLabel status={latestSync.status} />
              {', '}
              <SyncLink syncId={latestSync.id}>
                <RelativeTime time={latestSync.startTime} />
              </SyncLink>
            </>
          ) : (
            t('lastSync.never')
          )}
        </Fact>
        {health.dataAsOf && (
          <Fact label={t('homeCard.dataAsOf')}>
            <RelativeTime time={health.dataAsOf} />
          </Fact>
        )}
      </FactList>
    </>
  );
}
