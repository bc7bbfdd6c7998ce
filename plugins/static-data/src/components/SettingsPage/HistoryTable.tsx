import { useApi } from '@backstage/core-plugin-api';
import {
  SYNC_EXPORT_FORMATS,
  SyncHistoryFilters,
} from '@internal/plugin-static-data-common';
import CircularProgress from '@material-ui/core/CircularProgress';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Switch from '@material-ui/core/Switch';
import TablePagination from '@material-ui/core/TablePagination';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useSyncSignal } from '../../hooks/usePolling';
import { saveFile } from '../../lib/saveFile';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { MenuButton, SectionCard } from '../common/layout';
import { EmptyMessage, RetryAlert } from '../common/loading';
import { HistoryFilters } from './HistoryFilters';
import { HistoryRows } from './HistoryRows';
import { useHistoryFilters } from './useHistoryFilters';

const PAGE_SIZES = [25, 50, 100];

type ExportFormat = (typeof SYNC_EXPORT_FORMATS)[number];

const useHistoryTableStyles = makeStyles(theme => ({
  progress: { height: 4 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    marginInlineEnd: theme.spacing(1),
    // beside the title, a telephone has no room for both
    [theme.breakpoints.down('xs')]: {
      flexDirection: 'column',
      alignItems: 'flex-end',
    },
  },
}));

/** All recorded syncs, newest first; filtered and paged by the backend. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
}) {
  const { refreshKey } = props;
  const { t, describeError, formatCount } = useStaticDataTranslation();
  const classes = useHistoryTableStyles();
  const filtering = useHistoryFilters();
  const { filters, hasFilters, setFilters } = filtering;
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
        <div className={classes.actions}>
          <FormControlLabel
            control={
              <Switch
                color="primary"
                checked={filters.changed === true}
                onChange={(_, checked) =>
                  setFilters({ changed: checked || undefined })
                }
              />
            }
            label={t('filters.changed')}
          />
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
        </div>
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
        history.records.length > 0 && (
          <>
            <HistoryRows records={history.records} />
            <TablePagination
              component="div"
              count={history.total}
              page={history.page}
              rowsPerPage={history.pageSize}
              rowsPerPageOptions={PAGE_SIZES}
              labelRowsPerPage={t('history.pageSize')}
              labelDisplayedRows={({ from, to, count }) =>
                t('history.range', {
                  from: formatCount(from),
                  to: formatCount(to),
                  total: formatCount(count),
                })
              }
              backIconButtonText={t('history.newer')}
              nextIconButtonText={t('history.older')}
              SelectProps={{
                native: true,
                inputProps: { 'aria-label': t('history.pageSize') },
              }}
              onPageChange={(_, page) => history.setPage(page)}
              onRowsPerPageChange={({ target }) =>
                history.setPageSize(Number(target.value))
              }
            />
          </>
        )
      )}
    </SectionCard>
  );
}

/** Reads the page of the history that the address names, and reads it again when a sync ends. */
function useSyncHistory(refreshKey: string, filters: SyncHistoryFilters) {
  const [searchParams, setSearchParams] = useSearchParams();
  const pageSize =
    PAGE_SIZES.find(size => String(size) === searchParams.get('size')) ??
    PAGE_SIZES[0];
  const page = Math.max(1, Math.floor(Number(searchParams.get('page'))) || 1);
  const { value, error, reload } = useLoader(
    async api => {
      const query = { ...filters, limit: pageSize };
      const offset = (page - 1) * pageSize;
      const asked = await api.getSyncHistory({ ...query, offset });
      const { total } = asked.pagination;
      // a link may name a page that retention has deleted since
      const isBeyond = asked.history.length === 0 && total > 0;
      const lastOffset = Math.floor((total - 1) / pageSize) * pageSize;
      const found = isBeyond
        ? await api.getSyncHistory({ ...query, offset: lastOffset })
        : asked;
      return { ...found, filters, page, pageSize };
    },
    [filters, page, pageSize],
    { refreshKey },
  );
  useSyncSignal(reload, 'sync-ended');

  const isLoaded =
    value?.filters === filters &&
    value.page === page &&
    value.pageSize === pageSize;
  const { offset = 0, limit = pageSize, total = 0 } = value?.pagination ?? {};
  return {
    records: value?.history ?? [],
    total,
    /** The page that the records are from; the requested page may still be loading. */
    page: Math.floor(offset / limit),
    pageSize: limit,
    /** Whether the requested page is still loading. */
    loading: !error && !isLoaded,
    error,
    setPage: (newPage: number) =>
      setSearchParams(previous => {
        previous.set('page', String(newPage + 1));
        return previous;
      }),
    setPageSize: (newPageSize: number) =>
      setSearchParams(previous => {
        previous.set('size', String(newPageSize));
        previous.delete('page');
        return previous;
      }),
    reload,
  };
}
