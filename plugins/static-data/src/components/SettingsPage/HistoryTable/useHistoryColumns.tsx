import { TableColumn } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Link from '@material-ui/core/Link';
import { useMemo } from 'react';
import { formatCount, formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import {
  AbsoluteTime,
  Revision,
  SyncStatusLabel,
  SyncTypeLabel,
  TriggeredBy,
} from '../../common';
import { ChangeCounts } from './ChangeCounts';

/**
 * The columns of the history.
 *
 * @param onSelect - called with the sync that the reader wants to know more of
 */
export function useHistoryColumns(
  onSelect: (sync: SyncHistoryRecord) => void,
): TableColumn<SyncHistoryRecord>[] {
  const { t } = useTranslationRef(staticDataTranslationRef);
  return useMemo(() => {
    const columns: TableColumn<SyncHistoryRecord>[] = [
      {
        title: t('sync.started'),
        render: sync => (
          <Link
            component="button"
            variant="body2"
            aria-haspopup="dialog"
            title={t('history.showDetails')}
            onClick={() => onSelect(sync)}
          >
            <AbsoluteTime time={sync.startTime} />
          </Link>
        ),
      },
      {
        title: t('sync.status'),
        render: sync => <SyncStatusLabel status={sync.status} />,
      },
      {
        title: t('sync.type'),
        render: sync => <SyncTypeLabel sync={sync} />,
      },
      {
        title: t('sync.triggeredBy'),
        render: sync => <TriggeredBy sync={sync} />,
      },
      {
        title: t('sync.duration'),
        align: 'right',
        render: sync => formatDuration(sync.durationMs),
      },
      {
        title: t('history.changes'),
        render: sync => <ChangeCounts stats={sync.stats} />,
      },
      {
        title: t('history.entities'),
        align: 'right',
        render: sync => formatCount(sync.stats.totalEntities),
      },
      {
        title: t('sync.revision'),
        render: sync => <Revision sync={sync} />,
      },
    ];
    // a narrow table scrolls sideways rather than break words
    return columns.map(column => ({
      ...column,
      cellStyle: { whiteSpace: 'nowrap' },
      headerStyle: { whiteSpace: 'nowrap' },
    }));
  }, [t, onSelect]);
}
