import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStep } from '@internal/plugin-static-data-common';
import { staticDataTranslationRef } from '../../translation';

/** The words for the steps of a sync. */
export function useStepWords(): Record<SyncStep, string> {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return {
    FETCH: t('syncPage.steps.fetch'),
    PARSE: t('syncPage.steps.parse'),
    TRANSFORM: t('syncPage.steps.transform'),
    DIFF: t('syncPage.steps.diff'),
    CATALOG_APPLY: t('syncPage.steps.catalogApply'),
  };
}
