import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import ChevronLeftIcon from '@material-ui/icons/ChevronLeft';
import ChevronRightIcon from '@material-ui/icons/ChevronRight';
import CompareArrowsIcon from '@material-ui/icons/CompareArrows';
import { StaticDataApi } from '../../api/StaticDataApi';
import { useLoader } from '../../hooks/useLoader';
import { useIsNarrow } from '../common/layout';
import { MIRRORED } from '../common/styles';
import { compareRouteRef, syncRouteRef } from '../../routes';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';

const useStyles = makeStyles({
  // the links are in a row with what else can be done
  root: { display: 'contents' },
  arrow: MIRRORED,
});

/** Links to related syncs. */
export function SyncNavigation(props: {
  sync: SyncHistoryRecord;
  neighbours: SyncNeighbours;
}) {
  const { sync, neighbours } = props;
  const { previous, next, stateBefore } = neighbours;
  const { t, formatDateTime } = useStaticDataTranslation();
  const classes = useStyles();
  const isNarrow = useIsNarrow();
  const toSync = useRouteRef(syncRouteRef);
  const toCompare = useRouteRef(compareRouteRef);

  return (
    <nav className={classes.root} aria-label={t('syncPage.otherSyncs')}>
      {!sync.dryRun && (
        <LinkButton
          role="link"
          to={`${toCompare()}?from=${stateBefore?.id ?? ''}&to=${sync.id}`}
          startIcon={<CompareArrowsIcon />}
        >
          {stateBefore && !isNarrow
            ? t('syncPage.compareWithPrevious')
            : t('syncPage.compare')}
        </LinkButton>
      )}
      {previous && (
        <LinkButton
          role="link"
          to={toSync({ syncId: previous.id })}
          aria-keyshortcuts="p"
          startIcon={<ChevronLeftIcon className={classes.arrow} />}
          title={`#${previous.number} · ${formatDateTime(previous.startTime)}`}
        >
          {t('syncPage.previous')}
        </LinkButton>
      )}
      {next && (
        <LinkButton
          role="link"
          to={toSync({ syncId: next.id })}
          aria-keyshortcuts="n"
          endIcon={<ChevronRightIcon className={classes.arrow} />}
          title={`#${next.number} · ${formatDateTime(next.startTime)}`}
        >
          {t('syncPage.next')}
        </LinkButton>
      )}
    </nav>
  );
}

const DAY_MS = 24 * 3_600_000;

interface SyncNeighbours {
  previous?: SyncHistoryRecord;
  next?: SyncHistoryRecord;
  /** The latest sync before it that left a state behind, unlike dry runs. */
  stateBefore?: SyncHistoryRecord;
}

/** Finds the neighbours of a sync among those of its source; empty until they are loaded, or if they cannot be. */
export function useSyncNeighbours(
  sync: Pick<SyncHistoryRecord, 'source' | 'startTime'>,
): SyncNeighbours {
  const { source, startTime } = sync;
  const { value } = useLoader(
    api => readNeighbours(api, { source, startTime }),
    [source, startTime],
  );
  return value ?? {};
}

async function readNeighbours(
  api: StaticDataApi,
  sync: Pick<SyncHistoryRecord, 'source' | 'startTime'>,
): Promise<SyncNeighbours> {
  const { source, startTime } = sync;
  const before = { source, to: startTime, limit: 1 };
  const [previous, next, stateBefore] = await Promise.all([
    api.getSyncHistory(before),
    readNext(api, sync),
    api.getSyncHistory({ ...before, dryRun: false }),
  ]);
  return {
    previous: previous.history[0],
    next,
    stateBefore: stateBefore.history[0],
  };
}

/**
 * The history is sorted newest first, so the next sync is the second to last one since this one.
 * Looks within a day first, to avoid counting years of syncs.
 */
async function readNext(
  api: StaticDataApi,
  { source, startTime }: Pick<SyncHistoryRecord, 'source' | 'startTime'>,
): Promise<SyncHistoryRecord | undefined> {
  const dayLater = new Date(Date.parse(startTime) + DAY_MS).toISOString();
  for (const to of [dayLater, undefined]) {
    const since = { source, from: startTime, to, limit: 1 };
    const { pagination } = await api.getSyncHistory(since);
    // the last one is the sync itself
    const offset = pagination.total - 2;
    if (offset >= 0) {
      const { history } = await api.getSyncHistory({ ...since, offset });
      return history[0];
    }
  }
  return undefined;
}
