import { Table } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import {
  useHistoryExport,
  useHistoryFilters,
  useSyncHistory,
} from '../../../hooks';
import { staticDataTranslationRef } from '../../../translation';
import { RetryAlert, SectionCard } from '../../common';
import { EmptyNotice } from './EmptyNotice';
import { ExportMenu } from './ExportMenu';
import { HistoryFilters } from './HistoryFilters';
import { useHistoryColumns } from './useHistoryColumns';

const PAGE_SIZES = [10, 25, 50, 100];

const useStyles = makeStyles(theme => ({
  progress: {
    height: 4,
    marginTop: theme.spacing(2),
  },
}));

/** All recorded syncs, newest first; the server chooses them and sends them page by page. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
}) {
  const { refreshKey } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useStyles();
  const { filters, hasFilters, setFilters, clearFilters } = useHistoryFilters();
  const history = useSyncHistory(refreshKey, filters);
  const exported = useHistoryExport(filters);
  const columns = useHistoryColumns();
  const isEmpty = history.total === 0 && !history.loading && !history.error;

  if (isEmpty && !hasFilters) {
    return (
      <SectionCard title={t('history.title')}>
        <EmptyNotice
          title={t('history.emptyTitle')}
          description={t('history.emptyDescription')}
        />
      </SectionCard>
    );
  }
  return (
    <SectionCard
      title={t('history.title')}
      action={
        <ExportMenu
          exporting={exported.exporting}
          disabled={history.total === 0}
          onExport={exported.start}
        />
      }
    >
      <HistoryFilters
        filters={filters}
        hasFilters={hasFilters}
        onChange={setFilters}
        onClear={clearFilters}
      />
      <div className={classes.progress}>
        {history.loading && (
          <LinearProgress aria-label={t('history.loading')} />
        )}
      </div>
      {history.error && (
        <RetryAlert onRetry={history.reload}>
          {t('history.loadFailed', { message: history.error.message })}
        </RetryAlert>
      )}
      {exported.error && (
        <RetryAlert onRetry={exported.retry}>
          {t('export.failed', { message: exported.error.message })}
        </RetryAlert>
      )}
      {isEmpty ? (
        <EmptyNotice
          title={t('filters.noneTitle')}
          description={t('filters.noneDescription')}
        />
      ) : (
        <Table<SyncHistoryRecord>
          columns={columns}
          data={history.records}
          page={history.page}
          totalCount={history.total}
          onPageChange={history.setPage}
          onRowsPerPageChange={history.setPageSize}
          // it is on a card already
          style={{ boxShadow: 'none' }}
          options={{
            pageSize: history.pageSize,
            pageSizeOptions: PAGE_SIZES,
            emptyRowsWhenPaging: false,
            toolbar: false,
            search: false,
            sorting: false,
            draggable: false,
            padding: 'dense',
          }}
        />
      )}
    </SectionCard>
  );
}
