import { useApi } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  HeldRemoval,
  staticDataSyncOverridePermission,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import WarningIcon from '@material-ui/icons/Warning';
import Alert from '@material-ui/lab/Alert';
import { useId, useState } from 'react';
import uniq from 'lodash/uniq';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useAccess, useRefreshAccess } from '../../hooks/useAccess';
import { useLoader } from '../../hooks/useLoader';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, SearchField } from '../common/filters';
import { RetryAlert } from '../common/loading';
import { TextDialog } from '../common/TextDialog';
import { HeldRemovalTable } from './HeldRemovalTable';

/** The held removals, if any, and those that have been approved. */
export function HeldRemovals(props: {
  /** The configuration in force: where the commits are that dropped something. */
  configuration: SyncConfigSnapshot;
  /** Changes whenever a sync has ended. */
  refreshKey: string;
  /** Whether a sync runs or is awaited. */
  syncing: boolean;
  onSync: () => void;
}) {
  const { configuration, refreshKey, syncing, onSync } = props;
  const { t, describeError } = useStaticDataTranslation();
  const api = useApi(staticDataApiRef);
  const { value, error, reload } = useLoader(
    source => source.getHeldRemovals(),
    [],
    { refreshKey },
  );
  const heldRemovals = value?.heldRemovals ?? [];
  const held = heldRemovals.filter(({ approvedBy }) => !approvedBy);
  const approved = heldRemovals.filter(({ approvedBy }) => approvedBy);
  const approve = async (entityRefs: string[]) => {
    await api.approveHeldRemovals(entityRefs);
    await reload();
  };

  return (
    // takes the focus of what is approved, and stays beside what becomes of it
    <div tabIndex={-1}>
      {error && (
        <RetryAlert onRetry={reload}>
          {t('heldRemovals.loadFailed', { message: describeError(error) })}
        </RetryAlert>
      )}
      {held.length > 0 && (
        <HeldBanner
          heldRemovals={held}
          configuration={configuration}
          onApprove={approve}
        />
      )}
      {approved.length > 0 && (
        <ApprovedNotice approved={approved} syncing={syncing} onSync={onSync} />
      )}
    </div>
  );
}

const useHeldBannerStyles = makeStyles(theme => ({
  root: {
    marginBottom: theme.spacing(3),
    border: `2px solid ${theme.palette.warningBackground}`,
    overflow: 'hidden',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2),
    backgroundColor: theme.palette.warningBackground,
    color: theme.palette.warningText,
  },
  title: { flex: '1 1 16rem' },
  description: { padding: theme.spacing(2, 2, 0) },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
  },
}));

/** Says how many removals are held; lists them for a review, with who depends on them. */
function HeldBanner(props: {
  heldRemovals: HeldRemoval[];
  configuration: SyncConfigSnapshot;
  onApprove: (entityRefs: string[]) => Promise<void>;
}) {
  const { heldRemovals, configuration, onApprove } = props;
  const { t } = useStaticDataTranslation();
  const classes = useHeldBannerStyles();
  const titleId = useId();
  const listId = useId();
  const { allowed, refusal } = useAccess(
    staticDataSyncOverridePermission,
    t('heldRemovals.noPermission', {
      permission: staticDataSyncOverridePermission.name,
    }),
  );
  const [reviewing, setReviewing] = useState(false);
  const [text, setText] = useState('');
  const [selectedRefs, setSelectedRefs] = useState<string[]>([]);
  const [confirming, setConfirming] = useState(false);
  // without what has been approved since it was selected
  const selected = heldRemovals.filter(({ entityRef }) =>
    selectedRefs.includes(entityRef),
  );

  return (
    <Paper
      component="section"
      aria-labelledby={titleId}
      className={classes.root}
    >
      <div className={classes.head}>
        <WarningIcon aria-hidden />
        <Typography
          variant="subtitle1"
          component="h2"
          id={titleId}
          className={classes.title}
        >
          {t('heldRemovals.title', { count: heldRemovals.length })}
        </Typography>
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          aria-expanded={reviewing}
          aria-controls={listId}
          onClick={() => setReviewing(!reviewing)}
        >
          {reviewing ? t('heldRemovals.close') : t('heldRemovals.review')}
        </Button>
      </div>
      <div id={listId} hidden={!reviewing}>
        {reviewing && (
          <>
            <div className={classes.description}>
              <Typography variant="body2" paragraph>
                {t('heldRemovals.description')}
              </Typography>
              {/* the same for many, and so not in every row */}
              {uniq(heldRemovals.map(({ reason }) => reason)).map(reason => (
                <Typography key={reason} variant="body2" paragraph>
                  {t('heldRemovals.heldBecause', { reason })}
                </Typography>
              ))}
              <FilterBar label={t('heldRemovals.filter')}>
                <SearchField
                  label={t('heldRemovals.search')}
                  value={text}
                  onChange={setText}
                />
              </FilterBar>
            </div>
            <HeldRemovalTable
              heldRemovals={heldRemovals.filter(held => isAbout(held, text))}
              selected={
                allowed ? selected.map(({ entityRef }) => entityRef) : undefined
              }
              onSelectedChange={setSelectedRefs}
              configSnapshot={configuration}
            />
            <div className={classes.actions}>
              {allowed && (
                <Button
                  variant="contained"
                  color="primary"
                  disabled={selected.length === 0}
                  onClick={() => setConfirming(true)}
                >
                  {t('heldRemovals.approve', { count: selected.length })}
                </Button>
              )}
              {refusal && (
                <Typography variant="body2">{refusal.message}</Typography>
              )}
            </div>
          </>
        )}
      </div>
      {confirming && (
        <ApprovalDialog
          heldRemovals={selected}
          onApprove={onApprove}
          onClose={() => setConfirming(false)}
        />
      )}
    </Paper>
  );
}

