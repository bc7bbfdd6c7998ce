import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStatus } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';
import { StatusLabel } from './StatusLabel';

const TONES = {
  SUCCESS: 'ok',
  PARTIAL_SUCCESS: 'warning',
  FAILURE: 'error',
} as const;

/** The words for the outcome of a sync. */
export function useSyncStatusWords(): Record<SyncStatus, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    SUCCESS: t('status.success'),
    PARTIAL_SUCCESS: t('status.partialSuccess'),
    FAILURE: t('status.failure'),
  };
}

/** The outcome of a sync. */
export function SyncStatusLabel(props: { status: SyncStatus }) {
  const { status } = props;
  const words = useSyncStatusWords();
  return <StatusLabel tone={TONES[status]}>{words[status]}</StatusLabel>;
}
