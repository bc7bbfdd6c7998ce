import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RunningSync, SyncStep } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ManualRefreshState } from '../../../hooks';
import { formatDuration, formatRelativeTime } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { useSyncStatusWords } from '../../common';

/** What runs, what the reader waits for, and how it ended. */
export function RefreshProgress(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
}) {
  const { refresh, runningSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const progress = useProgressText(refresh, runningSync);

  return (
    <>
      <div role="status">
        {progress && <Typography variant="body2">{progress}</Typography>}
      </div>
      {refresh.phase === 'failed' && (
        <Alert severity="error">
          {t('actions.failed', { message: refresh.error.message })}
        </Alert>
      )}
    </>
  );
}

function useProgressText(
  refresh: ManualRefreshState,
  runningSync: RunningSync | null,
): string | undefined {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const stepWords = useStepWords();
  const statusWords = useSyncStatusWords();

  if (runningSync) {
    const values = {
      step: stepWords[runningSync.step],
      time: formatRelativeTime(runningSync.startTime),
    };
    switch (runningSync.syncType) {
      case 'MANUAL':
        return t('actions.runningManual', values);
      case 'PUSH':
        return t('actions.runningPush', values);
      default:
        return t('actions.runningScheduled', values);
    }
  }
  switch (refresh.phase) {
    case 'pending':
      return t('actions.queued');
    case 'notPickedUp':
      return t('actions.notPickedUp');
    case 'finished':
      return t('actions.finished', {
        status: statusWords[refresh.sync.status],
        duration: formatDuration(refresh.sync.durationMs),
      });
    default:
      return undefined;
  }
}

function useStepWords(): Record<SyncStep, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    FETCH: t('step.fetch'),
    PARSE: t('step.parse'),
    TRANSFORM: t('step.transform'),
    DIFF: t('step.diff'),
    CATALOG_APPLY: t('step.catalogApply'),
  };
}
