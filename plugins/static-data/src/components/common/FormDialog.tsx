import Button, { ButtonProps } from '@material-ui/core/Button';
import Dialog, { DialogProps } from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { ReactNode, useId } from 'react';

/** An open dialog with a form, and buttons to submit or cancel it. */
export function FormDialog(props: {
  title: string;
  description: string;
  maxWidth: DialogProps['maxWidth'];
  children: ReactNode;
  cancelLabel: string;
  submitLabel: string;
  submitColor: ButtonProps['color'];
  canSubmit: boolean;
  /** Whether it is being submitted, and cannot be closed. */
  busy?: boolean;
  onSubmit: () => void;
  onClose: () => void;
}) {
  const { title, canSubmit, busy = false, onSubmit, onClose } = props;
  const titleId = useId();
  return (
    <Dialog
      open
      onClose={busy ? undefined : onClose}
      maxWidth={props.maxWidth}
      fullWidth
      aria-labelledby={titleId}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          if (canSubmit) {
            onSubmit();
          }
        }}
      >
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent>
          <DialogContentText>{props.description}</DialogContentText>
          {props.children}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {props.cancelLabel}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={props.submitColor}
            disabled={!canSubmit || busy}
          >
            {props.submitLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
