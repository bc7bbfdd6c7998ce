import { SyncChangeType } from '@internal/plugin-static-data-common';
import { useUrlChoice, useUrlParameter } from '../../hooks/useUrlParameter';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, FilterSelect, SearchField } from './filters';

/** Which changes to show; all are query parameters. */
export function useChangeFilters<T extends SyncChangeType>(
  types: readonly T[],
) {
  const [change, setChange] = useUrlChoice('change', types);
  const [kind, setKind] = useUrlParameter('kind');
  const [q, setQ] = useUrlParameter('q');
  return {
    types,
    /** Undefined where nothing is filtered. */
    query: { change, kind: kind || undefined, q: q || undefined },
    isFiltered: Boolean(change || kind || q),
    setChange,
    setKind,
    setQ,
  };
}

export function ChangeFilters<T extends SyncChangeType>(props: {
  filters: ReturnType<typeof useChangeFilters<T>>;
  counts: Record<T, number>;
  kinds: string[];
}) {
  const { filters, counts, kinds } = props;
  const { types, query, setChange, setKind, setQ } = filters;
  const { t, formatCount } = useStaticDataTranslation();
  return (
    <FilterBar label={t('syncPage.filterChanges')}>
      <FilterSelect
        label={t('syncPage.change')}
        all={t('syncPage.allChanges')}
        options={types}
        labelOf={type => {
          const name: SyncChangeType = type;
          return `${t(`change.${name}`)} (${formatCount(counts[type])})`;
        }}
        value={query.change}
        onChange={setChange}
      />
      <FilterSelect
        label={t('syncPage.kind')}
        all={t('syncPage.allKinds')}
        options={kinds}
        labelOf={name => name}
        value={query.kind}
        onChange={setKind}
      />
      <SearchField
        label={t('syncPage.searchChanges')}
        value={query.q ?? ''}
        onChange={setQ}
      />
    </FilterBar>
  );
}