/** Whether a text is in what readers see of a removal, in any case. */
function isAbout(held: HeldRemoval, text: string): boolean {
  const { entityRef, kind, sourceFile, provenance } = held;
  const commits = (provenance?.commits ?? []).flatMap(
    ({ subject, author = '' }) => [subject, author],
  );
  return [entityRef, kind, sourceFile, ...commits].some(shown =>
    shown.toLowerCase().includes(text.toLowerCase()),
  );
}

const useApprovalDialogStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    maxHeight: '16rem',
    overflow: 'auto',
    overflowWrap: 'anywhere',
    margin: theme.spacing(0, 0, 2),
    padding: theme.spacing(1),
    paddingInlineStart: theme.spacing(4),
    border: `1px solid ${theme.palette.divider}`,
  },
}));

/** Approves held removals once the reader has typed the confirmation word. */
function ApprovalDialog(props: {
  heldRemovals: HeldRemoval[];
  onApprove: (entityRefs: string[]) => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, onApprove, onClose } = props;
  const { t, describeError } = useStaticDataTranslation();
  const classes = useApprovalDialogStyles();
  const [{ loading, error }, approve] = useAsyncFn(async () => {
    await onApprove(heldRemovals.map(({ entityRef }) => entityRef));
    onClose();
  }, [heldRemovals, onApprove, onClose]);
  const word = t('heldRemovals.confirmWord');
  const count = heldRemovals.length;

  return (
    <TextDialog
      title={t('heldRemovals.dialogTitle', { count })}
      description={t('heldRemovals.dialogDescription')}
      inputLabel={t('heldRemovals.typeWord', { word })}
      isValid={text => text === word}
      submitLabel={t('heldRemovals.confirm', { count })}
      submitColor="secondary"
      busy={loading}
      error={
        error && !loading
          ? t('heldRemovals.approveFailed', { message: describeError(error) })
          : undefined
      }
      onSubmit={approve}
      onClose={onClose}
    >
      <ul
        className={classes.list}
        aria-label={t('heldRemovals.toBeRemoved')}
        // scrollable content must be reachable with the keyboard
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {heldRemovals.map(({ entityRef, dependentCount }) => (
          <li key={entityRef}>
            <code>{entityRef}</code>
            {dependentCount > 0 &&
              ` – ${t('heldRemovals.dependentCount', {
                count: dependentCount,
              })}`}
          </li>
        ))}
      </ul>
    </TextDialog>
  );
}

const useApprovedNoticeStyles = makeStyles(theme => ({
  root: { marginBottom: theme.spacing(3) },
  message: { minWidth: 0, overflowWrap: 'anywhere' },
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
  const { t } = useStaticDataTranslation();
  const classes = useApprovedNoticeStyles();
  const { allowed, refusal } = useRefreshAccess();

  return (
    <Alert
      severity="info"
      role="status"
      className={classes.root}
      classes={{ message: classes.message }}
      action={
        allowed && (
          <Button
            color="inherit"
            size="small"
            disabled={syncing}
            onClick={onSync}
          >
            {t('heldRemovals.syncNow')}
          </Button>
        )
      }
    >
      {syncing
        ? t('heldRemovals.approvedSyncing', { count: approved.length })
        : t('heldRemovals.approved', { count: approved.length })}
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
