import { Link, Table, TableColumn } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  SYNC_EXPORT_FORMATS,
  SyncHistoryFilters,
  SyncHistoryRecord,
  SyncStats,
} from '@internal/plugin-static-data-common';
import CircularProgress from '@material-ui/core/CircularProgress';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useMemo, useState } from 'react';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useAction } from '../../hooks/useAction';
import { useLoader } from '../../hooks/useLoader';
import { useSyncSignal } from '../../hooks/usePolling';
import {
  changeParams,
  formatDateTime,
  formatDuration,
  formatRelativeTime,
} from '../../lib/formatting';
import { saveFile } from '../../lib/saveFile';
import { syncRouteRef } from '../../routes';
import { useStaticDataTranslation } from '../../translation';
import { RelativeTime } from '../common/facts';
import { SyncStatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { MenuButton, SectionCard } from '../common/layout';
import { Revision } from '../common/links';
import { RetryAlert } from '../common/loading';
import { HistoryFilters } from './HistoryFilters';
import { useHistoryFilters } from './useHistoryFilters';

const PAGE_SIZES = [10, 25, 50, 100];

const useHistoryTableStyles = makeStyles(theme => ({
  progress: { height: 4, marginTop: theme.spacing(2) },
}));

/** All recorded syncs, newest first; filtered and paged by the backend. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
}) {
  const { refreshKey } = props;
  const { t } = useStaticDataTranslation();
  const classes = useHistoryTableStyles();
  const filtering = useHistoryFilters();
  const { filters, hasFilters } = filtering;
  const history = useSyncHistory(refreshKey, filters);
  const api = useApi(staticDataApiRef);
  const exporting = useAction(async (format: 'csv' | 'json') => {
    const file = await api.exportSyncHistory(format, filters);
    const day = new Date().toISOString().slice(0, 10);
    saveFile(file, `sync-history-${day}.${format}`);
  });
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
        <ExportButton
          exporting={exporting.running}
          disabled={history.total === 0}
          onExport={exporting.run}
        />
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
          {t('history.loadFailed', { message: history.error.message })}
        </RetryAlert>
      )}
      {exporting.error && (
        <RetryAlert onRetry={exporting.retry}>
          {t('export.failed', { message: exporting.error.message })}
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
          // already on a card
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

function ExportButton(props: {
  exporting: boolean;
  disabled: boolean;
  onExport: (format: 'csv' | 'json') => void;
}) {
  const { exporting, disabled, onExport } = props;
  const { t } = useStaticDataTranslation();
  return (
    <MenuButton
      disabled={disabled || exporting}
      startIcon={
        exporting ? (
          <CircularProgress size={16} color="inherit" aria-hidden />
        ) : (
          <GetAppIcon aria-hidden />
        )
      }
      items={SYNC_EXPORT_FORMATS.map(format => ({
        primary: t(`export.${format}`),
        onClick: () => onExport(format),
      }))}
    >
      {exporting ? t('export.exporting') : t('export.title')}
    </MenuButton>
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
  const { t } = useStaticDataTranslation();
  const toSync = useRouteRef(syncRouteRef);
  return useMemo(() => {
    const columns: TableColumn<SyncHistoryRecord>[] = [
      {
        title: t('sync.status'),
        render: sync => <SyncStatusLabel status={sync.status} />,
      },
      {
        title: t('sync.started'),
        render: sync => (
          <Link
            to={toSync({ syncId: sync.id })}
            aria-label={t('history.linkToSync', {
              ago: formatRelativeTime(sync.startTime),
              time: formatDateTime(sync.startTime),
            })}
          >
            <RelativeTime time={sync.startTime} />
          </Link>
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
        render: sync => <ChangeCounts stats={sync.stats} />,
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
  }, [t, toSync]);
}

const useChangeCountsStyles = makeStyles({
  counts: { whiteSpace: 'nowrap' },
});

/** What a sync changed, in brief: `+3 ~1 −0`. */
function ChangeCounts(props: { stats: SyncStats }) {
  const { stats } = props;
  const { t } = useStaticDataTranslation();
  const classes = useChangeCountsStyles();
  const counts = changeParams(stats);
  const words = t('sync.changesSummary', counts);
  return (
    <span
      className={classes.counts}
      role="img"
      aria-label={words}
      title={words}
    >
      +{counts.added} ~{counts.updated} −{counts.removed}
    </span>
  );
}

const useEmptyNoticeStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(4, 2), textAlign: 'center' },
}));

/** Replaces an empty list in a section. */
function EmptyNotice(props: { title: string; description: string }) {
  const { title, description } = props;
  const classes = useEmptyNoticeStyles();
  return (
    <div className={classes.root}>
      <Typography variant="h6" component="h3">
        {title}
      </Typography>
      <Typography color="textSecondary">{description}</Typography>
    </div>
  );
}
