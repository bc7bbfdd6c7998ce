import { HeldRemoval } from '@internal/plugin-static-data-common';
import { makeStyles } from '@material-ui/core/styles';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { useStaticDataTranslation } from '../../translation';
import { TextDialog } from '../common/TextDialog';

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

/** Approves held removals once the reader has typed the confirmation word. */
export function ApprovalDialog(props: {
  heldRemovals: HeldRemoval[];
  onApprove: (entityRefs: string[]) => Promise<void>;
  onClose: () => void;
}) {
  const { heldRemovals, onApprove, onClose } = props;
  const { t } = useStaticDataTranslation();
  const classes = useStyles();
  const [{ loading, error }, approve] = useAsyncFn(async () => {
    await onApprove(heldRemovals.map(({ entityRef }) => entityRef));
    onClose();
  }, [heldRemovals, onApprove, onClose]);
  const word = t('heldRemovals.confirmWord');
  const count = heldRemovals.length;

  return (
    <TextDialog
      title={t('heldRemovals.dialogTitle', { count })}
      description={t('heldRemovals.dialogDescription')}
      maxWidth="sm"
      inputLabel={t('heldRemovals.typeWord', { word })}
      isValid={text => text === word}
      submitLabel={t('heldRemovals.confirm', { count })}
      submitColor="secondary"
      busy={loading}
      error={
        error && t('heldRemovals.approveFailed', { message: error.message })
      }
      onSubmit={approve}
      onClose={onClose}
    >
      <ul
        className={classes.list}
        aria-label={t('heldRemovals.toBeRemoved')}
        // scrollable content must be reachable with the keyboard
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
    </TextDialog>
  );
}
