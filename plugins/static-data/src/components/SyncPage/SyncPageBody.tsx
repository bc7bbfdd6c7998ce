import { Content, Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RefreshRequestState } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import { useParams } from 'react-router-dom';
import { useSync } from '../../hooks';
import { hasStatus } from '../../lib/hasStatus';
import { formatTime } from '../../lib/formatting';
import { staticDataTranslationRef } from '../../translation';
import { LoadError, RetryAlert } from '../common';
import { FinishedSync } from './FinishedSync';
import { RunningSummary } from './RunningSummary';
import { SyncNotFound } from './SyncNotFound';
import { SyncTabs } from './SyncTabs';

/** The page of one sync without its header. */
export function SyncPageBody() {
  const { syncId = '' } = useParams();
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { state, loadedAt, error, reload } = useSync(syncId);

  if (!state) {
    return (
      <Content>
        {error ? (
          <NothingToShow syncId={syncId} error={error} onRetry={reload} />
        ) : (
          <Progress aria-label={t('syncPage.loading')} />
        )}
      </Content>
    );
  }
  return (
    <Content>
      {error && loadedAt && (
        <RetryAlert onRetry={reload}>
          {t('error.stale', {
            time: formatTime(loadedAt),
            message: error.message,
          })}
        </RetryAlert>
      )}
      <SyncContent key={state.syncId} state={state} />
    </Content>
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
