import {
  PullRequest,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { toSuggestedRefs } from '../../lib/suggestedRefs';
import { TextDialog } from '../common/TextDialog';

/** Dry runs whose refs are suggested. */
const LATEST_DRY_RUNS = 100;

/** An open dialog that asks which branch, tag or commit to preview. */
export function PreviewDialog(props: {
  configuration: SyncConfigSnapshot;
  /** Those that are open. */
  pullRequests: PullRequest[];
  onPreview: (ref: string) => void;
  onClose: () => void;
}) {
  const { configuration, pullRequests, onPreview, onClose } = props;
  const { t } = useStaticDataTranslation();
  const source = useSource();
  // without it, there is less to choose from
  const { value: dryRuns } = useLoader(
    api => api.getSyncHistory({ source, dryRun: true, limit: LATEST_DRY_RUNS }),
    [source],
  );
  return (
    <TextDialog
      title={t('previewDialog.title')}
      description={t('previewDialog.description')}
      inputLabel={t('previewDialog.ref')}
      suggestions={toSuggestedRefs(configuration, {
        pullRequests,
        dryRuns: dryRuns?.history ?? [],
      }).map(({ ref, label }) => ({ value: ref, label }))}
      isValid={text => text.trim() !== ''}
      submitLabel={t('previewDialog.start')}
      submitColor="primary"
      onSubmit={text => onPreview(text.trim())}
      onClose={onClose}
    />
  );
}
