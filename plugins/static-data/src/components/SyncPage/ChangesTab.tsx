import {
  SYNC_CHANGE_TYPES,
  SyncChangeType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { useChangePages } from '../../hooks/useChangePages';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeFilters, useChangeFilters } from '../common/ChangeFilters';
import { ChangeList } from '../common/ChangeList';
import { ChangeSummary } from '../common/ChangeSummary';
import { onEndOf, PagedList } from '../common/loading';

/** What a sync did with each entity. */
export function ChangesTab(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { byType } = sync.stats;
  const { t } = useStaticDataTranslation();
  const filters = useChangeFilters(SYNC_CHANGE_TYPES);
  const pages = useChangePages({ syncId: sync.id, ...filters.query });

  return (
    <>
      <ChangeSummary byKind={byType} />
      <ChangeFilters
        filters={filters}
        counts={countChanges(sync)}
        kinds={Object.keys(byType)}
      />
      <PagedList
        pages={pages}
        isFiltered={filters.isFiltered}
        emptyTitle={t('syncPage.noChangesTitle')}
      >
        <ChangeList
          changes={pages.items}
          version={sync}
          notApplied={sync.dryRun}
          total={pages.total}
          onEnd={onEndOf(pages)}
        />
      </PagedList>
    </>
  );
}

function countChanges({
  stats,
  drift,
}: SyncHistoryRecord): Record<SyncChangeType, number> {
  return {
    added: stats.entitiesAdded,
    updated: stats.entitiesUpdated,
    removed: stats.entitiesRemoved,
    held: stats.removalsHeld,
    retained: stats.entitiesRetained,
    resent: drift ? drift.missing + drift.outdated : 0,
  };
}
