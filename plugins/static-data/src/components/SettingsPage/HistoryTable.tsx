import { TableColumn } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import {
  SYNC_EXPORT_FORMATS,
  SyncHistoryFilters,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import CircularProgress from '@material-ui/core/CircularProgress';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSyncSignal } from '../../hooks/usePolling';
import { saveFile } from '../../lib/saveFile';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CardTable } from '../common/CardTable';
import { RelativeTime } from '../common/facts';
import { StatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { MenuButton, SectionCard } from '../common/layout';
import { Revision, SyncLink } from '../common/links';
import { EmptyMessage, RetryAlert } from '../common/loading';
import { HistoryFilters } from './HistoryFilters';
import { useHistoryFilters } from './useHistoryFilters';

const PAGE_SIZES = [10, 25, 50, 100];

type ExportFormat = (typeof SYNC_EXPORT_FORMATS)[number];

const useHistoryTableStyles = makeStyles(theme => ({
  progress: { height: 4, marginTop: theme.spacing(2) },
}));

/** All recorded syncs, newest first; filtered and paged by the backend. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
}) {
  const { refreshKey } = props;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useHistoryTableStyles();
  const filtering = useHistoryFilters();
  const { filters, hasFilters } = filtering;
  const history = useSyncHistory(refreshKey, filters);
  const api = useApi(staticDataApiRef);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [exporting, exportAs] = useAsyncFn(
    async (chosen: ExportFormat) => {
      setFormat(chosen);
      const file = await api.exportSyncHistory(chosen, filters);
      const day = new Date().toISOString().slice(0, 10);
      saveFile(file, `sync-history-${day}.${chosen}`);
    },
    [api, filters],
  );
  const columns = useHistoryColumns();
  const isEmpty = history.total === 0 && !history.loading && !history.error;

  if (isEmpty && !hasFilters) {
    return (
      <SectionCard title={t('history.title')}>
        <EmptyMessage
          level="h3"
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
        <MenuButton
          disabled={history.total === 0 || exporting.loading}
          startIcon={
            exporting.loading ? (
              <CircularProgress size={16} color="inherit" aria-hidden />
            ) : (
              <GetAppIcon aria-hidden />
            )
          }
          items={SYNC_EXPORT_FORMATS.map(candidate => ({
            primary: t(`export.${candidate}`),
            onClick: () => exportAs(candidate),
          }))}
        >
          {exporting.loading ? t('export.exporting') : t('export.title')}
        </MenuButton>
      }
    >
      <HistoryFilters {...filtering} />
      <div className={classes.progress}>
        {history.loading && (
          <LinearProgress aria-label={t('history.loading')} />
        )}
      </div>
      {history.error && (
        <RetryAlert onRetry={history.reload}>
          {t('history.loadFailed', {
            message: describeError(history.error),
          })}
        </RetryAlert>
      )}
      {exporting.error && !exporting.loading && (
        <RetryAlert onRetry={() => exportAs(format)}>
          {t('export.failed', { message: describeError(exporting.error) })}
        </RetryAlert>
      )}
      {isEmpty ? (
        <EmptyMessage
          level="h3"
          title={t('filters.noneTitle')}
          description={t('filters.noneDescription')}
        />
      ) : (
        <CardTable<SyncHistoryRecord>
          columns={columns}
          data={history.records}
          page={history.page}
          totalCount={history.total}
          onPageChange={history.setPage}
          onRowsPerPageChange={history.setPageSize}
          options={{
            pageSize: history.pageSize,
            pageSizeOptions: PAGE_SIZES,
          }}
        />
      )}
    </SectionCard>
  );
}

/** Reads a page of the history, and reads it again when a sync ends. */
function useSyncHistory(refreshKey: string, filters: SyncHistoryFilters) {
  const [paging, setPaging] = useState({
    filters,
    page: 0,
    pageSize: PAGE_SIZES[0],
  });
  const { pageSize } = paging;
  // new filters start at the first page
  const page = paging.filters === filters ? paging.page : 0;
  const { value, error, reload } = useLoader(
    async api => ({
      ...(await api.getSyncHistory({
        ...filters,
        limit: pageSize,
        offset: page * pageSize,
      })),
      filters,
    }),
    [filters, page, pageSize],
    { refreshKey },
  );
  useSyncSignal(reload, 'sync-ended');

  const { offset = 0, limit = pageSize } = value?.pagination ?? {};
  const isLoaded =
    value?.filters === filters &&
    offset === page * pageSize &&
    limit === pageSize;
  return {
    records: value?.history ?? [],
    total: value?.pagination.total ?? 0,
    /** The page that the records are from; the requested page may still be loading. */
    page: Math.floor(offset / limit),
    pageSize: limit,
    /** Whether the requested page is still loading. */
    loading: !error && !isLoaded,
    error,
    setPage: (newPage: number) =>
      setPaging({ filters, page: newPage, pageSize }),
    setPageSize: (newPageSize: number) =>
      setPaging({ filters, page: 0, pageSize: newPageSize }),
    reload,
  };
}

function useHistoryColumns(): TableColumn<SyncHistoryRecord>[] {
  const {
    t,
    formatDateTime,
    formatRelativeTime,
    formatDuration,
    changeParams,
  } = useStaticDataTranslation();
  const columns: TableColumn<SyncHistoryRecord>[] = [
    {
      title: t('sync.status'),
      render: sync => <StatusLabel status={sync.status} />,
    },
    {
      title: t('sync.started'),
      render: sync => (
        <SyncLink
          syncId={sync.id}
          aria-label={t('history.linkToSync', {
            ago: formatRelativeTime(sync.startTime),
            time: formatDateTime(sync.startTime),
          })}
        >
          <RelativeTime time={sync.startTime} />
        </SyncLink>
      ),
    },
    {
      title: t('sync.duration'),
      align: 'right',
      render: sync => formatDuration(sync.durationMs),
    },
    {
      title: t('sync.type'),
      render: sync => <SyncTypeLabel sync={sync} />,
    },
    {
      title: t('sync.triggeredBy'),
      render: sync => <TriggeredBy sync={sync} />,
    },
    {
      title: t('history.changes'),
      render: ({ stats, unreadable }) => {
        if (unreadable) {
          const fields = unreadable.join(', ');
          return (
            <span title={t('syncPage.unreadable', { fields })}>
              {t('history.unreadable')}
            </span>
          );
        }
        const counts = changeParams(stats);
        const words = t('sync.changesSummary', counts);
        return (
          <span role="img" aria-label={words} title={words}>
            +{counts.added} ~{counts.updated} −{counts.removed}
          </span>
        );
      },
    },
    {
      title: t('sync.revision'),
      render: sync => <Revision sync={sync} />,
    },
  ];
  // a narrow table scrolls sideways instead of wrapping
  return columns.map(column => ({
    ...column,
    cellStyle: { whiteSpace: 'nowrap' },
    headerStyle: { whiteSpace: 'nowrap' },
  }));
}
