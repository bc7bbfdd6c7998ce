import {
  SteeringActType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import Snackbar from '@material-ui/core/Snackbar';
import { useLazyCode } from '../../hooks/useLazyCode';
import { lazyCode } from '../../lib/lazyCode';
import { CodeAlert } from '../common/CodeAlert';
import { CancelDialog } from './CancelDialog';
import { PauseDialog, ResumeDialog } from './PauseDialog';
import { SteeredSource } from './useSteering';

// Lazy, because of all that they show: few visitors want them.
const pinDialogs = lazyCode(() => import('./PinDialog'));

interface SteeringDialogProps {
  act: SteeringActType;
  source: SteeredSource;
  /** The sync to whose state the source is pinned, if that has been chosen. */
  target?: SyncHistoryRecord;
  /** Reads how the source is steered again. */
  reload: () => Promise<void>;
  /** Called with the id of the sync that carries it out, where there is one. */
  onRequested?: (syncId: string) => void;
  onClose: () => void;
}

/** An open dialog in which the reader steers a source. */
export function SteeringDialog(props: SteeringDialogProps) {
  const { act, source, target: _, ...handlers } = props;
  switch (act) {
    case 'PAUSE':
      return <PauseDialog source={source} {...handlers} />;
    case 'RESUME':
      return <ResumeDialog source={source} {...handlers} />;
    case 'PIN':
    case 'UNPIN':
      return <LazyDialog {...props} />;
    default:
      return source.runningSync ? (
        <CancelDialog running={source.runningSync} {...handlers} />
      ) : null;
  }
}

function LazyDialog(props: SteeringDialogProps) {
  const { act, source, target, ...handlers } = props;
  const { value: dialogs, error, reload } = useLazyCode(pinDialogs);
  if (!dialogs) {
    return (
      <Snackbar
        open={Boolean(error)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        onClose={handlers.onClose}
      >
        <div>{error && <CodeAlert error={error} onRetry={reload} />}</div>
      </Snackbar>
    );
  }
  return act === 'PIN' ? (
    <dialogs.PinDialog source={source} target={target} {...handlers} />
  ) : (
    <dialogs.UnpinDialog source={source} {...handlers} />
  );
}
