import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  RunningSync,
  staticDataSyncRefreshPermission,
} from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { ManualRefreshState, RefreshOptions } from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { SectionCard } from '../../common';
import { PreviewDialog } from './PreviewDialog';
import { RefreshButton } from './RefreshButton';
import { RefreshProgress } from './RefreshProgress';

/** Lets the reader start a sync, and shows the one that runs. */
export function ActionsCard(props: {
  refresh: ManualRefreshState;
  runningSync: RunningSync | null;
  /** Whether the source has branches, of which one can be previewed. */
  hasBranches: boolean;
  onRefresh: (options?: RefreshOptions) => void;
}) {
  const { refresh, runningSync, hasBranches, onRefresh } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { loading, allowed } = usePermission({
    permission: staticDataSyncRefreshPermission,
  });
  const [choosingRef, setChoosingRef] = useState(false);
  const explanation =
    loading || allowed
      ? undefined
      : t('actions.noPermission', {
          permission: staticDataSyncRefreshPermission.name,
        });

  return (
    <SectionCard title={t('actions.title')}>
      <RefreshButton
        requesting={refresh.phase === 'requesting'}
        syncing={refresh.phase === 'pending' || runningSync !== null}
        disabled={!allowed}
        explanation={explanation}
        onRefresh={() => onRefresh()}
        onDryRun={() => onRefresh({ dryRun: true })}
        onPreview={hasBranches ? () => setChoosingRef(true) : undefined}
      />
      {explanation && (
        <Typography variant="body2" color="textSecondary">
          {explanation}
        </Typography>
      )}
      <RefreshProgress refresh={refresh} runningSync={runningSync} />
      {choosingRef && (
        <PreviewDialog
          onPreview={ref => onRefresh({ dryRun: true, ref })}
          onClose={() => setChoosingRef(false)}
        />
      )}
    </SectionCard>
  );
}
