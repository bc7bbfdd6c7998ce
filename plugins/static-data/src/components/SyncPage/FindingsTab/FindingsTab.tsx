import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SYNC_FINDING_SEVERITIES,
  SYNC_FINDING_STATES,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { useFindingPages, useUrlParameter } from '../../../hooks';
import { groupFindings } from '../../../lib/groupFindings';
import { staticDataTranslationRef } from '../../../translation';
import { FilterBar, FilterSelect, SearchField } from '../../common';
import { FilteredPages } from '../FilteredPages';
import { FindingGroupCard } from './FindingGroupCard';
import { useFindingStateWords } from './useFindingStateWords';

/** What a sync found wrong, by what is to be done about it. The filters are part of the address. */
export function FindingsTab(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const stateWords = useFindingStateWords();
  const [severity, setSeverity] = useUrlParameter('severity');
  const [state, setState] = useUrlParameter('state');
  const [q, setQ] = useUrlParameter('q');
  const pages = useFindingPages({
    syncId: sync.id,
    severity: SYNC_FINDING_SEVERITIES.find(value => value === severity),
    state: SYNC_FINDING_STATES.find(value => value === state),
    q: q || undefined,
  });

  return (
    <>
      <FilterBar label={t('syncPage.filterFindings')}>
        <FilterSelect
          label={t('syncPage.severity')}
          all={t('syncPage.allSeverities')}
          options={[
            { value: 'error', label: t('syncPage.errors') },
            { value: 'warning', label: t('syncPage.warnings') },
          ]}
          value={severity}
          onChange={setSeverity}
        />
        <FilterSelect
          label={t('syncPage.state')}
          all={t('syncPage.allStates')}
          options={SYNC_FINDING_STATES.map(value => ({
            value,
            label: stateWords[value],
          }))}
          value={state}
          onChange={setState}
        />
        <SearchField
          label={t('syncPage.searchFindings')}
          value={q}
          onChange={setQ}
        />
      </FilterBar>
      <FilteredPages
        pages={pages}
        isFiltered={Boolean(severity || state || q)}
        emptyTitle={t('syncPage.noFindingsTitle')}
      >
        {groupFindings(pages.items).map(group => (
          <FindingGroupCard
            key={`${group.fixed} ${group.severity} ${group.code}`}
            group={group}
            isWhole={!pages.hasMore}
            version={sync}
          />
        ))}
      </FilteredPages>
    </>
  );
}
