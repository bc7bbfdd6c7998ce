import {
  isHeldRemovalsReason,
  isSteeringReason,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import compact from 'lodash/compact';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { listStaleKinds, StaleKind } from '../../lib/staleKinds';
import { RelativeTime } from '../common/facts';
import { Revision, SourcePlace, SyncLink } from '../common/links';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    margin: theme.spacing(1.5, 0, 0),
    paddingInlineStart: theme.spacing(2.5),
    overflowWrap: 'anywhere',
    // among other words, colour alone would not tell a link
    '& a': { textDecoration: 'underline' },
  },
}));

/** Why the health is what it is: the reasons, the first error, and since when syncs fail. */
export function StatusReasons(props: {
  settings: SyncSettings;
  recentSyncs?: SyncHistoryRecord[];
}) {
  const { recentSyncs } = props;
  const { latestSync, health } = props.settings;
  const classes = useStyles();
  // these have lines of their own
  const reasons = health.reasons.filter(
    reason => !isHeldRemovalsReason(reason) && !isSteeringReason(reason),
  );

  if (reasons.length === 0) {
    return null;
  }
  return (
    <ul className={classes.list}>
      {reasons.map(reason => (
        <li key={reason}>{reason}</li>
      ))}
      {latestSync &&
        latestSync.errorCount > 0 &&
        latestSync.cancelledBy === undefined && (
          <FirstError sync={latestSync} />
        )}
      {latestSync && health.consecutiveFailures > 1 && (
        <FirstFailure
          latestSync={latestSync}
          failures={health.consecutiveFailures}
        />
      )}
      {listStaleKinds(recentSyncs ?? compact([latestSync])).map(stale => (
        <DataAge key={stale.kind} stale={stale} isLoading={!recentSyncs} />
      ))}
    </ul>
  );
}

/** Since when the data of a kind has not been read. */
function DataAge(props: { stale: StaleKind; isLoading: boolean }) {
  const { isLoading } = props;
  const { kind, retained, total, readBy } = props.stale;
  const { t, formatCount } = useStaticDataTranslation();
  const labelOf = useKindLabel();
  return (
    <li>
      {t('health.olderKind', {
        kind: labelOf(kind),
        retained: formatCount(retained),
        total: formatCount(total),
      })}{' '}
      {readBy ? (
        <SyncLink syncId={readBy.id}>
          #{readBy.number} · <RelativeTime time={readBy.startTime} />
        </SyncLink>
      ) : (
        !isLoading && t('health.beforeRecent')
      )}
    </li>
  );
}

/** The first error of a sync, with its place and what to do about it. */
function FirstError(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, countParams } = useStaticDataTranslation();
  const [first] = sync.errors ?? [];
  const more = sync.errorCount - 1;

  if (!first) {
    return null;
  }
  return (
    <li>
      {first.file && (
        <>
          <SourcePlace file={first.file} line={first.line} version={sync} />
          {' · '}
        </>
      )}
      {first.error} – {first.hint}{' '}
      <SyncLink syncId={sync.id}>
        {more > 0
          ? t('health.openSyncWithMore', {
              number: String(sync.number),
              ...countParams(more),
            })
          : t('health.openSync', { number: String(sync.number) })}
      </SyncLink>
    </li>
  );
}

/** The first of the syncs that have failed since one was applied. */
function FirstFailure(props: {
  latestSync: SyncHistoryRecord;
  failures: number;
}) {
  const { latestSync, failures } = props;
  const { t } = useStaticDataTranslation();
  const source = useSource();
  const { value: first, attempts } = useLoader(
    async api => {
      const { history } = await api.getSyncHistory({
        source,
        status: ['FAILURE'],
        dryRun: false,
        limit: 1,
        offset: failures - 1,
      });
      return history[0];
    },
    [failures, source],
    { refreshKey: latestSync.id },
  );

  if (!first) {
    // the line has its place before it is known
    return attempts > 0 ? null : <li>{t('health.failingSince')} …</li>;
  }
  const author = first.commit?.author;
  return (
    <li>
      {t('health.failingSince')}{' '}
      <SyncLink syncId={first.id}>
        #{first.number} · <RelativeTime time={first.startTime} />
      </SyncLink>
      {first.revision && (
        <>
          {', '}
          {t('health.atRevision')} <Revision sync={first} />
          {author && ` ${t('sync.commitBy', { author })}`}
        </>
      )}
    </li>
  );
}
