import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import {
  formatCount,
  formatDateTime,
  formatDuration,
} from '../../../lib/formatting';
import { syncRouteRef } from '../../../routes';
import { staticDataTranslationRef } from '../../../translation';
import { useSyncStatusWords } from '../../common';

const useStyles = makeStyles(theme => ({
  link: {
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'flex-end',
    width: '100%',
    '&:hover': {
      backgroundColor: theme.palette.action.hover,
    },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 1,
    },
  },
  bar: {
    flexShrink: 0,
    borderRadius: '2px 2px 0 0',
  },
  // told apart by more than their colours: whole, striped, and hollow
  SUCCESS: {
    backgroundColor: theme.palette.status.ok,
  },
  PARTIAL_SUCCESS: {
    backgroundImage: `repeating-linear-gradient(45deg, ${theme.palette.status.warning} 0 4px, transparent 4px 6px)`,
    border: `1px solid ${theme.palette.status.warning}`,
  },
  FAILURE: {
    border: `2px solid ${theme.palette.status.error}`,
    backgroundImage: `linear-gradient(to top right, transparent calc(50% - 1px), ${theme.palette.status.error} calc(50% - 1px) calc(50% + 1px), transparent calc(50% + 1px))`,
  },
}));

/** The shortest sync is to be seen too, and hit. */
const MIN_HEIGHT_PERCENT = 15;

/** A sync as a bar that is as high as the sync was long, and leads to it. */
export function SyncMark(props: {
  sync: SyncHistoryRecord;
  longestMs: number;
  isTabStop: boolean;
  onFocus: () => void;
}) {
  const { sync, longestMs, isTabStop, onFocus } = props;
  const classes = useStyles();
  const toSync = useRouteRef(syncRouteRef);
  const words = useMarkWords(sync);
  // by the root, as a single long sync would make all others alike
  const share = longestMs > 0 ? Math.sqrt(sync.durationMs / longestMs) : 0;
  const height = MIN_HEIGHT_PERCENT + (100 - MIN_HEIGHT_PERCENT) * share;

  return (
    <Tooltip title={words}>
      <Link
        to={toSync({ syncId: sync.id })}
        className={classes.link}
        aria-label={words}
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
      >
        <span
          className={`${classes.bar} ${classes[sync.status]}`}
          style={{ height: `${height}%` }}
        />
      </Link>
    </Tooltip>
  );
}

function useMarkWords({
  status,
  startTime,
  durationMs,
  stats,
}: SyncHistoryRecord): string {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const statusWords = useSyncStatusWords();
  return t('recentSyncs.mark', {
    status: statusWords[status],
    time: formatDateTime(startTime),
    duration: formatDuration(durationMs),
    changes: t('sync.changesSummary', {
      added: formatCount(stats.entitiesAdded),
      updated: formatCount(stats.entitiesUpdated),
      removed: formatCount(stats.entitiesRemoved),
    }),
  });
}
