import compact from 'lodash/compact';
import { useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { FormDialog } from '../common/FormDialog';
import { DurationField, useDuration } from './DurationField';
import { ReasonField, toReason } from './ReasonField';
import { PauseWords } from './SteeringWords';
import { SteeredSource, SteeringHandlers, useSteering } from './useSteering';

/** Pauses a source. */
export function PauseDialog(
  props: { source: SteeredSource } & SteeringHandlers,
) {
  const { source, onClose } = props;
  const { t } = useStaticDataTranslation();
  const [text, setText] = useState('');
  const duration = useDuration();
  const reason = toReason(text);
  const { submit, ...state } = useSteering(
    api =>
      api.pauseSource(source.id, {
        reason: reason ?? '',
        until: duration.toEnd(),
      }),
    props,
  );
  return (
    <FormDialog
      {...state}
      title={t('pauseDialog.title')}
      description={[t('pauseDialog.description')]}
      isValid={reason !== undefined && duration.isValid}
      submitLabel={t('pauseDialog.submit')}
      submitColor="primary"
      onSubmit={submit}
      onClose={onClose}
    >
      <ReasonField
        required
        value={text}
        disabled={state.busy}
        onChange={setText}
      />
      <DurationField value={duration} openLabel={t('pauseDialog.open')} />
    </FormDialog>
  );
}

/** Ends the pause of a source, which starts a sync. */
export function ResumeDialog(
  props: { source: SteeredSource } & SteeringHandlers,
) {
  const { source, onClose } = props;
  const { t } = useStaticDataTranslation();
  // said even if somebody else has ended it meanwhile
  const [pause] = useState(source.steering.pause);
  const [text, setText] = useState('');
  const { submit, ...state } = useSteering(
    api => api.resumeSource(source.id, { reason: toReason(text) }),
    props,
  );
  return (
    <FormDialog
      {...state}
      title={t('resumeDialog.title')}
      description={compact([
        pause && (
          <>
            {t('steering.paused')} <PauseWords pause={pause} />
          </>
        ),
        t('resumeDialog.description'),
      ])}
      isValid
      submitLabel={t('resumeDialog.submit')}
      submitColor="primary"
      onSubmit={submit}
      onClose={onClose}
    >
      <ReasonField value={text} disabled={state.busy} onChange={setText} />
    </FormDialog>
  );
}
