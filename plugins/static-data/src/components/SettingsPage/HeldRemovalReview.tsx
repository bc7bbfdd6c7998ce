import { useApi } from '@backstage/core-plugin-api';
import {
  HeldRemoval,
  staticDataSyncOverridePermission,
  SyncConfigSnapshot,
} from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Drawer from '@material-ui/core/Drawer';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import uniq from 'lodash/uniq';
import { ReactNode, useEffect, useId, useRef, useState } from 'react';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { staticDataApiRef } from '../../api/StaticDataApi';
import { useAccess } from '../../hooks/useAccess';
import { moveFocusTo } from '../../hooks/useFocusKeeper';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FilterBar, SearchField } from '../common/filters';
import { useDirectionStyles } from '../common/styles';
import { TextDialog } from '../common/TextDialog';
import { HeldRemovalList, RemovalCheckbox } from './HeldRemovalList';

const useStyles = makeStyles(theme => ({
  root: { width: '44rem', maxWidth: '100%' },
  head: { padding: theme.spacing(2, 3, 1) },
  body: {
    flex: 1,
    minHeight: 0,
    overflowY: 'auto',
    padding: theme.spacing(0, 3, 2),
  },
  foot: {
    padding: theme.spacing(1.5, 3),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
  },
}));

/** A drawer in which held removals are looked at, and approved or kept. */
export function HeldRemovalReview(props: {
  /** Those that nobody has approved. */
  heldRemovals: HeldRemoval[];
  configuration: SyncConfigSnapshot;
  /** What becomes of those that were approved. */
  notice: ReactNode;
  /** Called when some have been approved. */
  onApproved: () => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, configuration, notice, onApproved, onClose } = props;
  const { t, countParams } = useStaticDataTranslation();
  const classes = useStyles();
  const direction = useDirectionStyles();
  const titleId = useId();
  const result = useRef<HTMLDivElement>(null);
  const { allowed, refusal } = useAccess(
    staticDataSyncOverridePermission,
    t('heldRemovals.noPermission', {
      permission: staticDataSyncOverridePermission.name,
    }),
  );
  const [text, setText] = useState('');
  const [selectedRefs, setSelectedRefs] = useState<string[]>([]);
  const [confirming, setConfirming] = useState(false);
  const [approvals, setApprovals] = useState(0);
  // without what has been approved since it was selected
  const selected = heldRemovals.filter(({ entityRef }) =>
    selectedRefs.includes(entityRef),
  );
  const shown = heldRemovals.filter(held => isAbout(held, text));
  const selection = allowed
    ? {
        selected: selected.map(({ entityRef }) => entityRef),
        onChange: setSelectedRefs,
      }
    : undefined;

  // the button that had focus is disabled then
  useEffect(() => {
    if (approvals > 0 && result.current) {
      moveFocusTo(result.current);
    }
  }, [approvals]);

  return (
    <Drawer
      open
      className={direction.root}
      anchor={document.dir === 'rtl' ? 'left' : 'right'}
      onClose={onClose}
      classes={{ paper: classes.root }}
      PaperProps={{
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': titleId,
      }}
    >
      <Typography
        variant="h5"
        component="h2"
        id={titleId}
        className={classes.head}
      >
        {t('heldRemovals.title', countParams(heldRemovals.length))}
      </Typography>
      <div className={classes.body}>
        <Typography variant="body2" paragraph>
          {t('heldRemovals.description')}
        </Typography>
        {/* the same for many, and so not with every one */}
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
        {selection && shown.length > 0 && (
          <Typography variant="body2" component="div">
            <RemovalCheckbox
              label={t('heldRemovals.selectAll')}
              entityRefs={shown.map(({ entityRef }) => entityRef)}
              selection={selection}
            />
            {t('heldRemovals.selectAll')}
          </Typography>
        )}
        <Typography variant="body2" role="status">
          {shown.length === 0 && t('syncPage.noMatch')}
        </Typography>
        <HeldRemovalList
          heldRemovals={shown}
          selection={selection}
          configSnapshot={configuration}
        />
      </div>
      <div className={classes.foot}>
        <div ref={result}>{notice}</div>
        {refusal && (
          <Typography variant="body2" paragraph>
            {refusal.message}
          </Typography>
        )}
        <div className={classes.actions}>
          {allowed && (
            <Button
              variant="contained"
              color="primary"
              disabled={selected.length === 0}
              onClick={() => setConfirming(true)}
            >
              {t('heldRemovals.approve', countParams(selected.length))}
            </Button>
          )}
          <Button onClick={onClose}>
            {allowed ? t('heldRemovals.keep') : t('heldRemovals.close')}
          </Button>
        </div>
      </div>
      {confirming && (
        <ApprovalDialog
          heldRemovals={selected}
          onApproved={async () => {
            await onApproved();
            setConfirming(false);
            setApprovals(approvals + 1);
          }}
          onClose={() => setConfirming(false)}
        />
      )}
    </Drawer>
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
  onApproved: () => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, onApproved, onClose } = props;
  const api = useApi(staticDataApiRef);
  const { t, countParams, describeError } = useStaticDataTranslation();
  const classes = useApprovalDialogStyles();
  const [{ loading, error }, approve] = useAsyncFn(async () => {
    await api.approveHeldRemovals(
      heldRemovals.map(({ entityRef }) => entityRef),
    );
    await onApproved();
  }, [api, heldRemovals, onApproved]);
  const word = t('heldRemovals.confirmWord');
  const count = heldRemovals.length;

  return (
    <TextDialog
      title={t('heldRemovals.dialogTitle', countParams(count))}
      description={t('heldRemovals.dialogDescription')}
      inputLabel={t('heldRemovals.typeWord', { word })}
      isValid={text => text === word}
      submitLabel={t('heldRemovals.confirm', countParams(count))}
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
              ` – ${t(
                'heldRemovals.dependentCount',
                countParams(dependentCount),
              )}`}
          </li>
        ))}
      </ul>
    </TextDialog>
  );
}
