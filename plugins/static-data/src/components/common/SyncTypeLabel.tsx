import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHistoryRecord,
  SyncType,
} from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';

/** The words for how a sync was triggered. */
export function useSyncTypeWords(): Record<SyncType, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    SCHEDULED: t('syncType.scheduled'),
    MANUAL: t('syncType.manual'),
    PUSH: t('syncType.push'),
  };
}

/** How a sync was triggered, and whether it was a dry run. */
export function SyncTypeLabel(props: {
  sync: Pick<SyncHistoryRecord, 'syncType' | 'dryRun'>;
}) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const words = useSyncTypeWords();
  const type = words[sync.syncType];
  return <>{sync.dryRun ? `${type} · ${t('syncType.dryRun')}` : type}</>;
}
