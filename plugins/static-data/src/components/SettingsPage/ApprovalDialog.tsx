import { HeldRemoval } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { useId, useState } from 'react';
import { useAction } from '../../hooks/useAction';
import { useStaticDataTranslation } from '../../translation';
import { FormDialog } from '../common/FormDialog';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    maxHeight: '16rem',
    overflow: 'auto',
    overflowWrap: 'anywhere',
    margin: theme.spacing(0, 0, 2),
    padding: theme.spacing(1, 1, 1, 4),
    border: `1px solid ${theme.palette.divider}`,
  },
}));

/** Approves held removals once the reader has typed the confirmation word. */
export function ApprovalDialog(props: {
  heldRemovals: HeldRemoval[];
  onApprove: (entityRefs: string[]) => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, onApprove, onClose } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const approval = useAction(async () => {
    await onApprove(heldRemovals.map(({ entityRef }) => entityRef));
    onClose();
  });
  const { running: approving, error } = approval;
  const word = t('heldRemovals.confirmWord');
  const count = heldRemovals.length;

  return (
    <FormDialog
      title={t('heldRemovals.dialogTitle', { count })}
      description={t('heldRemovals.dialogDescription')}
      maxWidth="sm"
      cancelLabel={t('heldRemovals.cancel')}
      submitLabel={t('heldRemovals.confirm', { count })}
      submitColor="secondary"
      canSubmit={typed === word}
      busy={approving}
      onSubmit={approval.run}
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
      <TextField
        id={inputId}
        label={t('heldRemovals.typeWord', { word })}
        value={typed}
        onChange={event => setTyped(event.target.value)}
        disabled={approving}
        autoComplete="off"
        fullWidth
        variant="outlined"
      />
      {error && (
        <Alert severity="error">
          {t('heldRemovals.approveFailed', { message: error.message })}
        </Alert>
      )}
    </FormDialog>
  );
}
