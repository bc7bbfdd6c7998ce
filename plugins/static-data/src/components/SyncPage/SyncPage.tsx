import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  RunningSync,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useParams } from 'react-router-dom';
import useTitle from 'react-use/esm/useTitle';
import {
  ACTIVE_INTERVAL_MS,
  IDLE_INTERVAL_MS,
  usePolling,
} from '../../hooks/usePolling';
import { rootRouteRef } from '../../routes';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { Fact, FactList, RelativeTime, SyncOriginFacts } from '../common/facts';
import { SectionCard, StepProgressBar } from '../common/layout';
import { EmptyMessage, LoadedContent } from '../common/loading';
import { SyncNavigation, useSyncNeighbours } from './SyncNavigation';
import { SyncSummary } from './SyncSummary';
import { SyncTabs } from './SyncTabs';

export function SyncPage() {
  const { syncId = '' } = useParams();
  return <AnySync key={syncId} syncId={syncId} />;
}

/** Follows a sync from its request to its end, and until none of its changes is pending. */
function AnySync(props: { syncId: string }) {
  const { syncId } = props;
  const { t } = useStaticDataTranslation();
  const request = usePolling(
    api => api.getRefreshRequest(syncId),
    [syncId],
    loaded => {
      if (loaded?.status !== 'FINISHED') {
        return ACTIVE_INTERVAL_MS;
      }
      return loaded.sync?.confirmation?.pending ? IDLE_INTERVAL_MS : undefined;
    },
  );

  return (
    <LoadedContent
      loader={request}
      loadingLabel={t('syncPage.loading')}
      notFound={<SyncNotFound syncId={syncId} />}
    >
      {({ sync, running }) =>
        sync ? (
          <FinishedSync sync={sync} />
        ) : (
          <>
            <RunningSummary running={running} />
            {running && (
              <Box mt={3}>
                <SyncTabs syncId={running.id} />
              </Box>
            )}
          </>
        )
      }
    </LoadedContent>
  );
}

function SyncNotFound(props: { syncId: string }) {
  const { t } = useStaticDataTranslation();
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

function FinishedSync(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const neighbours = useSyncNeighbours(sync);
  useDocumentTitle(sync);
  return (
    <>
      <SyncNavigation sync={sync} neighbours={neighbours} />
      <SyncSummary sync={sync} />
      <Box mt={3}>
        <SyncTabs syncId={sync.id} sync={sync} />
      </Box>
    </>
  );
}

/** Tells the tabs of a browser apart; the header names only the kind of page. */
function useDocumentTitle(sync: SyncHistoryRecord) {
  const { t, formatDateTime } = useStaticDataTranslation();
  const describe = useSyncWords();
  useTitle(
    t('syncPage.documentTitle', {
      status: t(`status.${sync.status}`),
      number: String(sync.number),
      summary: describe(sync),
      time: formatDateTime(sync.startTime),
    }),
    { restoreOnUnmount: true },
  );
}

/** The progress of a sync that has not ended; without `running` it is still queued. */
function RunningSummary(props: { running?: RunningSync }) {
  const { running } = props;
  const { t, formatCount } = useStaticDataTranslation();
  if (!running) {
    return (
      <SectionCard title={t('syncPage.queuedTitle')} autoHeight>
        <Typography>{t('syncPage.queuedDescription')}</Typography>
      </SectionCard>
    );
  }
  const { progress, startTime } = running;
  const phase = t(`phase.${running.phase}`);
  const label = progress
    ? t('syncPage.phaseProgress', {
        phase,
        done: formatCount(progress.done),
        total: formatCount(progress.total),
      })
    : phase;
  return (
    <SectionCard title={t('syncPage.runningTitle')} autoHeight>
      <Typography gutterBottom>{label}</Typography>
      <StepProgressBar label={label} progress={progress} />
      <FactList>
        <SyncOriginFacts sync={running} />
        <Fact label={t('sync.started')}>
          <RelativeTime time={startTime} />
        </Fact>
      </FactList>
    </SectionCard>
  );
}
