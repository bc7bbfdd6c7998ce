import { Header, LinkButton, Page } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RefreshRequestState,
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useCallback, useEffect } from 'react';
import { useParams } from 'react-router-dom';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useDocumentVisible, useSyncSignal } from '../../hooks/usePolling';
import {
  ACTIVE_INTERVAL_MS,
  IDLE_INTERVAL_MS,
} from '../../hooks/useSyncSettings';
import { formatCount } from '../../lib/formatting';
import { hasStatus } from '../../lib/hasStatus';
import { rootRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { Fact, FactList, RelativeTime } from '../common/facts';
import { SyncTypeLabel, TriggeredBy, useStepWords } from '../common/labels';
import { SectionCard, StepProgressBar } from '../common/layout';
import { EmptyMessage, LoadedContent, LoadError } from '../common/loading';
import { SyncNavigation, useSyncNeighbours } from './SyncNavigation';
import { SyncSummary } from './SyncSummary';
import { SyncTabs } from './SyncTabs';

/** The whole page of one sync, for apps that do not draw the header of a page themselves. */
export const SyncPage = () => {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <Page themeId="tool">
      <Header
        title={t('syncPage.title')}
        type={t('page.documentTitle')}
        typeLink={toDashboard()}
      />
      <SyncPageBody />
    </Page>
  );
};

/** The page of one sync without its header. */
export function SyncPageBody() {
  const { syncId = '' } = useParams();
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { state, loadedAt, error, reload } = useSync(syncId);

  return (
    <LoadedContent
      value={state}
      loadedAt={loadedAt}
      error={error}
      loadingLabel={t('syncPage.loading')}
      onRetry={reload}
      renderError={reason => (
        <NothingToShow syncId={syncId} error={reason} onRetry={reload} />
      )}
    >
      {loaded => <SyncContent key={loaded.syncId} state={loaded} />}
    </LoadedContent>
  );
}

function SyncContent(props: { state: RefreshRequestState }) {
  const { syncId, sync, running } = props.state;
  if (sync) {
    return <FinishedSync sync={sync} />;
  }
  return (
    <>
      <RunningSummary running={running} />
      {running && (
        <Box mt={3}>
          <SyncTabs syncId={syncId} />
        </Box>
      )}
    </>
  );
}

function NothingToShow(props: {
  syncId: string;
  error: Error;
  onRetry: () => void;
}) {
  const { syncId, error, onRetry } = props;
  return hasStatus(error, 404) ? (
    <SyncNotFound syncId={syncId} />
  ) : (
    <LoadError error={error} onRetry={onRetry} />
  );
}

/**
 * Follows a sync from the request for it to its end, and after that until everything that it sent
 * has arrived in the catalog or not.
 */
function useSync(syncId: string) {
  const api = useApi(staticDataApiRef);
  const visible = useDocumentVisible();
  const load = useCallback(() => api.getRefreshRequest(syncId), [api, syncId]);
  const { value, reload, ...state } = useLoader(load);
  // the loader keeps the sync of the address before until it has this one
  const current = value?.syncId === syncId.toLowerCase() ? value : undefined;
  const { attempts, error } = state;
  const interval = error ? IDLE_INTERVAL_MS : intervalFor(current);

  useEffect(() => {
    if (visible) {
      reload();
    }
  }, [reload, visible]);

  useSyncSignal(() => {
    if (visible) {
      reload();
    }
  });

  useEffect(() => {
    if (!visible || attempts === 0 || interval === undefined) {
      return undefined;
    }
    const timer = setTimeout(reload, interval);
    return () => clearTimeout(timer);
  }, [reload, visible, interval, attempts]);

  return { ...state, state: current, reload };
}

function intervalFor(state: RefreshRequestState | undefined) {
  if (state?.status !== 'FINISHED') {
    return ACTIVE_INTERVAL_MS;
  }
  return state.sync?.confirmation?.pending ? IDLE_INTERVAL_MS : undefined;
}

/** Stands in place of a sync that there is not, or not any more. */
function SyncNotFound(props: { syncId: string }) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toDashboard = useRouteRef(rootRouteRef);
  return (
    <EmptyMessage
      level="h2"
      title={t('syncPage.notFoundTitle')}
      description={t('syncPage.notFoundDescription', { id: props.syncId })}
      action={
        <LinkButton role="link" to={toDashboard()} variant="outlined">
          {t('syncPage.allSyncs')}
        </LinkButton>
      }
    />
  );
}

/** Everything about a sync that has ended. */
function FinishedSync(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const neighbours = useSyncNeighbours(sync);
  return (
    <>
      <SyncNavigation sync={sync} neighbours={neighbours} />
      <SyncSummary sync={sync} />
      <Box mt={3}>
        <SyncTabs
          syncId={sync.id}
          sync={sync}
          versionBefore={neighbours.stateBefore}
        />
      </Box>
    </>
  );
}

/** How far a sync has come that has not ended; without `running` it has not started either. */
function RunningSummary(props: { running?: RunningSync }) {
  const { running } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const title = running
    ? t('syncPage.runningTitle')
    : t('syncPage.queuedTitle');
  return (
    <SectionCard title={title} autoHeight>
      {running ? (
        <>
          <RunningStep running={running} />
          <FactList>
            <Fact label={t('sync.type')}>
              <SyncTypeLabel sync={running} />
            </Fact>
            <Fact label={t('sync.triggeredBy')}>
              <TriggeredBy sync={running} />
            </Fact>
            <Fact label={t('sync.started')}>
              <RelativeTime time={running.startTime} />
            </Fact>
          </FactList>
        </>
      ) : (
        <Typography>{t('syncPage.queuedDescription')}</Typography>
      )}
    </SectionCard>
  );
}

function RunningStep(props: { running: RunningSync }) {
  const { step, progress } = props.running;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const words = useStepWords()[step];
  const label = progress
    ? t('syncPage.stepProgress', {
        step: words,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : words;
  return (
    <>
      <Typography gutterBottom>{label}</Typography>
      <StepProgressBar label={label} progress={progress} />
    </>
  );
}
