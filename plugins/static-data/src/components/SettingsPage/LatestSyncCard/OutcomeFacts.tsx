import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import { formatDuration } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import {
  AbsoluteTime,
  Fact,
  Revision,
  SyncStatusLabel,
  SyncTypeLabel,
  TriggeredBy,
} from '../../common';

/** How a sync went. */
export function OutcomeFacts(props: { sync: SyncHistoryRecord }) {
  const { sync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <>
      <Fact label={t('sync.status')}>
        <SyncStatusLabel status={sync.status} />
      </Fact>
      <Fact label={t('sync.type')}>
        <SyncTypeLabel sync={sync} />
      </Fact>
      <Fact label={t('sync.duration')}>{formatDuration(sync.durationMs)}</Fact>
      <Fact label={t('sync.started')}>
        <AbsoluteTime time={sync.startTime} />
      </Fact>
      <Fact label={t('sync.triggeredBy')}>
        <TriggeredBy sync={sync} />
      </Fact>
      <Fact label={t('sync.revision')}>
        <Revision sync={sync} />
      </Fact>
    </>
  );
}
