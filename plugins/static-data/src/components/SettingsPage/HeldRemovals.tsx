import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  HeldRemoval,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import Alert from '@material-ui/lab/Alert';
import minBy from 'lodash/minBy';
import partition from 'lodash/partition';
import { ReactNode, useId, useState } from 'react';
import { useRefreshAccess } from '../../hooks/useAccess';
import { useLoader } from '../../hooks/useLoader';
import { useSource } from '../../hooks/useSources';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { CutWords } from '../common/CutWords';
import { AbsoluteTime } from '../common/facts';
import { Revision, SyncLink } from '../common/links';
import { RetryAlert } from '../common/loading';
import { lineButton, noticeHeight, noticeWords } from '../common/styles';
import { HeldRemovalReview } from './HeldRemovalReview';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5, 1),
    [theme.breakpoints.up('md')]: { flexDirection: 'row' },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    // as high as with its button
    minHeight: '1.5rem',
    minWidth: 0,
    paddingInlineStart: theme.spacing(1),
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.warningBackground,
    color: theme.palette.warningText,
    '& a': { color: 'inherit', textDecoration: 'underline' },
    [theme.breakpoints.up('md')]: { flexWrap: 'nowrap' },
    [theme.breakpoints.down('xs')]: noticeHeight(theme),
  },
  // it would have a line of its own
  warning: { [theme.breakpoints.down('xs')]: { display: 'none' } },
  title: {
    flex: 'none',
    maxWidth: '100%',
    [theme.breakpoints.up('lg')]: { whiteSpace: 'nowrap' },
  },
  since: noticeWords(theme),
  button: lineButton(theme),
}));

/** The held removals, if any, and those that have been approved: a line for each. */
export function HeldRemovals(props: {
  /** That there are some, in the words of the health; holds the place of the line until they are there. */
  reason?: string;
  /** The configuration in force: where the commits are that dropped something. */
  configuration: SyncConfigSnapshot;
  /** Changes whenever a sync has ended. */
  refreshKey: string;
  /** Whether a sync runs or is awaited. */
  syncing: boolean;
  onSync: () => void;
}) {
  const { reason, configuration, refreshKey, syncing, onSync } = props;
  const { t, describeError, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const source = useSource();
  const [reviewing, setReviewing] = useState(false);
  const { value, error, reload } = useLoader(
    api => api.getHeldRemovals({ source }),
    [source],
    { refreshKey },
  );
  const [approved, held] = partition(
    value?.heldRemovals ?? [],
    ({ approvedBy }) => approvedBy,
  );
  const isReviewed = reviewing && held.length > 0;
  const notice = approved.length > 0 && (
    <ApprovedNotice
      approved={approved}
      syncing={syncing}
      onSync={() => {
        setReviewing(false);
        onSync();
      }}
    />
  );

  return (
    // takes the focus of what is approved, and stays beside what becomes of it
    <div tabIndex={-1} className={classes.root}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('heldRemovals.loadFailed', { message: describeError(error) })}
        </RetryAlert>
      )}
      {!value && !error && reason && <HeldLine title={reason} />}
      {held.length > 0 && (
        <HeldLine title={t('heldRemovals.title', countParams(held.length))}>
          <div className={classes.since}>
            <HeldSince heldRemovals={held} configSnapshot={configuration} />
          </div>
          <Button
            size="small"
            variant="outlined"
            color="inherit"
            aria-haspopup="dialog"
            className={classes.button}
            onClick={() => setReviewing(true)}
          >
            {t('heldRemovals.review')}
          </Button>
        </HeldLine>
      )}
      {isReviewed ? (
        <HeldRemovalReview
          heldRemovals={held}
          configuration={configuration}
          notice={notice}
          onApproved={reload}
          onClose={() => setReviewing(false)}
        />
      ) : (
        notice
      )}
    </div>
  );
}

/** How many removals are held, and since when. */
function HeldLine(props: { title: string; children?: ReactNode }) {
  const classes = useStyles();
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={classes.line}>
      <WarningIcon fontSize="small" aria-hidden className={classes.warning} />
      <Typography
        variant="subtitle2"
        component="h3"
        id={titleId}
        className={classes.title}
      >
        {props.title}
      </Typography>
      {props.children}
    </section>
  );
}

/** The commit that dropped the first of them, as far as it is known, and the sync that held it. */
function HeldSince(props: {
  heldRemovals: HeldRemoval[];
  configSnapshot: SyncConfigSnapshot;
}) {
  const { heldRemovals, configSnapshot } = props;
  const { t } = useStaticDataTranslation();
  const first = minBy(heldRemovals, 'heldSince')!;
  const [commit] = first.provenance?.commits ?? [];
  return (
    <CutWords text={first.entityRef}>
      {t('heldRemovals.since')}{' '}
      {commit && (
        <>
          <Revision sync={{ revision: commit.id, configSnapshot }} />
          {commit.author && ` ${t('sync.commitBy', { author: commit.author })}`}
          {', '}
        </>
      )}
      <SyncLink syncId={first.heldBySyncId}>
        <AbsoluteTime time={first.heldSince} />
      </SyncLink>
    </CutWords>
  );
}

const useApprovedNoticeStyles = makeStyles(theme => ({
  root: { minWidth: 0, padding: theme.spacing(0, 1) },
  icon: { padding: 0, fontSize: '1.25rem' },
  // one line, until the list is opened
  message: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1),
    minWidth: 0,
    padding: 0,
    overflowWrap: 'anywhere',
    '& details[open]': { flexBasis: '100%' },
  },
  action: { padding: 0, alignItems: 'flex-start' },
  button: lineButton(theme),
  list: {
    margin: theme.spacing(1, 0, 0),
    paddingInlineStart: theme.spacing(2.5),
    maxHeight: '16rem',
    overflow: 'auto',
  },
}));

/** Says what happens to approved removals. */
function ApprovedNotice(props: {
  approved: HeldRemoval[];
  syncing: boolean;
  onSync: () => void;
}) {
  const { approved, syncing, onSync } = props;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useApprovedNoticeStyles();
  const { allowed, refusal } = useRefreshAccess();

  return (
    <Alert
      severity="info"
      role="status"
      classes={{
        root: classes.root,
        icon: classes.icon,
        message: classes.message,
        action: classes.action,
      }}
      action={
        allowed && (
          <Button
            color="inherit"
            size="small"
            className={classes.button}
            disabled={syncing}
            onClick={onSync}
          >
            {t('heldRemovals.syncNow')}
          </Button>
        )
      }
    >
      <span>
        {syncing
          ? t('heldRemovals.approvedSyncing', countParams(approved.length))
          : t('heldRemovals.approved', countParams(approved.length))}
      </span>
      {refusal && !refusal.denied && <div>{refusal.message}</div>}
      <details>
        <summary>{t('heldRemovals.showApproved')}</summary>
        <ul className={classes.list}>
          {approved.map(({ entityRef }) => (
            <li key={entityRef}>
              <EntityRefLink entityRef={entityRef} hideIcon />
            </li>
          ))}
        </ul>
      </details>
    </Alert>
  );
}
