import Button, { ButtonProps } from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Alert from '@material-ui/lab/Alert';
import { ReactNode, useId } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { useDirectionStyles } from './styles';

/** An open dialog with fields, which submits what is in them. */
export function FormDialog(props: {
  title: string;
  /** Paragraphs. */
  description: ReactNode[];
  /** The fields; the dialog starts in the first. */
  children: ReactNode;
  /** Whether what is in the fields can be submitted. */
  isValid: boolean;
  /** `Cancel` by default. */
  closeLabel?: string;
  submitLabel: string;
  submitColor: ButtonProps['color'];
  /** Whether it is being submitted, and cannot be closed. */
  busy?: boolean;
  /** Why it could not be submitted. */
  error?: string;
  /** Other buttons than those that close and submit it. */
  actions?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}) {
  const { description, isValid, busy = false, onSubmit, onClose } = props;
  const { t } = useStaticDataTranslation();
  const direction = useDirectionStyles();
  const titleId = useId();
  return (
    <Dialog
      open
      className={direction.root}
      onClose={busy ? undefined : onClose}
      maxWidth="sm"
      fullWidth
      aria-labelledby={titleId}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          if (isValid && !busy) {
            onSubmit();
          }
        }}
      >
        <DialogTitle id={titleId}>{props.title}</DialogTitle>
        <DialogContent>
          {description.map((paragraph, index) => (
            // they stay in their order
            // eslint-disable-next-line react/no-array-index-key
            <DialogContentText key={index}>{paragraph}</DialogContentText>
          ))}
          {props.children}
          {props.error && <Alert severity="error">{props.error}</Alert>}
        </DialogContent>
        <DialogActions>
          {props.actions}
          <Button onClick={onClose} disabled={busy}>
            {props.closeLabel ?? t('dialog.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={props.submitColor}
            disabled={!isValid || busy}
          >
            {props.submitLabel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** The text field that a dialog starts in. */
export function DialogField(props: {
  label: string;
  value: string;
  maxLength: number;
  disabled: boolean;
  onChange: (text: string) => void;
}) {
  const { label, value, maxLength, disabled, onChange } = props;
  const id = useId();
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      inputProps={{ maxLength }}
      disabled={disabled}
      // a dialog starts in its field
      // eslint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      autoComplete="off"
      fullWidth
      variant="outlined"
    />
  );
}
