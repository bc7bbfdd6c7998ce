import {
  PullRequest,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import { useState } from 'react';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { toSuggestedRefs } from '../../lib/suggestedRefs';
import { FormDialog } from '../common/FormDialog';
import { RefField } from '../common/RefField';

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
  const [text, setText] = useState('');
  const ref = text.trim();
  // without it, there is less to choose from
  const { value: dryRuns } = useLoader(
    api => api.getSyncHistory({ source, dryRun: true, limit: LATEST_DRY_RUNS }),
    [source],
  );
  return (
    <FormDialog
      title={t('previewDialog.title')}
      description={[t('previewDialog.description')]}
      isValid={ref !== ''}
      submitLabel={t('previewDialog.start')}
      submitColor="primary"
      onSubmit={() => onPreview(ref)}
      onClose={onClose}
    >
      <RefField
        source={source}
        suggestions={toSuggestedRefs(configuration, {
          pullRequests,
          dryRuns: dryRuns?.history ?? [],
        })}
        value={text}
        onChange={setText}
      />
    </FormDialog>
  );
}
