import { EmptyState, Table } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import { useState } from 'react';
import { useSyncHistory } from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { RetryAlert, SectionCard } from '../../common';
import { SyncDialog } from './SyncDialog';
import { useHistoryColumns } from './useHistoryColumns';

const PAGE_SIZES = [10, 25, 50, 100];

/** All recorded syncs, newest first; the server sends them page by page. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
}) {
  const { refreshKey } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const [selected, setSelected] = useState<SyncHistoryRecord>();
  const columns = useHistoryColumns(setSelected);
  const history = useSyncHistory(refreshKey);

  if (history.total === 0 && !history.loading && !history.error) {
    return (
      <SectionCard title={t('history.title')}>
        <EmptyState
          missing="data"
          title={t('history.emptyTitle')}
          description={t('history.emptyDescription')}
        />
      </SectionCard>
    );
  }
  return (
    <section aria-label={t('history.title')}>
      {history.error && (
        <Box mb={2}>
          <RetryAlert onRetry={history.reload}>
            {t('history.loadFailed', { message: history.error.message })}
          </RetryAlert>
        </Box>
      )}
      <Table<SyncHistoryRecord>
        title={t('history.title')}
        columns={columns}
        data={history.records}
        isLoading={history.loading}
        page={history.page}
        totalCount={history.total}
        onPageChange={history.setPage}
        onRowsPerPageChange={history.setPageSize}
        options={{
          pageSize: history.pageSize,
          pageSizeOptions: PAGE_SIZES,
          emptyRowsWhenPaging: false,
          search: false,
          sorting: false,
          draggable: false,
          padding: 'dense',
        }}
      />
      {selected && (
        <SyncDialog sync={selected} onClose={() => setSelected(undefined)} />
      )}
    </section>
  );
}
