import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RefreshRequestState } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import { useParams } from 'react-router-dom';
import { useSync } from '../../hooks';
import { hasStatus } from '../../lib/hasStatus';
import { staticDataTranslationRef } from '../../translation';
import { LoadedContent, LoadError } from '../common';
import { FinishedSync } from './FinishedSync';
import { RunningSummary } from './RunningSummary';
import { SyncNotFound } from './SyncNotFound';
import { SyncTabs } from './SyncTabs';

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
