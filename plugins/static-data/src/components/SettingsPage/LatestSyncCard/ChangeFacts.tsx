import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStats } from '@internal/plugin-static-data-common';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { Fact } from '../../common';

/** What a sync changed in the catalog. */
export function ChangeFacts(props: { stats: SyncStats }) {
  const { stats } = props;
  const { t } = useTranslationRef(staticDataTranslationRef);
  return (
    <>
      <Fact label={t('sync.added')}>{formatCount(stats.entitiesAdded)}</Fact>
      <Fact label={t('sync.updated')}>
        {formatCount(stats.entitiesUpdated)}
      </Fact>
      <Fact label={t('sync.removed')}>
        {formatCount(stats.entitiesRemoved)}
      </Fact>
      <Fact label={t('sync.unchanged')}>
        {formatCount(stats.entitiesUnchanged)}
      </Fact>
      {stats.entitiesRetained > 0 && (
        <Fact label={t('sync.retained')}>
          {formatCount(stats.entitiesRetained)}
        </Fact>
      )}
      {stats.removalsHeld > 0 && (
        <Fact label={t('sync.held')}>{formatCount(stats.removalsHeld)}</Fact>
      )}
    </>
  );
}
