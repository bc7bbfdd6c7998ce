import { Header, Page } from '@backstage/core-components';
import {
  SYNC_STATISTICS_PERIODS,
  SyncSettings,
  SyncStatisticsPeriod,
} from '@internal/plugin-static-data-common';
import Grid from '@material-ui/core/Grid';
import {
  ManualRefreshState,
  RefreshOptions,
  useManualRefresh,
  useRefreshOutcome,
} from '../../hooks/useManualRefresh';
import { useSyncSettings } from '../../hooks/useSyncSettings';
import { useUrlChoice } from '../../hooks/useUrlParameter';
import { hasBranches } from '../../lib/source';
import { useStaticDataTranslation } from '../../translation';
import { LoadedContent } from '../common/loading';
import { ActionsCard } from './ActionsCard';
import { ConfigurationCard } from './ConfigurationCard';
import { HeldRemovals } from './HeldRemovals';
import { HistoryTable } from './HistoryTable';
import { LatestSyncCard } from './LatestSyncCard';
import { RecentSyncsCard } from './RecentSyncsCard';
import { SourceFacts, useShownSync } from './SourceFacts';
import { StatisticsCard } from './StatisticsCard';
import { HealthCard, LastSyncCard, UptimeCard } from './StatusCards';

/** The page with its own header, for apps that do not render page headers. */
export const StaticDataSettingsPage = () => {
  const { t } = useStaticDataTranslation();
  return (
    <Page themeId="tool">
      <Header
        title={t('page.title')}
        pageTitleOverride={t('page.documentTitle')}
        subtitle={t('page.subtitle')}
      />
      <SettingsPageBody />
    </Page>
  );
};

export function SettingsPageBody() {
  const { t } = useStaticDataTranslation();
  const [period = '24h', setPeriod] = useUrlChoice(
    'period',
    SYNC_STATISTICS_PERIODS,
  );
  const refresh = useManualRefresh();
  const settings = useSyncSettings({
    period,
    refreshPending: refresh.state.status === 'pending',
  });
  useRefreshOutcome(refresh, settings.value, settings.reload);

  return (
    <LoadedContent loader={settings} loadingLabel={t('page.loading')}>
      {loaded => (
        <Dashboard
          settings={loaded}
          period={period}
          onPeriodChange={setPeriod}
          refresh={refresh.state}
          onRefresh={refresh.start}
        />
      )}
    </LoadedContent>
  );
}

function Dashboard(props: {
  settings: SyncSettings;
  period: SyncStatisticsPeriod;
  onPeriodChange: (period: SyncStatisticsPeriod) => void;
  refresh: ManualRefreshState;
  onRefresh: (options?: RefreshOptions) => void;
}) {
  const { settings, period, onPeriodChange, refresh, onRefresh } = props;
  const { configuration, latestSync, runningSync, statistics, health } =
    settings;
  const shownSync = useShownSync(settings);
  // dry runs end without becoming the latest sync
  const askedId = refresh.status === 'finished' ? refresh.sync.id : undefined;
  const refreshKey = [latestSync?.id, runningSync?.id, askedId].join('/');
  const syncing =
    refresh.status === 'requesting' ||
    refresh.status === 'pending' ||
    runningSync !== null;
  const card = { item: true, xs: 12, sm: 6, lg: 3 } as const;
  const section = { item: true, xs: 12 } as const;

  return (
    <>
      <HeldRemovals
        refreshKey={refreshKey}
        syncing={syncing}
        onSync={() => onRefresh()}
      />
      <SourceFacts configuration={configuration} shownSync={shownSync} />
      <Grid container spacing={3}>
        <Grid {...card}>
          <HealthCard health={health} />
        </Grid>
        <Grid {...card}>
          <LastSyncCard latestSync={latestSync} health={health} />
        </Grid>
        <Grid {...card}>
          <UptimeCard uptime={health.uptime} hasSyncs={latestSync !== null} />
        </Grid>
        <Grid {...card}>
          <ActionsCard
            refresh={refresh}
            runningSync={runningSync}
            hasBranches={hasBranches(configuration)}
            onRefresh={onRefresh}
          />
        </Grid>
        <Grid {...section}>
          <RecentSyncsCard refreshKey={refreshKey} />
        </Grid>
        <Grid {...section}>
          <LatestSyncCard latestSync={latestSync} />
        </Grid>
        <Grid {...section}>
          <ConfigurationCard
            configuration={configuration}
            nextSync={health.nextSync}
          />
        </Grid>
        <Grid {...section}>
          <StatisticsCard
            statistics={statistics}
            period={period}
            onPeriodChange={onPeriodChange}
          />
        </Grid>
        <Grid {...section}>
          <HistoryTable refreshKey={refreshKey} />
        </Grid>
      </Grid>
    </>
  );
}
