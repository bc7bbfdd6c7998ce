import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useEffect } from 'react';
import { useLoader } from '../../hooks/useLoader';
import { useManualRefresh } from '../../hooks/useManualRefresh';
import { useOutcomeSentence } from '../../hooks/useOutcomeSentence';
import { useRefreshRequest } from '../../hooks/useRefreshRequest';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { ChangeWords } from '../common/ChangeWords';
import { ChangeMark } from '../common/labels';
import { StepProgressBar } from '../common/layout';
import { EntityLink, SyncLink } from '../common/links';
import { LoadAlert, RetryAlert } from '../common/loading';
import { PLAIN_LIST } from '../common/styles';

/** As many as give an impression. */
const SHOWN_CHANGES = 5;

const useStyles = makeStyles(theme => ({
  root: {
    // as high as with a few changes, so that little moves when they are there
    minHeight: '12rem',
    marginBottom: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  list: { ...PLAIN_LIST, margin: theme.spacing(1, 0) },
  item: {
    ...theme.typography.body2,
    display: 'grid',
    gridTemplateColumns: 'minmax(7rem, max-content) minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    padding: theme.spacing(0.25, 0),
  },
}));

/** The revision to preview; neither means the one that is configured. */
export interface PreviewTarget {
  ref?: string;
  syncId?: string;
}

/** Requests a dry run of a revision, and shows how the catalog would change. */
export function PinPreview(props: {
  sourceId: string;
  target: PreviewTarget;
  /** Called when it is known what would change, or why it is not. */
  onEnd?: (preview: SyncHistoryRecord) => void;
}) {
  const { sourceId, target, onEnd } = props;
  const { ref, syncId } = target;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useStyles();
  const { state, start } = useManualRefresh();
  const request = () => start({ source: sourceId, dryRun: true, ref, syncId });
  useEffect(() => {
    start({ source: sourceId, dryRun: true, ref, syncId });
  }, [start, sourceId, ref, syncId]);

  return (
    <section aria-label={t('pinPreview.title')} className={classes.root}>
      {state.status === 'failed' && (
        <RetryAlert onRetry={request}>
          {t('pinPreview.failed', { message: describeError(state.error) })}
        </RetryAlert>
      )}
      {state.status === 'pending' ? (
        <RequestedPreview syncId={state.request.syncId} onEnd={onEnd} />
      ) : (
        state.status !== 'failed' && (
          <StepProgressBar label={t('actions.requesting')} />
        )
      )}
    </section>
  );
}

/** Follows a dry run to its end. */
function RequestedPreview(props: {
  syncId: string;
  onEnd?: (preview: SyncHistoryRecord) => void;
}) {
  const { syncId, onEnd } = props;
  const { t } = useStaticDataTranslation();
  const request = useRefreshRequest(syncId);
  const { sync, running } = request.value ?? {};
  useEffect(() => {
    if (sync) {
      onEnd?.(sync);
    }
  }, [sync, onEnd]);

  const activity = running
    ? t('actions.running.dryRun', { phase: t(`phase.${running.phase}`) })
    : t('pinPreview.queued');
  return (
    <>
      {/* one element to the end: only what changes in it is announced */}
      <Typography variant={sync ? 'body1' : 'body2'} role="status" gutterBottom>
        {!sync && activity}
        {sync && sync.status !== 'FAILURE' && <OutcomeSentence sync={sync} />}
      </Typography>
      {sync ? (
        <Outcome preview={sync} />
      ) : (
        <>
          <StepProgressBar label={activity} progress={running?.progress} />
          <LoadAlert loader={request} />
        </>
      )}
    </>
  );
}

function OutcomeSentence(props: { sync: SyncHistoryRecord }) {
  return <>{useOutcomeSentence(props.sync)}</>;
}

/** How the catalog would change, and what the removal guard says to it. */
function Outcome(props: { preview: SyncHistoryRecord }) {
  const { preview } = props;
  const { id, status, stats } = preview;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const { value } = useLoader(
    async api => {
      const [{ changes, pagination }, held] = await Promise.all([
        api.getChanges(id, { limit: SHOWN_CHANGES }),
        stats.removalsHeld > 0
          ? api.getFindings(id, { code: ['REMOVALS_HELD'], limit: 1 })
          : undefined,
      ]);
      return {
        changes,
        more: pagination.total - changes.length,
        guard: held?.findings.map(({ message }) => message) ?? [],
      };
    },
    [id, stats.removalsHeld],
  );

  if (status === 'FAILURE') {
    const [first] = preview.errors ?? [];
    return (
      <Alert severity={preview.cancelledBy === undefined ? 'error' : 'info'}>
        <OutcomeSentence sync={preview} /> {first?.hint}
      </Alert>
    );
  }
  return (
    <>
      {value?.guard.map(words => (
        <Alert key={words} severity="warning">
          {words}
        </Alert>
      ))}
      <ul className={classes.list}>
        {value?.changes.map(({ change, entityRef, differences }) => (
          <li key={`${change} ${entityRef}`} className={classes.item}>
            <ChangeMark change={change} />
            <div>
              <EntityLink
                entityRef={entityRef}
                inCatalog={change !== 'added'}
              />
              <ChangeWords differences={differences} />
            </div>
          </li>
        ))}
      </ul>
      <Typography variant="body2">
        {value && value.more > 0 && (
          <>{t('pinPreview.more', countParams(value.more))} </>
        )}
        {/* what has been entered stays here */}
        <SyncLink syncId={id} target="_blank">
          {t('actions.showDryRun')}
        </SyncLink>
      </Typography>
    </>
  );
}
