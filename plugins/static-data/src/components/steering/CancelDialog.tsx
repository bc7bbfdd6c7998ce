import { RunningSync } from '@internal/plugin-static-data-common';
import { useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FormDialog } from '../common/FormDialog';
import { ReasonField, toReason } from './ReasonField';
import { SteeringHandlers, useSteering } from './useSteering';

/** Cancels a running sync. */
export function CancelDialog(
  props: { running: RunningSync } & Omit<SteeringHandlers, 'onRequested'>,
) {
  const { running, reload, onClose } = props;
  const { t } = useStaticDataTranslation();
  const [reason, setReason] = useState('');
  const { submit, ...state } = useSteering(
    async api => {
      await api.cancelSync(running.id, { reason: toReason(reason) });
      return {};
    },
    { reload, onClose },
  );
  return (
    <FormDialog
      {...state}
      title={t('cancelDialog.title', { number: String(running.number) })}
      description={[t('cancelDialog.description')]}
      isValid
      closeLabel={t('cancelDialog.keep')}
      submitLabel={t('cancelDialog.submit')}
      submitColor="secondary"
      onSubmit={submit}
      onClose={onClose}
    >
      <ReasonField value={reason} disabled={state.busy} onChange={setReason} />
    </FormDialog>
  );
}
