import { InfoCard, Progress } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncSource, toSyncResult } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { intervalWhile, usePolling } from '../hooks/usePolling';
import { useSourceSummary } from '../hooks/useSourceSummary';
import { findWorst, isAnyRunning } from '../lib/sourceStates';
import { rootRouteRef } from '../routes';
import { useStaticDataTranslation } from '../hooks/useStaticDataTranslation';
import { Fact, FactList, RelativeTime } from './common/facts';
import { FocusKeeper } from './common/FocusKeeper';
import { StatusLabel } from './common/labels';
import { SourceLink, SyncLink } from './common/links';
import { LoadAlert } from './common/loading';
import { DataAge } from './steering/SteeringWords';

export const HomeCardContent = () => {
  const { t } = useStaticDataTranslation();
  const loader = usePolling(
    async api => (await api.getSources()).sources,
    [],
    (sources, isSignalled) => intervalWhile(isAnyRunning(sources), isSignalled),
  );
  const { value: sources, error } = loader;
  const worst = sources && findWorst(sources);
  return (
    <FocusKeeper>
      {!sources && !error && <Progress aria-label={t('page.loading')} />}
      {worst && <SourceHealth source={worst} sources={sources} />}
      {/* last, so that it moves nothing */}
      <LoadAlert loader={loader} level="h2" />
    </FocusKeeper>
  );
};

function SourceHealth(props: {
  source: SyncSource;
  /** All of them. */
  sources: SyncSource[];
}) {
  const { source, sources } = props;
  const { id, health, latestSync, steering } = source;
  const { t } = useStaticDataTranslation();
  const summarize = useSourceSummary();
  const isOneOfSeveral = sources.length > 1;
  return (
    <>
      {isOneOfSeveral && (
        <Typography variant="body2">{summarize(sources)}</Typography>
      )}
      <Typography variant="h6" component="div">
        <StatusLabel status={health?.status ?? 'UNKNOWN'} />
      </Typography>
      {health?.reasons.map(reason => (
        <Typography key={reason} variant="body2">
          {reason}
        </Typography>
      ))}
      <FactList>
        {isOneOfSeveral && (
          <Fact label={t('sources.source')}>
            <SourceLink sourceId={id} />
          </Fact>
        )}
        <Fact label={t('homeCard.lastSync')}>
          {latestSync ? (
            <>
              <StatusLabel status={toSyncResult(latestSync)} />
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
        {health?.dataAsOf && (
          <Fact label={t('lastSync.dataAsOf')}>
            <DataAge dataAsOf={health.dataAsOf} pin={steering.pin} />
          </Fact>
        )}
      </FactList>
    </>
  );
}

/** The health of the synchronisation, for home pages: of several sources, the one that is worst. */
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
