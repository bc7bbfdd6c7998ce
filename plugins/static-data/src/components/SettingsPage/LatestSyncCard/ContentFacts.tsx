import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStats } from '@internal/plugin-static-data-common';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { Fact } from '../../common';

const NAMED_KINDS = ['Component', 'API'];

/** What the catalog holds after a sync. */
export function ContentFacts(props: { stats: SyncStats }) {
  const { totalEntities, byType, apiRelationships } = props.stats;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const otherKinds = Object.keys(byType)
    .filter(kind => !NAMED_KINDS.includes(kind))
    .sort();
  const totalOf = (kind: string) => formatCount(byType[kind]?.total ?? 0);

  return (
    <>
      <Fact label={t('sync.totalEntities')}>{formatCount(totalEntities)}</Fact>
      <Fact label={t('sync.components')}>{totalOf('Component')}</Fact>
      <Fact label={t('sync.apis')}>{totalOf('API')}</Fact>
      {otherKinds.map(kind => (
        <Fact key={kind} label={kind}>
          {totalOf(kind)}
        </Fact>
      ))}
      <Fact label={t('sync.componentsWithApis')}>
        {formatCount(apiRelationships.componentsWithApis)}
      </Fact>
      <Fact label={t('sync.totalProvides')}>
        {formatCount(apiRelationships.totalProvidesApis)}
      </Fact>
      <Fact label={t('sync.totalConsumes')}>
        {formatCount(apiRelationships.totalConsumesApis)}
      </Fact>
    </>
  );
}
