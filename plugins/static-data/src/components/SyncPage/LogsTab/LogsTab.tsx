import { Progress, WarningPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { staticDataSyncRefreshPermission } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../../translation';
import { SyncLog } from './SyncLog';

/** The log of a sync, for those who may see it. */
export function LogsTab(props: { syncId: string }) {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { loading, allowed } = usePermission({
    permission: staticDataSyncRefreshPermission,
  });
  if (loading) {
    return <Progress aria-label={t('changeList.loading')} />;
  }
  return allowed ? (
    <SyncLog syncId={props.syncId} />
  ) : (
    <WarningPanel
      severity="info"
      defaultExpanded
      title={t('syncPage.logsForbiddenTitle')}
      message={t('syncPage.logsForbidden', {
        permission: staticDataSyncRefreshPermission.name,
      })}
    />
  );
}
