import {
  RepositoryPush,
  SyncCommit,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { useSource, useSources } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { shortRevision } from '../../lib/source';
import { Tooltip } from './Tooltip';
import { readPusher, SyncTypeLabel, TriggeredBy } from './labels';
import { Revision, SourceLink } from './links';
import { clampLines } from './styles';

/** Of the repositories that a sync was about, so many are named. */
const MAX_NAMED_PUSHES = 3;

const useFactListStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    margin: 0,
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  },
  rows: {
    '& > div': {
      display: 'grid',
      gridTemplateColumns: 'min(45%, 11rem) minmax(0, 1fr)',
      columnGap: theme.spacing(2),
      padding: theme.spacing(0.5, 0),
    },
  },
  columns: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(4),
    rowGap: theme.spacing(1),
    [theme.breakpoints.down('xs')]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      columnGap: theme.spacing(2),
    },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 1.5),
    [theme.breakpoints.up('lg')]: {
      // no narrower than its value, and what marks it: where there is no room, labels are cut, and
      // where there is none for the values either, the last ones go below
      '& > div': {
        flexGrow: 1,
        width: 'min-content',
        maxWidth: 'max-content',
      },
      '& dd, & $marked': { whiteSpace: 'nowrap', overflowWrap: 'normal' },
      '& $marked': { display: 'flex', gap: theme.spacing(0.5) },
      '& $label': {
        ...clampLines(1),
        whiteSpace: 'normal',
        wordBreak: 'break-all',
      },
    },
    [theme.breakpoints.down('xs')]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      columnGap: theme.spacing(2),
    },
  },
  marked: {},
  label: {},
  counts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(10rem, 1fr))',
    columnGap: theme.spacing(3),
    '& > div': {
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
      padding: theme.spacing(0.25, 0),
    },
    '& dt': { minWidth: 0 },
    '& dd': { flex: 'none' },
  },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(7.5rem, 1fr))',
    gap: theme.spacing(1, 1.5),
    '& dd': theme.typography.h6,
    [theme.breakpoints.down('xs')]: {
      // no label runs into the next
      gridTemplateColumns: 'repeat(3, minmax(min-content, 1fr))',
      columnGap: theme.spacing(1),
    },
  },
}));

/**
 * Labelled values: in rows, side by side, side by side in a single line, as short lines in columns, or
 * as large figures.
 */
export function FactList(props: {
  layout?: 'rows' | 'columns' | 'line' | 'counts' | 'figures';
  children: ReactNode;
}) {
  const { layout = 'rows', children } = props;
  const classes = useFactListStyles();
  return <dl className={`${classes.list} ${classes[layout]}`}>{children}</dl>;
}

/** One labelled value of a {@link FactList}. */
export function Fact(props: {
  label: ReactNode;
  /** What the reader has to notice about it; beside the label. */
  mark?: ReactNode;
  children: ReactNode;
}) {
  const { label, mark, children } = props;
  const classes = useFactListStyles();
  return (
    <div>
      {mark ? (
        <dt className={classes.marked}>
          <span className={classes.label}>{label}</span> {mark}
        </dt>
      ) : (
        <dt className={classes.label}>{label}</dt>
      )}
      <dd>{children}</dd>
    </div>
  );
}

/** Which source something is of, where there are several and the page is about none in particular. */
export function SourceFact(props: { sourceId: string }) {
  const { sourceId } = props;
  const { t } = useStaticDataTranslation();
  const { hasSeveral } = useSources();
  const source = useSource();
  return hasSeveral && source === undefined ? (
    <Fact label={t('sources.source')}>
      <SourceLink sourceId={sourceId} />
    </Fact>
  ) : null;
}

/** How a sync came about. */
export function SyncOriginFacts(props: {
  sync: Pick<
    SyncHistoryRecord,
    'syncType' | 'dryRun' | 'triggeredBy' | 'pushes'
  >;
}) {
  const { sync } = props;
  const { t } = useStaticDataTranslation();
  return (
    <>
      <Fact label={t('sync.type')}>
        <SyncTypeLabel sync={sync} />
      </Fact>
      <Fact label={t('sync.triggeredBy')}>
        <TriggeredBy sync={sync} />
      </Fact>
      {sync.pushes && (
        <Fact label={t('sync.pushes')}>
          <Pushes pushes={sync.pushes} />
        </Fact>
      )}
    </>
  );
}

/** Who pushed which commit to which repository. */
function Pushes(props: { pushes: RepositoryPush[] }) {
  const { pushes } = props;
  const { t, countParams } = useStaticDataTranslation();
  const more = pushes.length - MAX_NAMED_PUSHES;
  return (
    <>
      {pushes.slice(0, MAX_NAMED_PUSHES).map(push => (
        <div key={push.repository} title={push.commit}>
          {t('sync.push', {
            repository: push.repository,
            revision: shortRevision(push.commit),
            login: readPusher(push.pushedBy)?.login ?? push.pushedBy,
          })}
        </div>
      ))}
      {more > 0 && <div>{t('sync.morePushes', countParams(more))}</div>}
    </>
  );
}

export function AbsoluteTime(props: { time: string }) {
  const { time } = props;
  const { formatDateTime } = useStaticDataTranslation();
  return (
    // a direction of its own, or its day goes with the words before it
    <time dateTime={time} dir="auto">
      {formatDateTime(time)}
    </time>
  );
}

/** A time relative to now, with the absolute time as a tooltip. */
export function RelativeTime(props: { time: string }) {
  const { time } = props;
  const { formatDateTime, formatRelativeTime } = useStaticDataTranslation();
  return (
    <Tooltip title={formatDateTime(time)}>
      <time dateTime={time} dir="auto">
        {formatRelativeTime(time)}
      </time>
    </Tooltip>
  );
}

/** What a sync has read of its source: the revision, and what is known of it as a commit. */
export function RevisionFacts(props: {
  sync: Pick<SyncHistoryRecord, 'revision' | 'configSnapshot' | 'commit'>;
}) {
  const { sync } = props;
  const { t } = useStaticDataTranslation();
  return (
    <>
      <Fact label={t('sync.revision')}>
        <Revision sync={sync} />
      </Fact>
      {sync.commit && (
        <Fact label={t('sync.commit')}>
          <Commit commit={sync.commit} />
        </Fact>
      )}
    </>
  );
}

const useCommitStyles = makeStyles({
  root: { maxWidth: '32rem' },
  body: {
    margin: 0,
    maxHeight: '14rem',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: 'inherit',
  },
});

/** The author, time and subject of a commit; the body of its message on demand. */
function Commit(props: { commit: SyncCommit }) {
  const { author, message, time } = props.commit;
  const { t } = useStaticDataTranslation();
  const classes = useCommitStyles();
  const [subject, ...rest] = message.split('\n');
  const body = rest.join('\n').trim();
  return (
    <div className={classes.root}>
      <div>{subject}</div>
      <div>
        {author && t('sync.commitBy', { author })}
        {author && time && ', '}
        {time && <AbsoluteTime time={time} />}
      </div>
      {body && (
        <details>
          <summary>{t('sync.commitMessage')}</summary>
          <pre className={classes.body}>{body}</pre>
        </details>
      )}
    </div>
  );
}
