import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { RefreshOptions } from '../../../hooks';
import { formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { SyncLink, useSyncStatusWords } from '../../common';

/** How the sync ended that the reader asked for, and where to see more of it. */
export function RefreshOutcome(props: {
  sync: SyncHistoryRecord;
  options: RefreshOptions;
}) {
  const { sync, options } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const statusWords = useSyncStatusWords();
  const values = {
    status: statusWords[sync.status],
    duration: formatDuration(sync.durationMs),
  };

  let outcome: string = t('actions.finished', values);
  if (options.ref) {
    outcome = t('actions.finishedPreview', { ...values, ref: options.ref });
  } else if (options.dryRun) {
    outcome = t('actions.finishedDryRun', values);
  }
  return (
    <>
      <div>{outcome}</div>
      <SyncLink syncId={sync.id}>
        {options.dryRun ? t('actions.showDryRun') : t('actions.showSync')}
      </SyncLink>
    </>
  );
}
