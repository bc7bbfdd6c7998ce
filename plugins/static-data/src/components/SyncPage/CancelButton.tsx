import { RunningSync } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { useOverrideAccess } from '../../hooks/useAccess';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { isCancellable } from '../../lib/steering';
import { CancelDialog } from '../steering/CancelDialog';

/** Lets those who may cancel a running sync, as long as it can be. */
export function CancelButton(props: {
  running: RunningSync;
  reload: () => Promise<void>;
}) {
  const { running, reload } = props;
  const { t } = useStaticDataTranslation();
  const { allowed } = useOverrideAccess();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {allowed && isCancellable(running) && (
        <Button
          variant="outlined"
          aria-haspopup="dialog"
          onClick={() => setIsOpen(true)}
        >
          {t('actions.cancel')}
        </Button>
      )}
      {isOpen && (
        <CancelDialog
          running={running}
          reload={reload}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
