import { InfoCard, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { useSyncSettings } from '../hooks/useSyncSettings';
import { rootRouteRef } from '../routes';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { Fact, FactList, RelativeTime } from './common/facts';
import { StatusLabel } from './common/labels';
import { SyncLink } from './common/links';
import { LoadAlert } from './common/loading';

export const HomeCardContent = () => {
  const { t } = useStaticDataTranslation();
  const settings = useSyncSettings({ period: '24h', refreshPending: false });
  const { value, error } = settings;
  const { health, latestSync } = value ?? {};
  return (
    <>
      {!value && !error && <Progress aria-label={t('page.loading')} />}
      {health && (
        <>
          <Typography variant="h6" component="div">
            <StatusLabel status={health.status} />
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
                  <StatusLabel status={latestSync.status} />
                  {', '}
                  <SyncLink syncId={latestSync.id}>
                    #{latestSync.number} ·{' '}
                    <RelativeTime time={latestSync.startTime} />
                  </SyncLink>
                </>
              ) : (
                t('lastSync.never')
              )}
            </Fact>
            {health.dataAsOf && (
              <Fact label={t('lastSync.dataAsOf')}>
                <RelativeTime time={health.dataAsOf} />
              </Fact>
            )}
          </FactList>
        </>
      )}
      {/* last, so that it moves nothing */}
      <LoadAlert loader={settings} />
    </>
  );
};

/** The health of the synchronisation, for home pages. */
export const HomeCard = () => {
  const { t } = useStaticDataTranslation();
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
