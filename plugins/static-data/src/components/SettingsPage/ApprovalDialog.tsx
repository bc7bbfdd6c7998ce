import { HeldRemoval } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { FormEvent, useId, useState } from 'react';
import { useAction } from '../../hooks/useAction';
import { useStaticDataTranslation } from '../../translation';

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

/** Lets removals through, once the reader has seen what they are and typed the word. */
export function ApprovalDialog(props: {
  heldRemovals: HeldRemoval[];
  onApprove: (entityRefs: string[]) => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, onApprove, onClose } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const titleId = useId();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const approval = useAction(async () => {
    await onApprove(heldRemovals.map(({ entityRef }) => entityRef));
    onClose();
  });
  const { running: approving, error } = approval;
  const word = t('heldRemovals.confirmWord');
  const count = heldRemovals.length;

  const approve = (event: FormEvent) => {
    event.preventDefault();
    if (typed === word) {
      approval.run();
    }
  };

  return (
    <Dialog
      open
      onClose={approving ? undefined : onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={titleId}
    >
      <form onSubmit={approve}>
        <DialogTitle id={titleId}>
          {t('heldRemovals.dialogTitle', { count })}
        </DialogTitle>
        <DialogContent>
          <DialogContentText>
            {t('heldRemovals.dialogDescription')}
          </DialogContentText>
          <ul
            className={classes.list}
            aria-label={t('heldRemovals.toBeRemoved')}
            // a list that scrolls has to be reachable without a mouse
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
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={approving}>
            {t('heldRemovals.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="secondary"
            disabled={typed !== word || approving}
          >
            {t('heldRemovals.confirm', { count })}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
