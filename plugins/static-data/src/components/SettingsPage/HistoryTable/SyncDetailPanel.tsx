import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Box from '@material-ui/core/Box';
import { SyncDetails } from '../LatestSyncCard/SyncDetails';

/** What unfolds below a row of the history. */
export function SyncDetailPanel(props: { sync: SyncHistoryRecord }) {
  return (
    <Box p={3}>
      <SyncDetails sync={props.sync} />
    </Box>
  );
}
