import {
  DEFAULT_SOURCE_ID,
  isHeldRemovalsReason,
  SteeringActType,
  SYNC_STATISTICS_PERIODS,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { ReactNode, useCallback, useState } from 'react';
import { LoaderState } from '../../hooks/useLoader';
import {
  ManualRefreshState,
  RefreshOptions,
  useManualRefresh,
  useRefreshOutcome,
} from '../../hooks/useManualRefresh';
import { usePullRequests } from '../../hooks/usePullRequests';
import { useSourceId, useSources } from '../../hooks/useSources';
import { useSteeringActs } from '../../hooks/useSteeringActs';
import { useRecentSyncs } from '../../hooks/useRecentSyncs';
import { useSyncSettings } from '../../hooks/useSyncSettings';
import { useUrlChoice } from '../../hooks/useUrlParameter';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { Sections } from '../common/layout';
import { LoadedContent } from '../common/loading';
import { SteeringDialog } from '../steering/SteeringDialog';
import { ConfigurationCard } from './ConfigurationCard';
import { HeldRemovals } from './HeldRemovals';
import { HistoryTable } from './HistoryTable';
import { LatestSyncCard } from './LatestSyncCard';
import { PullRequestsCard } from './PullRequestsCard';
import { RecentSyncsCard } from './RecentSyncsCard';
import { StatisticsCard } from './StatisticsCard';
import { StatusHeader } from './StatusHeader';
import { SyncActions } from './SyncActions';

/** The dashboard of a source. */
export function SettingsPage(props: {
  /** Shown if there is no such source. */
  notFound?: ReactNode;
}) {
  const { t } = useStaticDataTranslation();
  const [period = '24h', setPeriod] = useUrlChoice(
    'period',
    SYNC_STATISTICS_PERIODS,
  );
  const manualRefresh = useManualRefresh();
  const { state: refresh, start, follow } = manualRefresh;
  const settings = useSyncSettings({
    period,
    refreshPending: refresh.status === 'pending',
  });
  useRefreshOutcome(manualRefresh, settings.value, settings.reload);
  const refreshKey = settings.value && refreshKeyOf(settings.value, refresh);
  const recentSyncs = useRecentSyncs(refreshKey);
  const sourceId =
    useSourceId(settings.value?.latestSync ?? settings.value?.runningSync) ??
    DEFAULT_SOURCE_ID;
  const [act, setAct] = useState<SteeringActType>();
  const acts = useSteeringActs({
    from: recentSyncs.value?.[recentSyncs.value.length - 1]?.startTime,
    refreshKey: settings.value ? steeringKeyOf(settings.value) : '',
  });
  const pullRequests = usePullRequests();
  const [isHistoryPlaced, setIsHistoryPlaced] = useState(false);
  const placeHistory = useCallback(() => setIsHistoryPlaced(true), []);

  return (
    <LoadedContent
      loader={useShown(settings)}
      loadingLabel={t('page.loading')}
      notFound={props.notFound}
    >
      {loaded => {
        const { configuration, latestSync, runningSync, health, steering } =
          loaded;
        // a paused source is resumed first
        const sync = (options?: RefreshOptions) =>
          steering.pause && !options?.dryRun
            ? setAct('RESUME')
            : start(options);
        return (
          <>
            <StatusHeader
              settings={loaded}
              recentSyncs={recentSyncs.value}
              onAct={setAct}
              notices={
                <HeldRemovals
                  reason={health.reasons.find(isHeldRemovalsReason)}
                  configuration={configuration}
                  refreshKey={refreshKey ?? ''}
                  syncing={
                    refresh.status === 'requesting' ||
                    refresh.status === 'pending' ||
                    runningSync !== null
                  }
                  onSync={() => sync()}
                />
              }
            >
              <SyncActions
                refresh={refresh}
                runningSync={runningSync}
                configuration={configuration}
                pullRequests={pullRequests.value?.pullRequests ?? []}
                steering={steering}
                onRefresh={sync}
                onAct={setAct}
              />
            </StatusHeader>
            {act && (
              <SteeringDialog
                act={act}
                source={{ id: sourceId, steering, configuration, runningSync }}
                reload={settings.reload}
                onRequested={follow}
                onClose={() => setAct(undefined)}
              />
            )}
            <Sections>
              <RecentSyncsCard
                recentSyncs={recentSyncs}
                runningSync={runningSync}
                configuration={configuration}
                acts={acts}
                isFirstVisit={latestSync === null}
              />
              <HistoryTable
                refreshKey={refreshKey ?? ''}
                onPlaced={placeHistory}
              />
              {isHistoryPlaced && (
                <>
                  <PullRequestsCard
                    list={pullRequests.value}
                    configuration={configuration}
                  />
                  <LatestSyncCard latestSync={latestSync} />
                  <StatisticsCard
                    statistics={loaded.statistics}
                    period={period}
                    onPeriodChange={setPeriod}
                  />
                  <ConfigurationCard settings={loaded} />
                </>
              )}
            </Sections>
          </>
        );
      }}
    </LoadedContent>
  );
}

/**
 * What to show while it is not known whether this is still the page to show: of several sources, the root
 * shows all, and the backend refuses to choose one.
 */
function useShown(
  settings: LoaderState<SyncSettings>,
): LoaderState<SyncSettings> {
  const { list } = useSources();
  const isKnown = Boolean(list.value ?? list.error);
  return { ...settings, error: isKnown ? settings.error : undefined };
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

/** Changes whenever somebody has steered the source. */
function steeringKeyOf({ steering, runningSync }: SyncSettings): string {
  const { pause, pin } = steering;
  return [pause?.since, pin?.id, runningSync?.cancelledBy].join('/');
}
