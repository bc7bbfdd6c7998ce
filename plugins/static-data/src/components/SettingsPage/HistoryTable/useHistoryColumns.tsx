import { Link, TableColumn } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { useMemo } from 'react';
import {
  formatDateTime,
  formatDuration,
  formatRelativeTime,
} from '../../../lib/formatting';
import { syncRouteRef } from '../../../routes';
import { staticDataTranslationRef } from '../../../translation';
import {
  RelativeTime,
  Revision,
  SyncStatusLabel,
  SyncTypeLabel,
  TriggeredBy,
} from '../../common';
import { ChangeCounts } from './ChangeCounts';

/** The columns of the history. */
export function useHistoryColumns(): TableColumn<SyncHistoryRecord>[] {
  const { t } = useTranslationRef(staticDataTranslationRef);
  const toSync = useRouteRef(syncRouteRef);
  return useMemo(() => {
    const columns: TableColumn<SyncHistoryRecord>[] = [
      {
        title: t('sync.status'),
        render: sync => <SyncStatusLabel status={sync.status} />,
      },
      {
        title: t('sync.started'),
        render: sync => (
          <Link
            to={toSync({ syncId: sync.id })}
            aria-label={t('history.linkToSync', {
              ago: formatRelativeTime(sync.startTime),
              time: formatDateTime(sync.startTime),
            })}
          >
            <RelativeTime time={sync.startTime} />
          </Link>
        ),
      },
      {
        title: t('sync.duration'),
        align: 'right',
        render: sync => formatDuration(sync.durationMs),
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
        title: t('history.changes'),
        render: sync => <ChangeCounts stats={sync.stats} />,
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
  }, [t, toSync]);
}
