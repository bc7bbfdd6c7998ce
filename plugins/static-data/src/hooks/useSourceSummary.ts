import { SyncSource } from '@internal/plugin-static-data-common';
import { countStates } from '../lib/sourceStates';
import { useStaticDataTranslation } from './useStaticDataTranslation';

/** Sums up several sources in a line: how many there are, and how they are doing. */
export function useSourceSummary(): (sources: SyncSource[]) => string {
  const { t, formatCount, countParams } = useStaticDataTranslation();
  return sources =>
    t('sources.summary', {
      total: formatCount(sources.length),
      counts: countStates(sources)
        .map(({ state, count }) =>
          t(`sources.count.${state}`, countParams(count)),
        )
        .join(', '),
    });
}
