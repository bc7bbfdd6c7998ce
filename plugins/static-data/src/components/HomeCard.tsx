import { InfoCard, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHealthStatus,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useSyncSettings } from '../hooks/useSyncSettings';
import { formatTime } from '../lib/formatting';
import { rootRouteRef } from '../routes';
import { staticDataTranslationRef } from '../translation';
import { Fact, FactList, RelativeTime } from './common/facts';
import { StatusLabel, SyncStatusLabel } from './common/labels';
import { SyncLink } from './common/links';
import { RetryAlert } from './common/loading';

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
