import Button, { ButtonProps } from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { ReactNode, useId, useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';

const MAX_LENGTH = 255;

/** An open dialog that asks the reader for a text. */
export function TextDialog(props: {
  title: string;
  description: string;
  /** Shown above the text field. */
  children?: ReactNode;
  inputLabel: string;
  isValid: (text: string) => boolean;
  submitLabel: string;
  submitColor: ButtonProps['color'];
  /** Whether it is being submitted, and cannot be closed. */
  busy?: boolean;
  /** Why the text could not be submitted. */
  error?: string;
  onSubmit: (text: string) => void;
  onClose: () => void;
}) {
  const { isValid, busy = false, onSubmit, onClose } = props;
  const { t } = useStaticDataTranslation();
  const titleId = useId();
  const inputId = useId();
  const [text, setText] = useState('');
  return (
    <Dialog
      open
      onClose={busy ? undefined : onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={titleId}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isValid(text)) {
            onSubmit(text);
          }
        }}
      >
        <DialogTitle id={titleId}>{props.title}</DialogTitle>
        <DialogContent>
          <DialogContentText>{props.description}</DialogContentText>
          {props.children}
          <TextField
            id={inputId}
            label={props.inputLabel}
            value={text}
            onChange={event => setText(event.target.value)}
            inputProps={{ maxLength: MAX_LENGTH }}
            disabled={busy}
            // a dialog starts in its field
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            autoComplete="off"
            fullWidth
            variant="outlined"
          />
          {props.error && <Alert severity="error">{props.error}</Alert>}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={busy}>
            {t('dialog.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={props.submitColor}
            disabled={!isValid(text) || busy}
          >
            {props.submitLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
