import {
  SYNC_STATISTICS_PERIODS,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import {
  ManualRefreshState,
  useManualRefresh,
  useRefreshOutcome,
} from '../../hooks/useManualRefresh';
import { useSyncSettings } from '../../hooks/useSyncSettings';
import { useUrlChoice } from '../../hooks/useUrlParameter';
import { hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { LoadedContent } from '../common/loading';
import { ConfigurationCard } from './ConfigurationCard';
import { HeldRemovals } from './HeldRemovals';
import { HistoryTable } from './HistoryTable';
import { LatestSyncCard } from './LatestSyncCard';
import { RecentSyncsCard } from './RecentSyncsCard';
import { StatisticsCard } from './StatisticsCard';
import { StatusHeader } from './StatusHeader';
import { SyncActions } from './SyncActions';

const section = { item: true, xs: 12 } as const;

/** The dashboard. */
export function SettingsPage() {
  const { t } = useStaticDataTranslation();
  const [period = '24h', setPeriod] = useUrlChoice(
    'period',
    SYNC_STATISTICS_PERIODS,
  );
  const manualRefresh = useManualRefresh();
  const { state: refresh, start } = manualRefresh;
  const settings = useSyncSettings({
    period,
    refreshPending: refresh.status === 'pending',
  });
  useRefreshOutcome(manualRefresh, settings.value, settings.reload);

  return (
    <LoadedContent loader={settings} loadingLabel={t('page.loading')}>
      {loaded => {
        const { configuration, latestSync, runningSync, health } = loaded;
        const refreshKey = refreshKeyOf(loaded, refresh);
        return (
          <>
            <StatusHeader settings={loaded}>
              <SyncActions
                refresh={refresh}
                runningSync={runningSync}
                hasBranches={hasBranches(configuration)}
                onRefresh={start}
              />
            </StatusHeader>
            <HeldRemovals
              configuration={configuration}
              refreshKey={refreshKey}
              syncing={
                refresh.status === 'requesting' ||
                refresh.status === 'pending' ||
                runningSync !== null
              }
              onSync={() => start()}
            />
            <Grid container spacing={3}>
              <Grid {...section}>
                <RecentSyncsCard
                  refreshKey={refreshKey}
                  runningSync={runningSync}
                />
              </Grid>
              <Grid {...section}>
                <HistoryTable refreshKey={refreshKey} />
              </Grid>
              <Grid {...section}>
                <LatestSyncCard latestSync={latestSync} />
              </Grid>
              <Grid {...section}>
                <StatisticsCard
                  statistics={loaded.statistics}
                  period={period}
                  onPeriodChange={setPeriod}
                />
              </Grid>
              <Grid {...section}>
                <ConfigurationCard
                  configuration={configuration}
                  nextSync={health.nextSync}
                />
              </Grid>
            </Grid>
          </>
        );
      }}
    </LoadedContent>
  );
}

/** Changes whenever a sync has started or ended. */
function refreshKeyOf(
  { latestSync, runningSync }: SyncSettings,
  refresh: ManualRefreshState,
): string {
  // dry runs end without becoming the latest sync
  const askedId = refresh.status === 'finished' ? refresh.sync.id : undefined;
  return [latestSync?.id, runningSync?.id, askedId].join('/');
}
