import {
  countChangedEntities,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { useActorNames } from './useActorNames';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** The outcome of a sync in a sentence or two. */
export function useOutcomeSentence(sync: SyncHistoryRecord): string {
  const { t, countParams, changeParams } = useStaticDataTranslation();
  const nameOf = useActorNames();
  const { stats, status, dryRun, errorCount, errors, drift } = sync;

  if (sync.unreadable) {
    return t('syncPage.unreadable', { fields: sync.unreadable.join(', ') });
  }

  if (sync.cancelledBy !== undefined) {
    return t('syncPage.cancelled', {
      who: nameOf(sync.cancelledBy),
    });
  }
  if (status === 'FAILURE') {
    const [first] = errors ?? [];
    return first
      ? t('syncPage.nothingAppliedBecause', { reason: first.error })
      : t('syncPage.nothingApplied');
  }
  const counts = t('sync.changesSummary', changeParams(stats));
  const changed = countChangedEntities(stats) > 0;
  const changedNothing = drift
    ? t('syncPage.changedNothingInSource')
    : t('syncPage.changedNothing');
  const unchanged = dryRun ? t('syncPage.wouldChangeNothing') : changedNothing;
  const applied = dryRun
    ? t('syncPage.wouldApply', { counts })
    : t('syncPage.applied', { counts });
  return [
    changed ? applied : unchanged,
    ...(['missing', 'outdated', 'unexpected'] as const).map(
      kind =>
        drift &&
        drift[kind] > 0 &&
        t(`syncPage.${kind}`, countParams(drift[kind])),
    ),
    stats.removalsHeld > 0 &&
      t('syncPage.removalsHeld', countParams(stats.removalsHeld)),
    errorCount > 0 && t('syncPage.skipped', countParams(errorCount)),
  ]
    .filter(Boolean)
    .join(' ');
}
