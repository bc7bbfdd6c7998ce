import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import { useSyncNeighbours } from '../../hooks';
import { SyncNavigation } from './SyncNavigation';
import { SyncSummary } from './SyncSummary';
import { SyncTabs } from './SyncTabs';

/** Everything about a sync that has ended. */
export function FinishedSync(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const neighbours = useSyncNeighbours(sync);
  return (
    <>
      <SyncNavigation sync={sync} neighbours={neighbours} />
      <SyncSummary sync={sync} />
      <Box mt={3}>
        <SyncTabs
          syncId={sync.id}
          sync={sync}
          versionBefore={neighbours.stateBefore}
        />
      </Box>
    </>
  );
}
