import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';

/** How a sync was triggered, and whether it was a dry run. */
export function SyncTypeLabel(props: {
  sync: Pick<SyncHistoryRecord, 'syncType' | 'dryRun'>;
}) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const type =
    sync.syncType === 'MANUAL' ? t('syncType.manual') : t('syncType.scheduled');
  return <>{sync.dryRun ? `${type} · ${t('syncType.dryRun')}` : type}</>;
}
