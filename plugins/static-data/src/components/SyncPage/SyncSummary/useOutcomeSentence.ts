import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { countParams, formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';

/** What a sync did, and what kept it from doing more, in words. */
export function useOutcomeSentence(sync: SyncHistoryRecord): string {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const { stats, status, dryRun, errorCount, errors } = sync;

  if (status === 'FAILURE') {
    const [first] = errors ?? [];
    return first
      ? t('syncPage.nothingAppliedBecause', { reason: first.error })
      : t('syncPage.nothingApplied');
  }
  const { entitiesAdded, entitiesUpdated, entitiesRemoved } = stats;
  const counts = t('sync.changesSummary', {
    added: formatCount(entitiesAdded),
    updated: formatCount(entitiesUpdated),
    removed: formatCount(entitiesRemoved),
  });
  const changed = entitiesAdded + entitiesUpdated + entitiesRemoved > 0;
  const unchanged = dryRun
    ? t('syncPage.wouldChangeNothing')
    : t('syncPage.changedNothing');
  const applied = dryRun
    ? t('syncPage.wouldApply', { counts })
    : t('syncPage.applied', { counts });
  return [
    changed ? applied : unchanged,
    stats.removalsHeld > 0 &&
      t('syncPage.removalsHeld', countParams(stats.removalsHeld)),
    errorCount > 0 && t('syncPage.skipped', countParams(errorCount)),
  ]
    .filter(Boolean)
    .join(' ');
}
