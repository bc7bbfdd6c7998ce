import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncFindingState } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../../translation';

/** The words for how findings stand against the sync before. */
export function useFindingStateWords(): Record<SyncFindingState, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    new: t('syncPage.new'),
    known: t('syncPage.known'),
    fixed: t('syncPage.fixed'),
  };
}
