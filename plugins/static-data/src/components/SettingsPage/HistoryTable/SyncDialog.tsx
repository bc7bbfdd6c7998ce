import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useId } from 'react';
import { formatDateTime } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { SyncDetails } from '../LatestSyncCard/SyncDetails';

/** Everything that the history knows about one sync. */
export function SyncDialog(props: {
  sync: SyncHistoryRecord;
  onClose: () => void;
}) {
  const { sync, onClose } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const titleId = useId();

  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="lg"
      fullWidth
      aria-labelledby={titleId}
    >
      <DialogTitle id={titleId}>
        {t('history.syncOf', { time: formatDateTime(sync.startTime) })}
      </DialogTitle>
      <DialogContent dividers>
        <SyncDetails sync={sync} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('history.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
