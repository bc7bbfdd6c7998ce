import {
  SYNC_CHANGE_TYPES,
  SyncChangeType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { useChangePages } from '../../hooks/useChangePages';
import { useUrlChoice, useUrlParameter } from '../../hooks/useUrlParameter';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeList } from '../common/ChangeList';
import { FilterBar, FilterSelect, SearchField } from '../common/filters';
import { PagedList } from '../common/loading';

/** What a sync did with each entity. The filters are query parameters. */
export function ChangesTab(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, formatCount } = useStaticDataTranslation();
  const [change, setChange] = useUrlChoice('change', SYNC_CHANGE_TYPES);
  const [kind, setKind] = useUrlParameter('kind');
  const [q, setQ] = useUrlParameter('q');
  const pages = useChangePages({
    syncId: sync.id,
    change,
    kind: kind || undefined,
    q: q || undefined,
  });
  const counts = countChanges(sync);

  return (
    <>
      <FilterBar label={t('syncPage.filterChanges')}>
        <FilterSelect
          label={t('syncPage.change')}
          all={t('syncPage.allChanges')}
          options={SYNC_CHANGE_TYPES}
          labelOf={type =>
            `${t(`change.${type}`)} (${formatCount(counts[type])})`
          }
          value={change}
          onChange={setChange}
        />
        <FilterSelect
          label={t('syncPage.kind')}
          all={t('syncPage.allKinds')}
          options={Object.keys(sync.stats.byType)}
          labelOf={name => name}
          value={kind}
          onChange={setKind}
        />
        <SearchField
          label={t('syncPage.searchChanges')}
          value={q}
          onChange={setQ}
        />
      </FilterBar>
      <PagedList
        pages={pages}
        isFiltered={Boolean(change || kind || q)}
        emptyTitle={t('syncPage.noChangesTitle')}
      >
        <ChangeList
          changes={pages.items}
          version={sync}
          notApplied={sync.dryRun}
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
