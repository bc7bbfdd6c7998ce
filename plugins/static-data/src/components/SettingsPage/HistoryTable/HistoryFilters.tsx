import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { useCallback, useState } from 'react';
import { SyncHistoryFilters } from '../../../api';
import { staticDataTranslationRef } from '../../../translation';
import {
  FilterBar,
  FilterSelect,
  SearchField,
  useSyncTypeWords,
} from '../../common';
import { StatusFilter } from './StatusFilter';
import { TimeFilter } from './TimeFilter';

/** Chooses which syncs of the history to show. */
export function HistoryFilters(props: {
  filters: SyncHistoryFilters;
  hasFilters: boolean;
  /** Changes the filters that are named, and keeps the others. */
  onChange: (changed: SyncHistoryFilters) => void;
  onClear: () => void;
}) {
  const { filters, hasFilters, onChange, onClear } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const typeWords = useSyncTypeWords();
  const typeOptions = Object.entries(typeWords).map(([value, label]) => ({
    value,
    label,
  }));
  const typeOf = (value: string) =>
    (Object.keys(typeWords) as Array<keyof typeof typeWords>).find(
      type => type === value,
    );
  // fields that are made anew forget what was typed and has not counted yet
  const [generation, setGeneration] = useState(0);

  const changeText = useCallback(
    (q: string) => onChange({ q: q || undefined }),
    [onChange],
  );
  const changeFrom = useCallback(
    (from?: string) => onChange({ from }),
    [onChange],
  );
  const changeTo = useCallback((to?: string) => onChange({ to }), [onChange]);

  return (
    <FilterBar key={generation} label={t('filters.title')}>
      <SearchField
        label={t('filters.text')}
        value={filters.q ?? ''}
        onChange={changeText}
      />
      <StatusFilter
        value={filters.status}
        onChange={status => onChange({ status })}
      />
      <FilterSelect
        label={t('sync.type')}
        all={t('filters.all')}
        options={typeOptions}
        value={filters.syncType ?? ''}
        onChange={value => onChange({ syncType: typeOf(value) })}
      />
      <FilterSelect
        label={t('filters.dryRun')}
        all={t('filters.all')}
        options={[
          { value: 'false', label: t('filters.withoutDryRuns') },
          { value: 'true', label: t('filters.onlyDryRuns') },
        ]}
        value={filters.dryRun?.toString() ?? ''}
        onChange={value =>
          onChange({ dryRun: value ? value === 'true' : undefined })
        }
      />
      <TimeFilter
        label={t('filters.from')}
        value={filters.from}
        max={filters.to}
        onChange={changeFrom}
      />
      <TimeFilter
        label={t('filters.to')}
        value={filters.to}
        min={filters.from}
        onChange={changeTo}
      />
      {hasFilters && (
        <Button
          onClick={() => {
            setGeneration(generation + 1);
            onClear();
          }}
        >
          {t('filters.clear')}
        </Button>
      )}
    </FilterBar>
  );
}
