import { EmptyState, Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import {
  staticDataSyncRefreshPermission,
  SYNC_LOG_LEVELS,
  SyncLogLine,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { alpha, makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import GetAppIcon from '@material-ui/icons/GetApp';
import Alert from '@material-ui/lab/Alert';
import { useEffect } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useAccess } from '../../hooks/useAccess';
import { useCursorPages } from '../../hooks/useCursorPages';
import {
  ACTIVE_INTERVAL_MS,
  retryDelayOf,
  useTimerWhileVisible,
} from '../../hooks/usePolling';
import { useUrlChoice, useUrlParameter } from '../../hooks/useUrlParameter';
import { saveFile } from '../../lib/saveFile';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, FilterSelect, SearchField } from '../common/filters';
import { PageFooter, RetryAlert } from '../common/loading';

export function LogsTab(props: { syncId: string }) {
  const { t } = useStaticDataTranslation();
  const { allowed, refusal } = useAccess(
    staticDataSyncRefreshPermission,
    t('syncPage.logsForbidden', {
      permission: staticDataSyncRefreshPermission.name,
    }),
  );
  if (allowed) {
    return <SyncLog syncId={props.syncId} />;
  }
  if (!refusal) {
    return <Progress aria-label={t('changeList.loading')} />;
  }
  return refusal.denied ? (
    <EmptyState
      missing="info"
      title={t('syncPage.logsForbiddenTitle')}
      description={refusal.message}
    />
  ) : (
    <Alert severity="error">{refusal.message}</Alert>
  );
}

const PAGE_SIZE = 500;

/** The log of a sync, live while it runs. The filters are query parameters. */
function SyncLog(props: { syncId: string }) {
  const { syncId } = props;
  const { t, describeError } = useStaticDataTranslation();
  const [level = 'debug', setLevel] = useUrlChoice('level', SYNC_LOG_LEVELS);
  const [q, setQ] = useUrlParameter('q');
  const pages = useCursorPages(
    async (source, cursor) => {
      const { lines, pagination } = await source.getLogs(syncId, {
        level,
        cursor,
        limit: PAGE_SIZE,
      });
      return { items: lines, pagination };
    },
    [syncId, level],
  );
  const { hasMore, nextCursor, loading, attempts, error, loadMore } = pages;
  // at the end of the log there is a cursor only while the sync runs
  const following = nextCursor !== undefined && !hasMore;
  const intervalMs = error ? retryDelayOf(error) : ACTIVE_INTERVAL_MS;
  useTimerWhileVisible(
    loadMore,
    following && !loading ? intervalMs : undefined,
    attempts,
  );

  // a search covers the whole log
  const readAll = q !== '';
  useEffect(() => {
    if (readAll && hasMore && !loading && !error) {
      loadMore();
    }
  }, [readAll, hasMore, loading, error, loadMore]);

  const api = useApi(staticDataApiRef);
  const [downloading, download] = useAsyncFn(
    async () =>
      saveFile(await api.downloadLog(syncId, { level }), `sync-${syncId}.log`),
    [api, syncId, level],
  );
  const wanted = q.toLocaleLowerCase();
  const lines = pages.items.filter(({ message }) =>
    message.toLocaleLowerCase().includes(wanted),
  );
  const isRead = !loading && !error && !hasMore;

  return (
    <>
      <FilterBar label={t('syncPage.filterLogs')}>
        <FilterSelect
          label={t('syncPage.level')}
          options={SYNC_LOG_LEVELS}
          labelOf={value => t(`logLevel.${value}`)}
          value={level}
          onChange={setLevel}
        />
        <SearchField
          label={t('syncPage.searchLogs')}
          value={q}
          onChange={setQ}
        />
        <Button
          variant="outlined"
          startIcon={<GetAppIcon />}
          onClick={download}
        >
          {t('syncPage.download')}
        </Button>
        {downloading.error && !downloading.loading && (
          <RetryAlert onRetry={download}>
            {t('syncPage.downloadFailed', {
              message: describeError(downloading.error),
            })}
          </RetryAlert>
        )}
      </FilterBar>
      {lines.length > 0 && <LogLines lines={lines} live={following} />}
      {lines.length === 0 && isRead && (
        <Typography color="textSecondary">{t('syncPage.noLines')}</Typography>
      )}
      {following && (
        <Typography variant="body2" color="textSecondary">
          {t('syncPage.live')}
        </Typography>
      )}
      <PageFooter pages={{ ...pages, items: lines }} quiet={following} />
    </>
  );
}

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(1),
    maxHeight: '60vh',
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    listStyle: 'none',
  },
  line: {
    display: 'flex',
    gap: theme.spacing(2),
    contentVisibility: 'auto',
    containIntrinsicSize: 'auto 1.5em',
  },
  time: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
  level: { width: '3.5em', flexShrink: 0 },
  debug: { color: theme.palette.text.secondary },
  info: {},
  warn: { fontWeight: 'bold' },
  error: {
    fontWeight: 'bold',
    backgroundColor: alpha(theme.palette.status.error, 0.18),
  },
  message: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
}));

function LogLines(props: { lines: SyncLogLine[]; live: boolean }) {
  const { lines, live } = props;
  const { t, formatBareTime, formatTimeZone } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <>
      <Typography variant="body2" color="textSecondary">
        {t('syncPage.timeZone', { zone: formatTimeZone(lines[0].time) })}
      </Typography>
      <div
        role="log"
        aria-label={t('syncPage.tabs.logs')}
        aria-live={live ? 'polite' : 'off'}
        // scrollable content must be reachable with the keyboard
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={classes.root}
      >
        {lines.map(({ time, level, message }, index) => (
          <div key={index} className={classes.line}>
            <time className={classes.time} dateTime={time}>
              {formatBareTime(time)}
            </time>
            <span className={`${classes.level} ${classes[level]}`}>
              {level}
            </span>
            <span className={classes.message}>{message}</span>
          </div>
        ))}
      </div>
    </>
  );
}
