import {
  SteeringActType,
  SyncHistoryRecord,
} from '@internal/plugin-static-data-common';
import { lazy, Suspense } from 'react';
import { CancelDialog } from './CancelDialog';
import { PauseDialog, ResumeDialog } from './PauseDialog';
import { SteeredSource } from './useSteering';

// Lazy, because of all that they show: few visitors want them.
const PinDialog = lazy(() =>
  import('./PinDialog').then(m => ({ default: m.PinDialog })),
);
const UnpinDialog = lazy(() =>
  import('./PinDialog').then(m => ({ default: m.UnpinDialog })),
);

/** An open dialog in which the reader steers a source. */
export function SteeringDialog(props: {
  act: SteeringActType;
  source: SteeredSource;
  /** The sync to whose state the source is pinned, if that has been chosen. */
  target?: SyncHistoryRecord;
  /** Reads how the source is steered again. */
  reload: () => Promise<void>;
  /** Called with the id of the sync that carries it out, where there is one. */
  onRequested?: (syncId: string) => void;
  onClose: () => void;
}) {
  const { act, source, target, ...handlers } = props;
  switch (act) {
    case 'PAUSE':
      return <PauseDialog source={source} {...handlers} />;
    case 'RESUME':
      return <ResumeDialog source={source} {...handlers} />;
    case 'PIN':
      return (
        <Suspense fallback={null}>
          <PinDialog source={source} target={target} {...handlers} />
        </Suspense>
      );
    case 'UNPIN':
      return (
        <Suspense fallback={null}>
          <UnpinDialog source={source} {...handlers} />
        </Suspense>
      );
    default:
      return source.runningSync ? (
        <CancelDialog running={source.runningSync} {...handlers} />
      ) : null;
  }
}
