import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import { FormEvent, useId, useState } from 'react';
import { staticDataTranslationRef } from '../../../translation';

const MAX_LENGTH = 255;

/** Asks for the branch, tag or commit to preview. */
export function PreviewDialog(props: {
  onPreview: (ref: string) => void;
  onClose: () => void;
}) {
  const { onPreview, onClose } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const titleId = useId();
  const inputId = useId();
  const [text, setText] = useState('');
  const ref = text.trim();

  const preview = (event: FormEvent) => {
    event.preventDefault();
    if (ref) {
      onPreview(ref);
      onClose();
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="xs"
      fullWidth
      aria-labelledby={titleId}
    >
      <form onSubmit={preview}>
        <DialogTitle id={titleId}>{t('previewDialog.title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>
            {t('previewDialog.description')}
          </DialogContentText>
          <TextField
            id={inputId}
            label={t('previewDialog.ref')}
            value={text}
            onChange={event => setText(event.target.value)}
            inputProps={{ maxLength: MAX_LENGTH }}
            autoComplete="off"
            fullWidth
            variant="outlined"
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('previewDialog.cancel')}</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={!ref}
          >
            {t('previewDialog.start')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
