import { useApi } from '@backstage/core-plugin-api';
import {
  SYNC_EXPORT_FORMATS,
  syncHistoryFileName,
} from '@internal/plugin-static-data-common';
import CircularProgress from '@material-ui/core/CircularProgress';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import TablePagination from '@material-ui/core/TablePagination';
import GetAppIcon from '@material-ui/icons/GetApp';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { saveFile } from '../../lib/saveFile';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { MenuButton, SectionCard } from '../common/layout';
import { EmptyMessage, RetryAlert } from '../common/loading';
import { HistoryFilters } from './HistoryFilters';
import { HistoryRows } from './HistoryRows';
import { StateLink } from './StateLink';
import { HISTORY_HASH, useHistoryFilters } from './useHistoryFilters';
import { PAGE_SIZES, useSyncHistory } from './useSyncHistory';

type ExportFormat = (typeof SYNC_EXPORT_FORMATS)[number];

const useHistoryTableStyles = makeStyles(theme => ({
  progress: { height: 4 },
  // so that a link to the history can scroll to it
  firstPage: { minHeight: '100vh' },
  top: { scrollMarginTop: theme.spacing(8) },
  // its words end where those of the card do
  action: { marginInlineEnd: theme.spacing(-1) },
  pagination: {
    // a telephone has no room for words
    [theme.breakpoints.down('xs')]: {
      '& [class*="MuiTablePagination-toolbar"]': {
        minHeight: 0,
        padding: 0,
      },
      '& [class*="MuiTablePagination-spacer"]': { display: 'none' },
      '& [class*="MuiTablePagination-caption"]:first-of-type': {
        display: 'none',
      },
      '& [class*="MuiTablePagination-selectRoot"]': {
        margin: 0,
        marginInlineEnd: theme.spacing(2),
      },
    },
  },
}));

/** All recorded syncs, newest first; filtered and paged by the backend. */
export function HistoryTable(props: {
  /** Changes whenever the history may have a new record. */
  refreshKey: string;
  /** Called when it is as high as its first page: what lies below it does not move after that. */
  onPlaced?: () => void;
}) {
  const { refreshKey, onPlaced } = props;
  const { t, describeError, formatCount } = useStaticDataTranslation();
  const classes = useHistoryTableStyles();
  const filtering = useHistoryFilters(refreshKey);
  const { filters, hasFilters } = filtering;
  const history = useSyncHistory(refreshKey, filters);
  const api = useApi(staticDataApiRef);
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [exporting, exportAs] = useAsyncFn(
    async (chosen: ExportFormat) => {
      setFormat(chosen);
      const file = await api.exportSyncHistory(chosen, filters);
      saveFile(file, syncHistoryFileName(chosen, new Date()));
    },
    [api, filters],
  );
  const ref = useHashTarget();
  useLayoutEffect(() => {
    if (!history.loading) {
      onPlaced?.();
    }
  }, [history.loading, onPlaced]);
  const isEmpty = history.total === 0 && !history.loading && !history.error;

  if (isEmpty && !hasFilters) {
    return (
      <SectionCard dense title={t('history.title')}>
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
      dense
      title={t('history.title')}
      action={
        <>
          <StateLink sync={history.records[0]} />
          <MenuButton
            className={classes.action}
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
        </>
      }
    >
      <div ref={ref} className={classes.top} />
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
      {history.records.length === 0 && history.loading && (
        <div className={classes.firstPage} />
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
            <HistoryRows
              records={history.records}
              quietNeighbours={history.quietNeighbours}
              namesSources={filtering.sources.length > 0}
            />
            <TablePagination
              component="div"
              className={classes.pagination}
              count={history.total}
              page={history.page}
              rowsPerPage={history.pageSize}
              rowsPerPageOptions={PAGE_SIZES}
              labelRowsPerPage={t('history.pageSize')}
              labelDisplayedRows={({ count }) =>
                t('history.range', {
                  from: formatCount(history.offset + 1),
                  to: formatCount(history.offset + history.records.length),
                  total: formatCount(count),
                })
              }
              backIconButtonText={t('history.newer')}
              nextIconButtonText={t('history.older')}
              // a page may begin anywhere, so that their number does not tell
              nextIconButtonProps={{ disabled: !history.hasOlder }}
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

/** Shows an element whenever a link to the history is followed. */
function useHashTarget() {
  const ref = useRef<HTMLDivElement>(null);
  const { hash, key } = useLocation();
  useEffect(() => {
    if (hash === HISTORY_HASH) {
      ref.current?.scrollIntoView?.({ block: 'start' });
    }
  }, [hash, key]);
  return ref;
}
