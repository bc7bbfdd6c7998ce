import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useActorNames } from './useActorNames';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Puts what came of a sync into a few words: its first error, or what it changed. */
export function useSyncWords(): (sync: SyncHistoryRecord) => string {
  const { t, formatCount, countParams } = useStaticDataTranslation();
  const nameOf = useActorNames();

  return ({ cancelledBy, unreadable, ...sync }) => {
    const { status, errors, errorCount, stats, drift } = sync;
    if (unreadable) {
      return t('history.unreadable');
    }
    if (cancelledBy !== undefined) {
      return t('summary.cancelled', { who: nameOf(cancelledBy) });
    }
    const [first] = errors ?? [];
    if (status === 'FAILURE' && first) {
      return first.error;
    }
    const counts = [
      ['added', stats.entitiesAdded],
      ['updated', stats.entitiesUpdated],
      ['removed', stats.entitiesRemoved],
      ['sentAgain', (drift?.missing ?? 0) + (drift?.outdated ?? 0)],
      ['held', stats.removalsHeld],
    ] as const;
    const words: string[] = counts
      .filter(([, count]) => count > 0)
      .map(([name, count]) =>
        t(`summary.${name}`, { formatted: formatCount(count) }),
      );
    if (words.length === 0) {
      words.push(t('summary.nothing'));
    }
    if (errorCount > 0) {
      words.push(t('findings.error', countParams(errorCount)));
    }
    return words.join(', ');
  };
}
