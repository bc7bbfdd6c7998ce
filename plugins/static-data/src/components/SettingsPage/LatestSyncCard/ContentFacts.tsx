import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SyncStats } from '@internal/plugin-static-data-common';
import { formatCount } from '../../../lib/formatting';
import { staticDataTranslationRef } from '../../../translation';
import { Fact } from '../../common';

/** What the catalog holds after a sync. */
export function ContentFacts(props: { stats: SyncStats }) {
  const { totalEntities, byType, apiRelationships } = props.stats;
  const { t } = useTranslationRef(staticDataTranslationRef);
  const kindLabels: Record<string, string> = {
    Component: t('sync.components'),
    API: t('sync.apis'),
    Group: t('sync.groups'),
    System: t('sync.systems'),
    Domain: t('sync.domains'),
  };
  const kinds = new Set([...Object.keys(kindLabels), ...Object.keys(byType)]);

  return (
    <>
      <Fact label={t('sync.totalEntities')}>{formatCount(totalEntities)}</Fact>
      {[...kinds].map(kind => (
        <Fact key={kind} label={kindLabels[kind] ?? kind}>
          {formatCount(byType[kind]?.total ?? 0)}
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
