import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import {
  MAX_PAGE_SIZE,
  staticDataSyncRefreshPermission,
  SYNC_LOG_LEVELS,
  syncLogFileName,
  SyncPhaseTiming,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import GetAppIcon from '@material-ui/icons/GetApp';
import LockIcon from '@material-ui/icons/LockOutlined';
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
import {
  EmptyMessage,
  onEndOf,
  PageFooter,
  RetryAlert,
} from '../common/loading';
import { LogLines } from './LogLines';

interface LogsTabProps {
  syncId: string;
  /** How long each phase took, so far. */
  phases: SyncPhaseTiming[];
}

export function LogsTab(props: LogsTabProps) {
  const { t } = useStaticDataTranslation();
  const { allowed, refusal } = useAccess(
    staticDataSyncRefreshPermission,
    t('syncPage.logsForbidden', {
      permission: staticDataSyncRefreshPermission.name,
    }),
  );
  if (allowed) {
    return <SyncLog {...props} />;
  }
  if (!refusal) {
    return <Progress aria-label={t('changeList.loading')} />;
  }
  return refusal.denied ? (
    <EmptyMessage
      level="h3"
      icon={LockIcon}
      title={t('syncPage.logsForbiddenTitle')}
      description={refusal.message}
    />
  ) : (
    <Alert severity="error">{refusal.message}</Alert>
  );
}

/** The log of a sync, live while it runs. The filters are query parameters. */
function SyncLog(props: LogsTabProps) {
  const { syncId, phases } = props;
  const { t, describeError } = useStaticDataTranslation();
  const [level = 'debug', setLevel] = useUrlChoice('level', SYNC_LOG_LEVELS);
  const [q, setQ] = useUrlParameter('q');
  const pages = useCursorPages(
    async (source, cursor) => {
      const { lines, pagination } = await source.getLogs(syncId, {
        level,
        cursor,
        limit: MAX_PAGE_SIZE,
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

  const [line] = useUrlParameter('line');
  const wantedLine = Number(line);
  const lastLine = pages.items.at(-1)?.number ?? 0;
  // a search covers the whole log
  const readOn = q !== '' || wantedLine > lastLine;
  useEffect(() => {
    if (readOn && hasMore && !loading && !error) {
      loadMore();
    }
  }, [readOn, hasMore, loading, error, loadMore]);

  const api = useApi(staticDataApiRef);
  const [downloading, download] = useAsyncFn(
    async () =>
      saveFile(
        await api.downloadLog(syncId, { level }),
        syncLogFileName(syncId),
      ),
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
      {lines.length > 0 && (
        <LogLines
          lines={lines}
          phases={phases}
          live={following}
          wanted={wantedLine}
          onEnd={onEndOf(pages)}
        />
      )}
      {lines.length === 0 && isRead && (
        <Typography color="textSecondary">{t('syncPage.noLines')}</Typography>
      )}
      {following && (
        <Typography variant="body2" color="textSecondary">
          {t('syncPage.live')}
        </Typography>
      )}
      <PageFooter pages={{ ...pages, items: lines }} />
    </>
  );
}
