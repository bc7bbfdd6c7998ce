import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncHistoryRecord } from '@internal/plugin-static-data-common';
import Typography from '@material-ui/core/Typography';
import { staticDataTranslationRef } from '../../../translation';
import { SectionCard } from '../../common';
import { SyncDetails } from './SyncDetails';

/** What the latest sync did. */
export function LatestSyncCard(props: {
  latestSync: SyncHistoryRecord | null;
}) {
  const { latestSync } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);

  return (
    <SectionCard title={t('latestSync.title')}>
      {latestSync ? (
        <SyncDetails sync={latestSync} />
      ) : (
        <Typography>{t('latestSync.none')}</Typography>
      )}
    </SectionCard>
  );
}
