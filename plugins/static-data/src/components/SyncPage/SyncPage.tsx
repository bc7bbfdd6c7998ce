import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  RefreshRequestState,
  RunningSync,
  SyncHistoryRecord,
  toSyncResult,
} from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useParams } from 'react-router-dom';
import { useRefreshRequest } from '../../hooks/useRefreshRequest';
import { useSources } from '../../hooks/useSources';
import { rootRouteRef, sourceRouteRef } from '../../routes';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useSyncWords } from '../../hooks/useSyncWords';
import { SectionCard } from '../common/layout';
import { EmptyMessage, LoadedContent } from '../common/loading';
import { NO_SUBTITLE, PageTitle } from '../common/PageTitle';
import { CancelButton } from './CancelButton';
import { RunningSummary } from './RunningSummary';
import { SyncMenu } from './SyncMenu';
import { SyncNavigation, useSyncNeighbours } from './SyncNavigation';
import { SyncSummary } from './SyncSummary';
import { SyncTabs } from './SyncTabs';

export function SyncPage() {
  const { syncId = '' } = useParams();
  return <AnySync key={syncId} syncId={syncId} />;
}

function AnySync(props: { syncId: string }) {
  const { syncId } = props;
  const { t } = useStaticDataTranslation();
  const request = useRefreshRequest(syncId);
  const titles = usePageTitles(request.value);

  return (
    <PageTitle {...titles}>
      <LoadedContent
        loader={request}
        loadingLabel={t('syncPage.loading')}
        notFound={<SyncNotFound syncId={syncId} />}
      >
        {({ sync, running }) => {
          if (sync) {
            return <FinishedSync sync={sync} />;
          }
          return running ? (
            <RunningSyncBody running={running} reload={request.reload} />
          ) : (
            <Queued />
          );
        }}
      </LoadedContent>
    </PageTitle>
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
  return (
    <>
      <SyncSummary
        sync={sync}
        navigation={
          <>
            <SyncNavigation sync={sync} neighbours={neighbours} />
            <SyncMenu sync={sync} />
          </>
        }
      />
      <Box mt={2}>
        <SyncTabs syncId={sync.id} sync={sync} phases={sync.phases} />
      </Box>
    </>
  );
}

function RunningSyncBody(props: {
  running: RunningSync;
  reload: () => Promise<void>;
}) {
  const { running, reload } = props;
  const { id, phases } = running;
  return (
    <>
      <RunningSummary
        running={running}
        action={<CancelButton running={running} reload={reload} />}
      />
      <Box mt={2}>
        <SyncTabs syncId={id} phases={phases} />
      </Box>
    </>
  );
}

function Queued() {
  const { t } = useStaticDataTranslation();
  return (
    <SectionCard title={t('syncPage.queuedTitle')} autoHeight>
      <Typography>{t('syncPage.queuedDescription')}</Typography>
    </SectionCard>
  );
}

/** What tells syncs, and the tabs of a browser, apart. */
function usePageTitles(request: RefreshRequestState | undefined) {
  const { t, formatDateTime } = useStaticDataTranslation();
  const describe = useSyncWords();
  const { hasSeveral } = useSources();
  const toSource = useRouteRef(sourceRouteRef);
  const { sync, running } = request ?? {};
  const shown = sync ?? running;
  if (!shown) {
    const title = t('syncPage.title');
    return { title, subtitle: NO_SUBTITLE, documentTitle: title };
  }
  const status = sync
    ? t(`status.${toSyncResult(sync)}`)
    : t('syncPage.runningTitle');
  const number = String(shown.number);
  const time = formatDateTime(shown.startTime);
  const isOfOutcome = sync && sync.status !== 'FAILURE';
  const { source } = shown;
  const documentTitle = sync
    ? t('syncPage.documentTitle', {
        status,
        number,
        summary: describe(sync),
        time,
      })
    : t('syncPage.runningDocumentTitle', { status, number, time });
  return {
    title: t('syncPage.titleOf', { number, status }),
    subtitle: isOfOutcome ? `${describe(sync)} · ${time}` : time,
    ...(hasSeveral
      ? {
          documentTitle: t('sources.documentTitle', {
            source,
            title: documentTitle,
          }),
          parent: { title: source, to: toSource({ sourceId: source }) },
        }
      : { documentTitle }),
  };
}
