import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStep } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';

/** The words for the steps of a sync, in the order in which they run. */
export function useStepWords(): Record<SyncStep, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    FETCH: t('step.fetch'),
    PARSE: t('step.parse'),
    TRANSFORM: t('step.transform'),
    DIFF: t('step.diff'),
    CATALOG_APPLY: t('step.catalogApply'),
  };
}
