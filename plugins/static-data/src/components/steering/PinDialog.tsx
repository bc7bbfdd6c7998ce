import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import compact from 'lodash/compact';
import { useState } from 'react';
import { useStaticDataTranslation } from '../../hooks/useStaticDataTranslation';
import { hasBranches } from '../../lib/source';
import { FormDialog } from '../common/FormDialog';
import { RefField } from '../common/RefField';
import { SyncPicker } from '../common/SyncPicker';
import { DurationField, useDuration } from './DurationField';
import { PinPreview } from './PinPreview';
import { ReasonField, toReason } from './ReasonField';
import { PinWords } from './SteeringWords';
import { SteeredSource, SteeringHandlers, useSteering } from './useSteering';

/** Pins a source to a ref or to the state of an earlier sync, once the reader has seen what that changes. */
export function PinDialog(
  props: {
    source: SteeredSource;
    /** The sync, if it has been chosen. */
    target?: SyncHistoryRecord;
  } & SteeringHandlers,
) {
  const { source, onClose } = props;
  const { pin } = source.steering;
  const { t } = useStaticDataTranslation();
  const [ref, setRef] = useState('');
  const [sync, setSync] = useState(props.target);
  const [isChosen, setIsChosen] = useState(props.target !== undefined);
  const [preview, setPreview] = useState<SyncHistoryRecord>();
  const [text, setText] = useState('');
  const duration = useDuration();
  const reason = toReason(text);
  const target = sync ? { syncId: sync.id } : { ref: ref.trim() };
  const { submit, ...state } = useSteering(
    api =>
      api.pinSource(source.id, {
        // what the reader has seen, whatever has been pushed since
        syncId: (sync ?? preview!).id,
        reason: reason ?? '',
        until: duration.toEnd(),
        replaces: pin?.id,
      }),
    props,
  );
  const hasRefs =
    source.configuration !== null && hasBranches(source.configuration);
  const chosenTitle = sync
    ? t('pinDialog.restoreTitle', { number: String(sync.number) })
    : t('pinDialog.pinTitle', { ref: ref.trim() });
  const isPreviewed = preview !== undefined && preview.status !== 'FAILURE';
  const step = isChosen
    ? {
        ...state,
        title: chosenTitle,
        isValid: isPreviewed && reason !== undefined && duration.isValid,
        submitLabel: t('pinDialog.submit'),
        actions: (
          <Button
            disabled={state.busy}
            onClick={() => {
              setPreview(undefined);
              setIsChosen(false);
            }}
          >
            {t('pinDialog.back')}
          </Button>
        ),
        onSubmit: submit,
      }
    : {
        title: hasRefs ? t('pinDialog.title') : t('pinDialog.stateTitle'),
        isValid: sync !== undefined || ref.trim() !== '',
        submitLabel: t('previewDialog.start'),
        onSubmit: () => setIsChosen(true),
      };

  return (
    // the same for both steps: it gives the focus back to where it was before
    <FormDialog
      {...step}
      description={compact([
        t('pinDialog.description'),
        pin && (
          <>
            {t('pinDialog.replaces')} <PinWords pin={pin} />
          </>
        ),
      ])}
      submitColor="primary"
      onClose={onClose}
    >
      {isChosen ? (
        <>
          <PinPreview sourceId={source.id} target={target} onEnd={setPreview} />
          <ReasonField
            required
            value={text}
            disabled={state.busy}
            onChange={setText}
          />
          <DurationField value={duration} openLabel={t('pinDialog.open')} />
        </>
      ) : (
        <TargetFields
          sourceId={source.id}
          hasRefs={hasRefs}
          refText={ref}
          sync={sync}
          onChange={(newRef, newSync) => {
            setRef(newRef);
            setSync(newSync);
          }}
        />
      )}
    </FormDialog>
  );
}

const useStyles = makeStyles(theme => ({
  or: { margin: theme.spacing(1.5, 0) },
}));

/** Either a ref, if the source has any, or an earlier sync. */
function TargetFields(props: {
  sourceId: string;
  hasRefs: boolean;
  refText: string;
  sync?: SyncHistoryRecord;
  onChange: (ref: string, sync?: SyncHistoryRecord) => void;
}) {
  const { sourceId, hasRefs, refText, sync, onChange } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  return (
    <>
      {hasRefs && (
        <>
          <RefField
            source={sourceId}
            value={refText}
            onChange={text => onChange(text)}
          />
          <Typography className={classes.or}>{t('pinDialog.or')}</Typography>
        </>
      )}
      <SyncPicker
        label={t('pinDialog.sync')}
        value={sync}
        source={sourceId}
        appliedOnly
        startsDialog={!hasRefs}
        onChange={chosen => onChange('', chosen)}
      />
    </>
  );
}

/** Unpins a source, once the reader has seen what that changes. */
export function UnpinDialog(
  props: { source: SteeredSource } & SteeringHandlers,
) {
  const { source, onClose } = props;
  const { t } = useStaticDataTranslation();
  // said even if somebody else has unpinned it meanwhile
  const [pin] = useState(source.steering.pin);
  const [text, setText] = useState('');
  const { submit, ...state } = useSteering(
    api =>
      api.unpinSource(source.id, {
        reason: toReason(text),
        // the one that the reader has seen, whatever has been pinned since
        pin: pin?.id,
      }),
    props,
  );
  return (
    <FormDialog
      {...state}
      title={t('unpinDialog.title')}
      description={compact([
        pin && (
          <>
            {t('steering.pinned')} <PinWords pin={pin} />
          </>
        ),
        t('unpinDialog.description'),
      ])}
      // also while nothing answers the preview, or what is configured is broken
      isValid
      submitLabel={t('unpinDialog.submit')}
      submitColor="primary"
      onSubmit={submit}
      onClose={onClose}
    >
      <PinPreview sourceId={source.id} target={{}} />
      <ReasonField value={text} disabled={state.busy} onChange={setText} />
    </FormDialog>
  );
}
