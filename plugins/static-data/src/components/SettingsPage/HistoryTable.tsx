import { Link, Table, TableColumn } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SyncHistoryRecord,
  SyncStats,
} from '@internal/plugin-static-data-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { staticDataApiRef, SyncHistoryFilters } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSyncSignal } from '../../hooks/usePolling';
import {
  formatCount,
  formatDateTime,
  formatDuration,
  formatRelativeTime,
} from '../../lib/formatting';
import { syncRouteRef } from '../../routes';
import { staticDataTranslationRef } from '../../translation';
import { RelativeTime } from '../common/facts';
import { SyncStatusLabel, SyncTypeLabel, TriggeredBy } from '../common/labels';
import { SectionCard } from '../common/layout';
import { Revision } from '../common/links';
import { RetryAlert } from '../common/loading';
import { ExportMenu, useHistoryExport } from './HistoryExport';
import { HistoryFilters } from './HistoryFilters';
import { useHistoryFilters } from './useHistoryFilters';

const PAGE_SIZES = [10, 25, 50, 100];

const useHistoryTableStyles = makeStyles(theme => ({
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
  const classes = useHistoryTableStyles();
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

const DEFAULT_PAGE_SIZE = 10;

/**
 * Reads the history page by page, and the page again when a sync has ended.
 *
 * @param refreshKey - reads the page again whenever this changes
 * @param filters - starts with the first page again whenever these change
 */
function useSyncHistory(refreshKey: string, filters: SyncHistoryFilters) {
  const api = useApi(staticDataApiRef);
  const [paging, setPaging] = useState({
    filters,
    page: 0,
    pageSize: DEFAULT_PAGE_SIZE,
  });
  const { pageSize } = paging;
  const page = paging.filters === filters ? paging.page : 0;

  const load = useCallback(
    async () => ({
      ...(await api.getSyncHistory({
        ...filters,
        limit: pageSize,
        offset: page * pageSize,
      })),
      filters,
    }),
    [api, filters, page, pageSize],
  );
  const { value, error, reload } = useLoader(load);

  useEffect(() => {
    reload();
  }, [reload, refreshKey]);
  useSyncSignal(reload, 'sync-ended');

  const setPage = useCallback(
    (newPage: number) =>
      setPaging(previous => ({ ...previous, filters, page: newPage })),
    [filters],
  );
  const setPageSize = useCallback(
    (newPageSize: number) =>
      setPaging({ filters, page: 0, pageSize: newPageSize }),
    [filters],
  );

  const { offset = 0, limit = pageSize } = value?.pagination ?? {};
  const isLoaded =
    value?.filters === filters &&
    offset === page * pageSize &&
    limit === pageSize;
  return {
    records: value?.history ?? [],
    total: value?.pagination.total ?? 0,
    /** The page that the records are from; the one that is asked for may not have come yet. */
    page: Math.floor(offset / limit),
    pageSize: limit,
    /** Whether what is asked for has not come yet. */
    loading: !error && !isLoaded,
    error,
    setPage,
    setPageSize,
    reload,
  };
}

/** The columns of the history. */
function useHistoryColumns(): TableColumn<SyncHistoryRecord>[] {
  const { t } = useTranslationRef(staticDataTranslationRef);
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
    // a narrow table scrolls sideways rather than break words
    return columns.map(column => ({
      ...column,
      cellStyle: { whiteSpace: 'nowrap' },
      headerStyle: { whiteSpace: 'nowrap' },
    }));
  }, [t, toSync]);
}

const useChangeCountsStyles = makeStyles({
  counts: {
    whiteSpace: 'nowrap',
  },
});

/** What a sync changed, in short: `+3 ~1 −0`. */
function ChangeCounts(props: { stats: SyncStats }) {
  const { stats } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const classes = useChangeCountsStyles();
  const counts = {
    added: formatCount(stats.entitiesAdded),
    updated: formatCount(stats.entitiesUpdated),
    removed: formatCount(stats.entitiesRemoved),
  };
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
  root: {
    padding: theme.spacing(4, 2),
    textAlign: 'center',
  },
}));

/** Stands in place of a list that has nothing to show, as part of a section. */
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
