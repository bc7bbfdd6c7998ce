import {
  isHeldRemovalsReason,
  isSteeringReason,
  SyncHistoryRecord,
  SyncSettings,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import compact from 'lodash/compact';
import uniqBy from 'lodash/uniqBy';
import { ReactNode, useId, useState } from 'react';
import { useKindLabel } from '../../hooks/useKindLabel';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { findFirstWithErrors, findLatestOutcome } from '../../lib/badSyncs';
import { listStaleKinds, StaleKind } from '../../lib/staleKinds';
import { CutWords } from '../common/CutWords';
import { RelativeTime } from '../common/facts';
import { useIsNarrow } from '../common/layout';
import { PlacedError, Revision, SyncLink } from '../common/links';
import { lineButton, PLAIN_LIST } from '../common/styles';

/**
 * So many are shown before the reader asks for all, on a telephone and on wider pages; what waits for
 * somebody has a column of its own, with room for one more.
 */
const SHOWN_LINES = { wide: 2, besideNotice: 3, narrow: 1 };

const useStyles = makeStyles(theme => ({
  // the lines are among those of the header
  list: { ...PLAIN_LIST, display: 'contents' },
  all: { ...PLAIN_LIST, gridRow: 'span 2' },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    minHeight: '1.5rem',
    '&:empty': { display: 'none' },
    [theme.breakpoints.up('md')]: { flexWrap: 'nowrap' },
    // among other words, colour alone would not tell a link
    '& a': { textDecoration: 'underline' },
  },
  // below the notice
  third: { order: 1 },
  aside: { flex: 'none' },
  button: { ...lineButton(theme), textTransform: 'none' },
}));

/**
 * Why the health is what it is: the first error, since when there are any, and the reasons. The first
 * ones are shown, each in one line of a wide page, and the others on demand.
 */
export function StatusReasons(props: {
  settings: SyncSettings;
  /** Newest first; absent while they are loading. */
  recentSyncs?: SyncHistoryRecord[];
}) {
  const { recentSyncs } = props;
  const { latestSync, health, steering } = props.settings;
  const { consecutiveFailures } = health;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const isNarrow = useIsNarrow();
  const listId = useId();
  const [showsAll, setShowsAll] = useState(false);
  // these have lines of their own
  const reasons = health.reasons.filter(
    reason => !isHeldRemovalsReason(reason) && !isSteeringReason(reason),
  );
  const syncs = uniqBy(compact([latestSync, ...(recentSyncs ?? [])]), 'id');
  const latest = findLatestOutcome(syncs);
  const hasErrors = (latest?.errorCount ?? 0) > 0;

  if (reasons.length === 0) {
    return null;
  }
  const lines: Array<[key: string, line: ReactNode]> = compact([
    latest && hasErrors && ['error', <FirstError sync={latest} />],
    latestSync &&
      consecutiveFailures > 0 && [
        'since',
        <FailingSince latestSync={latestSync} failures={consecutiveFailures} />,
      ],
    latest?.status === 'PARTIAL_SUCCESS' &&
      hasErrors && [
        'since',
        <ErrorsSince syncs={syncs} isLoading={!recentSyncs} />,
      ],
    ...listStaleKinds(syncs).map((stale): [string, ReactNode] => [
      stale.kind,
      <DataAge stale={stale} isLoading={!recentSyncs} />,
    ]),
    ...reasons.map((reason): [string, ReactNode] => [
      reason,
      <CutWords text={reason}>{reason}</CutWords>,
    ]),
  ]);
  const isBesideNotice =
    health.reasons.some(isHeldRemovalsReason) &&
    !steering.pause &&
    !steering.pin;
  const widest = isBesideNotice ? SHOWN_LINES.besideNotice : SHOWN_LINES.wide;
  const first = isNarrow ? SHOWN_LINES.narrow : widest;
  const more = lines.length - first;
  return (
    <ul id={listId} className={showsAll ? classes.all : classes.list}>
      {lines
        .slice(0, showsAll ? undefined : first)
        .map(([key, line], index) => (
          <li
            key={key}
            className={`${classes.line} ${
              index === SHOWN_LINES.wide && !showsAll ? classes.third : ''
            }`}
          >
            {line}
            {more > 0 && index === first - 1 && (
              <Button
                size="small"
                color="inherit"
                className={classes.button}
                aria-expanded={showsAll}
                aria-controls={listId}
                onClick={() => setShowsAll(!showsAll)}
              >
                {showsAll
                  ? t('health.fewerReasons')
                  : t('health.moreReasons', countParams(more))}
              </Button>
            )}
          </li>
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
  const words = t('health.olderKind', {
    kind: labelOf(kind),
    retained: formatCount(retained),
    total: formatCount(total),
  });
  return (
    <CutWords text={words}>
      {words}{' '}
      {readBy ? (
        <NumberedSync sync={readBy} />
      ) : (
        !isLoading && t('health.beforeRecent')
      )}
    </CutWords>
  );
}

/** The first error of a sync, with its place and what to do about it. */
function FirstError(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const [first] = sync.errors ?? [];
  const more = sync.errorCount - 1;
  const number = String(sync.number);

  return (
    <>
      {first && (
        <CutWords text={first.error}>
          <PlacedError error={first} version={sync} /> – {first.hint}
        </CutWords>
      )}{' '}
      <SyncLink syncId={sync.id} className={classes.aside}>
        {more > 0
          ? t('health.openSyncWithMore', { number, ...countParams(more) })
          : t('health.openSync', { number })}
      </SyncLink>
    </>
  );
}

/** The first of the syncs that have failed since one was applied. */
function FailingSince(props: {
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

  if (!first && attempts > 0) {
    return null;
  }
  return <Since words={t('health.failingSince')} sync={first} />;
}

/** The first of the syncs that were applied with errors since one was applied without. */
function ErrorsSince(props: {
  syncs: SyncHistoryRecord[];
  isLoading: boolean;
}) {
  const { syncs, isLoading } = props;
  const { t } = useStaticDataTranslation();
  const first = isLoading ? undefined : findFirstWithErrors(syncs);
  return (
    <Since
      words={t('health.errorsSince')}
      sync={first?.sync}
      orEarlier={first?.isCertain === false && syncs.at(-1)!.number > 1}
    />
  );
}

/** Since which sync something is so, and the commit that it read. */
function Since(props: {
  words: string;
  /** Absent until it is known: its line has its place before that. */
  sync?: SyncHistoryRecord;
  /** Whether it may have been so before. */
  orEarlier?: boolean;
}) {
  const { words, sync, orEarlier } = props;
  const { t } = useStaticDataTranslation();
  if (!sync) {
    return <>{words} …</>;
  }
  const author = sync.commit?.author;
  return (
    <CutWords text={sync.id}>
      {words} <NumberedSync sync={sync} />
      {orEarlier && ` ${t('health.orEarlier')}`}
      {!orEarlier && sync.revision && (
        <>
          {author && ` ${t('sync.commitBy', { author })}`}
          {', '}
          {t('health.atRevision')} <Revision sync={sync} />
        </>
      )}
    </CutWords>
  );
}

function NumberedSync(props: { sync: SyncHistoryRecord }) {
  const { id, number, startTime } = props.sync;
  return (
    <SyncLink syncId={id}>
      #{number} · <RelativeTime time={startTime} />
    </SyncLink>
  );
}
